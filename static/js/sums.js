// Sums beside figures as they are typed. Shown only: the server adds up again, exactly, when it saves.
// Figures are added as scaled integers, so 0.1 + 0.2 is 0.3.
const SCALE = 10000n;

function scaled(text) {
  const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
  const parts = /^(-?)(\d*)(?:\.(\d{0,4})\d*)?$/.exec(plain);
  if (!parts || (!parts[2] && !parts[3])) return null;
  const size = BigInt(parts[2] || "0") * SCALE + BigInt((parts[3] || "").padEnd(4, "0"));
  return parts[1] ? -size : size;
}

function written(sum) {
  const size = sum < 0n ? -sum : sum;
  const whole = String(size / SCALE).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rest = String(size % SCALE).padStart(4, "0").replace(/0{1,2}$/, "");
  return `${sum < 0n ? "-" : ""}${whole}.${rest}`;
}

function total(inputs) {
  const figures = inputs.map((input) => scaled(input.value)).filter((figure) => figure !== null);
  return figures.length ? written(figures.reduce((a, b) => a + b, 0n)) : "";
}

function addUp(table) {
  const rows = [...table.tBodies[0].rows];
  for (const output of table.querySelectorAll("[data-sum-column]")) {
    const place = Number(output.dataset.sumColumn) + 1;
    output.textContent = total(rows.map((row) => row.cells[place]?.querySelector("input")).filter(Boolean));
  }
  for (const output of table.querySelectorAll("[data-sum-row]")) {
    output.textContent = total([...output.closest("tr").querySelectorAll("input")]);
  }
}

export function startLiveSums(root) {
  for (const table of root.querySelectorAll("[data-live-sums]:not([data-sums-on])")) {
    table.dataset.sumsOn = "1";
    table.addEventListener("input", () => addUp(table));
  }
}
