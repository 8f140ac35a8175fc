// What a page gains when script runs. Every flow works without: each module finds its own data attributes and enhances them.
import { startAutosave } from "./autosave.js";
import { startRowTables } from "./rows.js";
import { startLiveSums } from "./sums.js";
import { startQueueKeys } from "./queue.js";
import { startLeaveGuard } from "./leave.js";
import { startMenus } from "./menus.js";

export function enhance(root) {
  startRowTables(root);
  startLiveSums(root);
  startAutosave(root);
  startLeaveGuard(root);
}

enhance(document);
startQueueKeys(document);
startMenus(document);
document.querySelector("[data-focus-first]")?.focus();
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
