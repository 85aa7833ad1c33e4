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
  const moved = new Set(report.plan.impact.groups.flatMap((group) => [group.before, group.after]));
  return (column) => column.changes || moved.has(column.one.ref);
}

function columnOf(one) {
  const before = endOf(one.before, null);
  const after = endOf(one.after, before);
  const changes = before.allow !== after.allow || before.deny !== after.deny || !one.before || !one.after || one.before.status !== one.after.status;
  const quiet = !one.before || !one.after || one.after.status !== "enabled" || !one.address;
  return { one, before, after, changes, quiet };
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
  for (const { before, after } of matrix.all) {
    for (const set of new Set([before.allow, after.allow, before.deny, after.deny])) for (const id of set || []) add(id);
  }
  for (const group of report.plan.impact.groups) {
    for (const id of group.lost || []) add(id).lose += group.accounts.length;
    for (const id of group.after === null ? [] : group.gained) add(id).gain += group.accounts.length;
  }
  for (const product of found.values()) product.changes = product.lose + product.gain > 0;
  for (const column of matrix.all) if (!column.quiet && column.changes) markChanged(found, column);
  return found;
}

function markChanged(products, { before, after }) {
  for (const [one, other] of [[before.allow, after.allow], [after.allow, before.allow], [after.deny, before.deny]]) {
    if (one && other && one !== other) for (const id of one) if (!other.has(id)) products.get(id).changes = true;
  }
}

function allows(end, id) {
  return end.allow === null || end.allow.has(id);
}

// What a cell says: "+", "−", "•", "×", or null where an experience neither allows nor denies a product.
function cellSign({ before, after }, id) {
  const [was, is] = [allows(before, id), allows(after, id)];
  if (was !== is) return is ? "+" : "−";
  if (is) return "•";
  return after.deny.has(id) ? "×" : null;
}

function isBoxed(column, id, sign) {
  return !column.quiet && (sign === "+" || sign === "−" || (sign === "×" && !column.before.deny.has(id)));
}

// Those that change, the ones that most accounts lose first; or all of them, by name.
function listedProducts(matrix, onlyChanges) {
  const all = byName(matrix.products.keys()).map((id) => matrix.products.get(id));
  if (!onlyChanges) return all;
  return all.filter((one) => one.changes).sort((a, b) => b.lose - a.lose || b.gain - a.gain);
}

// How many accounts can buy a product after the plan: those under experiences that allow it, and ungoverned ones.
function buyersAfter(matrix, id) {
  const under = matrix.all.filter((column) => column.one.after && allows(column.after, id));
  return under.reduce((sum, column) => sum + column.one.governedAfter, experienceOf(null).governedAfter);
}

// The groups that lose or gain a product; those who lose or gain everything are not counted by product.
function waysOf(id) {
  const { groups } = report.plan.impact;
  const larger = (a, b) => b.group.accounts.length - a.group.accounts.length;
  return [
    ...groups.filter((group) => (group.lost || []).includes(id)).map((group) => ({ sign: "−", group })).sort(larger),
    ...groups.filter((group) => group.after !== null && group.gained.includes(id)).map((group) => ({ sign: "+", group })).sort(larger),
  ];
}

function uncounted() {
  const { groups } = report.plan.impact;
  const of = (test) => groups.filter(test).reduce((sum, group) => sum + group.accounts.length, 0);
  const first = of((group) => group.loses === null);
  const last = of((group) => group.gains === null);
  const told = [
    first ? `${count(first, "account")} that could buy everything before` : null,
    last ? `${count(last, "account")} that can buy everything afterwards` : null,
  ].filter(Boolean);
  return told.length ? `Not counted by product: ${joined(told)}.` : "";
}
