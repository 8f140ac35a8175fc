// Closes an open menu (a details element) on Escape and on a click elsewhere; lets a form be sent only once per press.
export function startMenus(root) {
  const open = () => root.querySelectorAll("details[data-close-outside][open]");
  root.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // One press files once: the second click of an impatient finger is swallowed, the button keeps its value for the first.
  root.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // not sent now: whoever held it back sends it later, and that is the one press
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else { form.dataset.sent = "1"; window.setTimeout(() => delete form.dataset.sent, 4000); }
  });
  window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
}
