// Saves a form while it is being written: <form data-autosave-url="…" data-saved-word="已保存" data-failed-word="…">.
// The answer is 200/204 (saved), 401/403 (login lapsed), 409 (somebody else saved) or 422 (kept, but with errors to mend).
// The words stand in a [data-saved-at] element inside the form, which is a polite live region.
const QUIET_MS = 1500;
const PATIENCE_MS = 8000;
const underWay = new WeakMap();

function clock(date) {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

function say(form, text, state) {
  const place = form.querySelector("[data-saved-at]");
  if (!place) return;
  place.textContent = text;
  place.dataset.state = state;
}

function fieldsWithoutFiles(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
  return fields;
}

function save(form) {
  if (form.dataset.handingIn) return;
  if (form.dataset.saving) { form.dataset.again = "1"; return; }
  underWay.set(form, saveNow(form));
}

async function saveNow(form) {
  form.dataset.saving = "1";
  const sent = new URLSearchParams(fieldsWithoutFiles(form)).toString();
  try {
    const answer = await fetch(form.dataset.autosaveUrl, {
      method: "POST", body: fieldsWithoutFiles(form), credentials: "same-origin",
      headers: { "X-Requested-With": "autosave", Accept: "application/json" }, redirect: "manual",
    });
    await report(form, answer, sent);
  } catch {
    say(form, form.dataset.failedWord || "网络不通，内容还在本页，稍后自动再存", "failed");
    window.setTimeout(() => save(form), 15000);
  } finally {
    delete form.dataset.saving;
    if (form.dataset.again) { delete form.dataset.again; save(form); }
  }
}

async function report(form, answer, sent) {
  if (answer.ok || answer.status === 422) {
    form.dataset.savedFields = sent;
    form.dispatchEvent(new CustomEvent("pinbang:saved", { bubbles: true }));
    const facts = await answer.json().catch(() => ({}));
    if (facts.revision !== undefined && form.elements.revision) form.elements.revision.value = facts.revision;
    say(form, `${form.dataset.savedWord || "已保存"} ${facts.saved_at || clock(new Date())}`, "saved");
    return;
  }
  const words = {
    409: form.dataset.conflictWord || "同事刚保存过本页，请按“保存”查看两份内容",
    0: form.dataset.expiredWord || "登录已过期，请在新窗口登录后再按“保存”，本页内容还在",
    401: form.dataset.expiredWord || "登录已过期，请在新窗口登录后再按“保存”，本页内容还在",
    403: form.dataset.expiredWord || "登录已过期，请在新窗口登录后再按“保存”，本页内容还在",
  };
  say(form, words[answer.status] || form.dataset.failedWord || "暂时没有存上，内容还在本页，请按“保存”", "failed");
}

export function startAutosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave-url]:not([data-autosave-on])")) {
    form.dataset.autosaveOn = "1";
    let timer = 0;
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => save(form), QUIET_MS);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", (event) => {
      window.clearTimeout(timer);
      if (form.dataset.handingIn || !form.dataset.saving) return;
      // A save by itself is under way and will count one more revision: sent along with it, this form would be stale.
      event.preventDefault();
      form.dataset.handingIn = "1";
      const patience = new Promise((resolve) => window.setTimeout(resolve, PATIENCE_MS));
      Promise.race([underWay.get(form), patience]).then(() => form.requestSubmit(event.submitter));
    });
    window.addEventListener("pageshow", () => delete form.dataset.handingIn);
  }
}
