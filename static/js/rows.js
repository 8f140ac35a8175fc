// Adds and removes rows of a formset in place (components/row_table.html). Without script the same button posts add_row.
function renumber(table) {
  const shown = [...table.querySelectorAll("[data-row]:not(.is-gone)")];
  shown.forEach((row, index) => {
    row.querySelector("[data-row-number]").textContent = String(index + 1);
    const remove = row.querySelector("[data-remove-row] button");
    remove?.setAttribute("aria-label", `${remove.textContent} ${index + 1}`);
  });
  const count = table.querySelector("[data-row-count]");
  if (count) count.textContent = String(shown.length);
}

function addRow(table, button) {
  const total = table.querySelector(`[name="${table.dataset.rowTable}-TOTAL_FORMS"]`);
  const index = Number(total.value);
  if (button.dataset.max && index >= Number(button.dataset.max)) return;
  const markup = table.querySelector("[data-row-template]").innerHTML
    .replaceAll("__prefix__", String(index)).replaceAll("__number__", String(index + 1));
  const body = table.querySelector("[data-rows]");
  body.insertAdjacentHTML("beforeend", markup);
  total.value = String(index + 1);
  const row = body.lastElementChild;
  offerRemove(table, row);
  renumber(table);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function offerRemove(table, row) {
  const holder = row.querySelector("[data-remove-row]");
  const box = holder?.querySelector('input[type="checkbox"]');
  if (!box) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link btn-sm";
  button.textContent = table.dataset.removeWord || "删除";
  button.setAttribute("aria-label", `${button.textContent} ${row.querySelector("[data-row-number]").textContent}`);
  button.addEventListener("click", () => {
    box.checked = true;
    row.classList.add("is-gone");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    renumber(table);
    table.querySelector("[data-add-row]")?.focus();
  });
  box.hidden = true;
  holder.append(button);
  if (box.checked) row.classList.add("is-gone");
}

export function startRowTables(root) {
  for (const table of root.querySelectorAll("[data-row-table]:not([data-rows-on])")) {
    table.dataset.rowsOn = "1";
    table.querySelectorAll("tbody [data-row]").forEach((row) => offerRemove(table, row));
    const button = table.querySelector("[data-add-row]");
    button?.addEventListener("click", (event) => { event.preventDefault(); addRow(table, button); });
    renumber(table);
  }
}
