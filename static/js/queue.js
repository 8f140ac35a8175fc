// Keys of a queue: <table data-queue> with rows data-row-link. j and k move, Enter or o opens, x ticks, [ and ] turn the page.
// Silent while somebody types, and for chords with Ctrl, Alt or Meta.
function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";
}

function moveTo(rows, index) {
  rows.forEach((row) => row.classList.remove("is-current"));
  const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
  row.classList.add("is-current");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("a[href]") || row).focus({ preventScroll: true });
}

function turnPage(key) {
  document.querySelector(`a[data-key="${CSS.escape(key)}"]`)?.click();
}

export function startQueueKeys(root) {
  const queue = root.querySelector("[data-queue]");
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "[" || event.key === "]") { turnPage(event.key); return; }
    if (!queue) return;
    const rows = [...queue.querySelectorAll("tbody tr")];
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.classList.contains("is-current"));
    if (event.key === "j") moveTo(rows, here + 1);
    else if (event.key === "k") moveTo(rows, here < 0 ? 0 : here - 1);
    else if (event.key === "o" && here >= 0) rows[here].querySelector("a[href]")?.click();
    else if (event.key === "x" && here >= 0) rows[here].querySelector('input[type="checkbox"]')?.click();
  });
  for (const box of root.querySelectorAll("[data-tick-all]")) {
    box.addEventListener("change", () => {
      for (const one of box.closest("table").querySelectorAll('tbody input[type="checkbox"]')) one.checked = box.checked;
    });
  }
}
