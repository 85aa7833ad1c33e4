// The heads of the matrix: one column an experience, with its name, its code and what is special about it.

function matrixHead(state) {
  const { columns, hidden } = state.matrix;
  const [lose, gain] = report.command === "drift" ? ["more in AWS", "less in AWS"] : ["− lose", "+ gain"];
  return el("div", { role: "rowgroup", class: "matrix-heads" }, el("div", { class: "matrix-head", role: "row" },
    headCell("name", 1, "Product"), headCell("lose", 2, "Accounts", el("br"), lose), headCell("gain", 3, "Accounts", el("br"), gain),
    columns.map((column, i) => columnHead(state, column, i)),
    hidden.length ? placedAt(headCell("column rest", columns.length + 4, el("span", { class: "upright" }, `${number(hidden.length)} more, unchanged`)), columns.length) : null));
}

function headCell(name, at, ...children) {
  return el("span", { class: `matrix-cell ${name}`, role: "columnheader", "aria-colindex": String(at) }, children);
}

function placedAt(node, column) {
  node.style.setProperty("--at", String(column));
  return node;
}

function columnHead(state, column, i) {
  const { one } = column;
  const open = button(el("bdi", { class: "upright" }, one.title), { class: "column-button", title: one.title, onclick: () => openExperience(one) },
    swatchCode(one.ref), el("span", { class: "column-note" }, columnNotes(column).map((text) => [text, el("br")])));
  state.heads.set(one, open);
  return placedAt(headCell("column", i + 4, open), i);
}

// The accounts that it governs after the plan, and its state where that is not "enabled before and after".
function columnNotes({ one }) {
  const notes = [model.accounts && one.after && one.after.status === "enabled" ? number(one.governedAfter) : null];
  if (!one.before) notes.push("new");
  if (one.after && one.after.status !== "enabled") notes.push({ archived: "arch.", disabled: "off" }[one.after.status] || one.after.status);
  if (!one.address) notes.push("unm.");
  if (one.after && one.after.allow === null) notes.push("all");
  return notes.filter(Boolean);
}

const NOTE_WORDS = [
  ["new", "created by the plan", ({ one }) => !one.before],
  ["arch.", "archived", ({ one }) => one.after && one.after.status === "archived"],
  ["off", "disabled", ({ one }) => one.after && one.after.status === "disabled"],
  ["unm.", "unmanaged: no document names it", ({ one }) => !one.address],
];

// Explains the short words under the codes, those that occur.
function noteLegend(matrix) {
  const found = NOTE_WORDS.filter(([, , test]) => matrix.columns.some(test));
  return found.map(([short, words]) => [" ", el("span", null, el("strong", null, short), ` ${words}`)]);
}
