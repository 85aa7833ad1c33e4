// Rows of the matrix: a product with a cell for each experience that allows or denies it, and what an open row says.

const CELL_WORDS = isDrift ? { "+": "only in AWS", "−": "missing in AWS", "•": "allowed", "×": "denied" }
  : { "+": "becomes allowed", "−": "no longer allowed", "•": "allowed", "×": "denied" };
const SHOWN_NAMES = 3;

function matrixRow(state, line) {
  return { product: productRow, about: aboutRow, way: wayRow, more: moreRow }[line.kind](state, line);
}

function productRow(state, { product, open }) {
  const { columns, hidden } = state.matrix;
  return el("div", { class: `matrix-row product${open ? " open" : ""}`, role: "row", "aria-level": "1", "aria-expanded": String(open) },
    el("span", { class: "matrix-cell name", role: "rowheader", "aria-colindex": "1", title: nameOf(product.id) || product.id }, told(product.id)),
    countCell("lose", 2, product.lose, "loss-text"), countCell("gain", 3, product.gain, "gain-text"),
    columns.map((column, i) => signCell(column, product.id, i)),
    hidden.length ? restCell(hidden, product.id, columns.length) : null);
}

function countCell(name, at, n, kind) {
  return el("span", { class: `matrix-cell ${name} ${kind}`, role: "gridcell", "aria-colindex": String(at) }, n ? number(n) : "");
}

// Empty cells are left out: most are.
function signCell(column, id, i) {
  const sign = cellSign(column, id);
  if (sign === null) return null;
  const words = `${column.one.title}: ${isBoxed(column, id, sign) && sign === "×" && !isDrift ? "becomes denied" : CELL_WORDS[sign]}`;
  const kind = { "+": "gain", "−": "loss" }[sign] || "still";
  return placedAt(el("span", { class: `matrix-cell column ${kind}${isBoxed(column, id, sign) ? " boxed" : ""}`, role: "gridcell",
    "aria-colindex": String(i + 4), "aria-label": words, title: words }, el("span", { "aria-hidden": "true" }, sign)), i);
}

function restCell(hidden, id, at) {
  const n = hidden.filter((column) => allows(column.last, id)).length;
  const words = `${number(n)} of ${number(hidden.length)} unchanged experiences allow it`;
  return n ? placedAt(el("span", { class: "matrix-cell column still", role: "gridcell", "aria-colindex": String(at + 4), "aria-label": words, title: words }, number(n)), at) : null;
}

function detailRow(state, kind, ...children) {
  return el("div", { class: `matrix-row detail ${kind}`, role: "row", "aria-level": "2" },
    el("span", { class: "matrix-cell whole", role: "gridcell", "aria-colspan": String(state.matrix.columns.length + 3) }, children));
}

function aboutRow(state, { product, ways }) {
  const n = buyersAfter(state.matrix, product.id);
  const whose = report.plan.read.organization === "whole" ? "" : " that were read";
  return detailRow(state, "about", el("code", { class: "id" }, product.id),
    model.accounts ? ` · ${count(n, "account")}${whose} can buy it ${isDrift ? "in AWS" : "afterwards"}` : null,
    ways.length ? null : isDrift ? " · for no account otherwise than in the repository" : " · no account loses or gains it");
}

function wayRow(state, { product, way: { sign, fate } }) {
  const kind = sign === "−" ? "loss" : "gain";
  const shown = firstByName(fate).map(told);
  const left = fate.accounts.length - shown.length;
  const counted = `${sign} ${count(fate.accounts.length, "account")}`;
  return detailRow(state, "way", button(counted, { class: `more ${kind}-text`, onclick: () => showWay(product, sign, fate) }), " ",
    underWhich(fate),
    el("span", { class: "muted" }, " ", separated(shown), left ? ` and ${number(left)} more` : null));
}

const sortedOnce = new WeakMap();

function firstByName(fate) {
  if (!sortedOnce.has(fate)) sortedOnce.set(fate, byName(fate.accounts).slice(0, SHOWN_NAMES));
  return sortedOnce.get(fate);
}

function moreRow(state, { left }) {
  return detailRow(state, "way", `and ${count(left, "smaller group")}`);
}

function underWhich({ first, last }) {
  return [swatch(first), first === last ? null : [isDrift ? ", in AWS " : " → ", swatch(last)]];
}

const WAY_WORDS = isDrift ? { "−": ["cannot buy in AWS", "cannot buy in AWS"], "+": ["can buy only in AWS", "can buy only in AWS"] }
  : { "−": ["loses", "lose"], "+": ["gains", "gain"] };

// All accounts of one way to lose or gain a product.
function showWay(product, sign, fate) {
  const ids = byName(fate.accounts);
  const verb = WAY_WORDS[sign][ids.length === 1 ? 0 : 1];
  panel(el("span", null, `${count(ids.length, "account")} ${verb} `, told(product.id)), (body) => {
    body.append(el("p", null, underWhich(fate).flat(2).filter(Boolean)),
      rows({ label: "Accounts", height: 28, count: ids.length, row: (i) => el("div", { class: "way-account" }, link("account", ids[i])), key: (i) => ids[i] }).node);
  });
}
