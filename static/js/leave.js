// Asks before a page with unsaved writing is left: <form data-guard-leave>. Saving, by button or by autosave, lifts the guard.
export function startLeaveGuard(root) {
  for (const form of root.querySelectorAll("form[data-guard-leave]:not([data-guard-on])")) {
    form.dataset.guardOn = "1";
    let isDirty = false;
    form.addEventListener("input", () => { isDirty = true; });
    form.addEventListener("submit", () => { isDirty = false; });
    form.addEventListener("pinbang:saved", () => { isDirty = false; });
    window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
  }
}
