// What each experience allows and denies before and after the plan, and how many accounts lose and gain each product.

const MATRIX_COLUMNS = 30;
const NOTHING = new Set();

// {columns, hidden: unchanged ones that have no column of their own, products: Map of {id, lose, gain, changes}}
function newMatrix() {
  const all = allExperiences().filter((one) => one.before || one.after).map(columnOf);
  const shown = all.length > MATRIX_COLUMNS ? all.filter(concerned()) : all;
  const rank = (column) => -Math.max(column.one.governedBefore, column.one.governedAfter);
  const matrix = { columns: shown.sort((a, b) => rank(a) - rank(b)), hidden: all.filter((one) => !shown.includes(one)), all };
  matrix.products = productsOf(matrix);
  return matrix;
}

// Whether a column changes, or accounts come to its experience or leave it.
function concerned() {
  const moved = new Set(fates.flatMap((fate) => [fate.first, fate.last]));
  return (column) => column.changes || moved.has(column.one.ref);
}

function columnOf(one) {
  const [before, after] = [one[FIRST], one[LAST]];
  const first = endOf(before, null);
  const last = endOf(after, first);
  const changes = first.allow !== last.allow || first.deny !== last.deny || !before || !after || before.status !== after.status;
  const quiet = !before || !after || after.status !== "enabled" || !one.address;
  const governed = isDrift ? one.governedBefore : one.governedAfter;
  return { one, before, after, first, last, changes, quiet, governed };
}

// The products of an experience at one end; equal lists are one set. `allow` is null if everything is allowed.
function endOf(state, other) {
  if (!state) return { allow: NOTHING, deny: NOTHING };
  return { allow: state.allow === null ? null : setOf(state.allow, other && other.allow), deny: setOf(state.deny, other && other.deny) };
}

function setOf(ids, other) {
  return other && other.size === ids.length && ids.every((id) => other.has(id)) ? other : new Set(ids);
}

function productsOf(matrix) {
  const found = new Map();
  const add = (id) => found.get(id) || found.set(id, { id, lose: 0, gain: 0, changes: false }).get(id);
  for (const { first, last } of matrix.all) {
    for (const set of new Set([first.allow, last.allow, first.deny, last.deny])) for (const id of set || []) add(id);
  }
  for (const fate of fates) {
    for (const id of fate.lost || []) add(id).lose += fate.accounts.length;
    for (const id of fate.gained || []) add(id).gain += fate.accounts.length;
  }
  for (const product of found.values()) product.changes = product.lose + product.gain > 0;
  for (const column of matrix.all) if (!column.quiet && column.changes) markChanged(found, column);
  return found;
}

function markChanged(products, { first, last }) {
  for (const [one, other] of [[first.allow, last.allow], [last.allow, first.allow], [last.deny, first.deny]]) {
    if (one && other && one !== other) for (const id of one) if (!other.has(id)) products.get(id).changes = true;
  }
}

function allows(end, id) {
  return end.allow === null || end.allow.has(id);
}

// What a cell says: "+", "−", "•", "×", or null where an experience neither allows nor denies a product.
function cellSign({ first, last }, id) {
  const [was, is] = [allows(first, id), allows(last, id)];
  if (was !== is) return is ? "+" : "−";
  if (is) return "•";
  return last.deny.has(id) ? "×" : null;
}

function isBoxed(column, id, sign) {
  return !column.quiet && (sign === "+" || sign === "−" || (sign === "×" && !column.first.deny.has(id)));
}

// Those that change, the ones that most accounts lose first; or all of them, by name.
function listedProducts(matrix, onlyChanges) {
  const all = byName(matrix.products.keys()).map((id) => matrix.products.get(id));
  if (!onlyChanges) return all;
  return all.filter((one) => one.changes).sort((a, b) => b.lose - a.lose || b.gain - a.gain);
}

// How many accounts can buy a product after the plan: those under experiences that allow it, and ungoverned ones.
function buyersAfter(matrix, id) {
  const under = matrix.all.filter((column) => column.after && allows(column.last, id));
  return under.reduce((sum, column) => sum + column.governed, columnOf(experienceOf(null)).governed);
}

// The groups that lose or gain a product; those who lose or gain everything are not counted by product.
function waysOf(id) {
  const larger = (a, b) => b.fate.accounts.length - a.fate.accounts.length;
  const ways = (sign, list) => fates.filter((fate) => (fate[list] || []).includes(id)).map((fate) => ({ sign, fate })).sort(larger);
  return [...ways("−", "lost"), ...ways("+", "gained")];
}

function uncounted() {
  const of = (test) => fates.filter(test).reduce((sum, fate) => sum + fate.accounts.length, 0);
  const [first, last] = [of((fate) => fate.loses === null), of((fate) => fate.gains === null)];
  const [before, after] = isDrift ? ["can buy everything by the repository", "can buy everything in AWS"] : ["could buy everything before", "can buy everything afterwards"];
  const told = [[first, before], [last, after]].filter(([n]) => n).map(([n, words]) => `${count(n, "account")} that ${words}`);
  return told.length ? `Not counted by product: ${joined(told)}.` : "";
}
