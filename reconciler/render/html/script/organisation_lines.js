// The lines of the tree that are open, in their order: units, accounts, and many alike accounts as one line.

const ALIKE = 200;

// {filter, tallies, opened: Set of keys, lines, unitsOnly: as in a long print}; a line is {kind: "unit" | "account" | "alike" | "alone", key, level, …}
function newTree() {
  const tree = { filter: { fate: "all", ref: undefined }, opened: new Set(), sorted: new Map(), lines: [], tallies: null, unitsOnly: false };
  tree.tallies = tallied(tree.filter);
  for (const top of model.tops) tree.opened.add(top.id);
  openWhere(tree, (tally) => tally.moves);
  if (![...tree.tallies.values()].some((tally) => tally.moves)) tree.opened = new Set(model.tops.map((top) => top.id));
  drawLines(tree);
  return tree;
}

function openWhere(tree, holds) {
  for (const [id, tally] of tree.tallies) if (holds(tally)) tree.opened.add(id === null ? "alone" : id);
}

function drawLines(tree) {
  tree.lines = [];
  const siblings = [...model.tops.filter((unit) => shownUnit(tree, unit)).map((unit) => (at) => unitLines(tree, unit, 1, at))];
  const alone = aloneIn(tree);
  if (alone.length) siblings.push((at) => aloneLines(tree, alone, at));
  siblings.forEach((line, i) => line({ size: siblings.length, place: i + 1 }));
}

// A unit without accounts is shown while nothing is filtered.
function shownUnit(tree, unit) {
  return tree.tallies.get(unit.id).accounts > 0 || isUnfiltered(tree);
}

function isUnfiltered(tree) {
  return tree.filter.fate === "all" && tree.filter.ref === undefined;
}

function unitLines(tree, unit, level, at) {
  const below = [...accountParts(tree, unit.accounts, unit.id), ...unitsBelow(tree, unit)];
  const open = tree.opened.has(unit.id) && below.length > 0;
  tree.lines.push({ kind: "unit", key: unit.id, unit, level, open, opens: below.length > 0, ...at });
  if (open) pushBelow(tree, below, level + 1);
}

function pushBelow(tree, below, level) {
  below.forEach((part, i) => part(level, { size: below.length, place: i + 1 }));
}

function unitsBelow(tree, unit) {
  if (!tree.sorted.has(unit.id)) tree.sorted.set(unit.id, byName(unit.children.map((one) => one.id)).map((id) => model.units.get(id)));
  return tree.sorted.get(unit.id).filter((one) => shownUnit(tree, one)).map((one) => (level, at) => unitLines(tree, one, level, at));
}

// Accounts directly in a unit: lines of their own, or one line for more than 200 to whom the plan does the same.
function accountParts(tree, accounts, key) {
  const kept = tree.unitsOnly ? [] : accounts.filter((account) => passes(tree.filter, account));
  const alike = [...alikeAccounts(kept)].filter(([, many]) => many.length > ALIKE);
  const folded = new Set(alike.flatMap(([, many]) => many));
  const single = kept.filter((account) => !folded.has(account));
  return [...sortedAccounts(tree, key, single).map((account) => accountPart(tree, account)),
    ...alike.map(([fate, many]) => alikePart(tree, `${key} ${fate}`, many))];
}

function alikeAccounts(accounts) {
  const found = new Map();
  if (accounts.length <= ALIKE) return found;
  for (const account of accounts) {
    const fate = fateOf(account);
    if (!found.has(fate)) found.set(fate, []);
    found.get(fate).push(account);
  }
  return found;
}

function fateOf(account) {
  return JSON.stringify([account.first, account.last, fates.indexOf(accountGroups.get(account.id))]);
}

// Sorted only once its line is open: most units never are.
function sortedAccounts(tree, key, accounts) {
  if (!tree.opened.has(key) || accounts.length < 2) return accounts;
  const at = new Map(accounts.map((account) => [account.id, account]));
  return byName(at.keys()).map((id) => at.get(id));
}

function accountPart(tree, account) {
  return (level, at) => tree.lines.push({ kind: "account", key: account.id, account, level, ...at });
}

function alikePart(tree, key, accounts) {
  return (level, at) => {
    const open = tree.opened.has(key);
    tree.lines.push({ kind: "alike", key, accounts, level, open, opens: true, ...at });
    if (open) pushBelow(tree, sortedAccounts(tree, key, accounts).map((one) => accountPart(tree, one)), level + 1);
  };
}

function aloneIn(tree) {
  return [...everyAccount.filter((account) => account.unit === null), ...model.strays].filter((one) => passes(tree.filter, one));
}

function aloneLines(tree, accounts, at) {
  const open = tree.opened.has("alone") && !tree.unitsOnly;
  tree.lines.push({ kind: "alone", key: "alone", accounts, level: 1, open, opens: true, ...at });
  if (open) pushBelow(tree, sortedAccounts(tree, "alone", accounts).map((one) => accountPart(tree, one)), 2);
}

function lineAt(tree, key) {
  return tree.lines.findIndex((line) => line.key === key);
}

// Opens everything above an account or a unit, without a filter that hides it; returns its index, -1 if it is not there.
function openTo(tree, kind, id) {
  const found = kind === "unit" ? model.units && model.units.get(id) : accountOf(id);
  if (!found) return -1;
  if (kind === "account" && !passes(tree.filter, found)) refilter(tree, { fate: "all", ref: undefined });
  if (kind === "unit" && !shownUnit(tree, found)) refilter(tree, { fate: "all", ref: undefined });
  for (const key of keysAbove(found, kind)) tree.opened.add(key);
  drawLines(tree);
  return lineAt(tree, id);
}

function keysAbove(found, kind) {
  const home = kind === "unit" ? found.parent : found.unit;
  const keys = model.units && model.units.has(home) ? [] : ["alone"];
  if (kind === "account") keys.push(`${home} ${fateOf(found)}`);
  for (let unit = model.units && model.units.get(home); unit; unit = model.units.get(unit.parent)) keys.push(unit.id);
  return keys;
}

const MOST_OPEN = 400;

// A filter opens what it finds, as long as that is not too much to look through.
function refilter(tree, filter) {
  tree.filter = filter;
  tree.tallies = tallied(filter);
  if (!isUnfiltered(tree) && tree.tallies.get(null).accounts <= MOST_OPEN) openWhere(tree, (tally) => tally.accounts);
  drawLines(tree);
}
