// The heads of the matrix: one column an experience, with its name, its code and what is special about it.

function matrixHead(state) {
  const { columns, hidden } = state.matrix;
  const [lose, gain] = isDrift ? ["− less", "+ more"] : ["− lose", "+ gain"];
  return el("div", { role: "rowgroup", class: "matrix-heads" }, el("div", { class: "matrix-head", role: "row" },
    headCell("name", 1, "Product"), headCell("lose", 2, countHead(lose)), headCell("gain", 3, countHead(gain)),
    columns.map((column, i) => columnHead(state, column, i)),
    hidden.length ? placedAt(headCell("column unchanged-rest", columns.length + 4, el("span", { class: "upright" }, `${number(hidden.length)} more, unchanged`)), columns.length) : null));
}

// The noun is for the ears alone where columns are narrow.
function countHead(words) {
  return el("span", null, el("span", { class: "counted" }, "Accounts "), el("span", { class: "nowrap" }, words));
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

// The accounts that it governs at last, and its state where that is not "enabled at both ends".
function columnNotes(column) {
  const { after, governed } = column;
  const notes = [model.accounts && after && after.status === "enabled" ? number(governed) : null];
  for (const [short, , test] of NOTE_WORDS) if (test(column)) notes.push(short);
  return notes.filter(Boolean);
}

const NOTE_WORDS = [
  ["new", isDrift ? "not in the repository" : "created by the plan", ({ before }) => !before],
  [isDrift ? "miss." : "gone", isDrift ? "missing in AWS" : "no longer there", ({ after }) => !after],
  ["arch.", "archived", ({ after }) => after && after.status === "archived"],
  ["off", "disabled", ({ after }) => after && after.status === "disabled"],
  ["unm.", "unmanaged: no document names it", ({ one }) => !one.address],
  ["all", "allows every product", ({ last }) => last.allow === null],
];

// Explains the short words under the codes, those that occur.
function noteLegend(matrix) {
  const found = NOTE_WORDS.filter(([, , test]) => matrix.columns.some(test));
  return found.map(([short, words]) => [" ", el("span", null, el("strong", null, short), ` ${words}`)]);
}
