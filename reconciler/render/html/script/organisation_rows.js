// Rows of the tree: a unit or an account, its accounts, its moves, and what governs before and after.

const TREE_NARROW = 640;

function treeCell(name, ...children) {
  return el("span", { class: `tree-cell ${name}`, role: "gridcell" }, children);
}

function treeRow(tree, line, chosen) {
  const { kind, level, size, place, open, opens } = line;
  const node = el("div", { class: `tree-row ${kind}`, role: "row", "aria-level": String(level), "aria-setsize": String(size),
    "aria-posinset": String(place), "aria-expanded": opens ? String(open) : null, "aria-selected": String(chosen) });
  node.style.setProperty("--level", String(level - 1));
  append(node, TREE_CELLS[kind](tree, line));
  return node;
}

const TREE_CELLS = {
  unit: (tree, { unit, open, opens }) => [
    nameCell(opens ? open : null, unit.id, el("strong", null, told(unit.id)), " ", nameOf(unit.id) ? el("span", { class: "id" }, unit.id) : null),
    ...tallyCells(tree.tallies.get(unit.id))],
  alone: (tree, { accounts, open }) => [
    nameCell(open, null, el("strong", null, "Read one by one"), el("span", { class: "muted" }, " without the units above")),
    ...tallyCells(tallyOf(accounts))],
  alike: (tree, { accounts, open }) => [
    nameCell(open, null, el("span", null, `${count(accounts.length, "account")}, ${alikeWords(accounts[0])}`)),
    treeCell("number accounts", number(accounts.length)), fateCell(accounts[0]), ...endCells(accounts[0])],
  account: (tree, { account }) => [
    nameCell(null, account.id, named(account.id)), treeCell("number accounts"), fateCell(account), ...endCells(account)],
};

function alikeWords(account) {
  const { title } = experienceOf(account.first);
  if (moves(account)) return isDrift ? `all ${title}, in AWS ${experienceOf(account.last).title}` : `all from ${title} to ${experienceOf(account.last).title}`;
  return `all ${title}, ${accountGroups.has(account.id) ? (isDrift ? "all with the same differences" : "all with the same changes") : isDrift ? "none differs" : "none changes"}`;
}

// A long name is cut; the title has the whole of it.
function nameCell(open, id, ...children) {
  const arrow = open === null ? "" : open ? "▾" : "▸";
  return treeCell("who", el("span", { class: "arrow", "aria-hidden": "true" }, arrow), el("span", { class: "what", title: id && `${nameOf(id)} ${id}`.trim() }, children));
}

function tallyOf(accounts) {
  const tally = emptyTally();
  for (const account of accounts) tallyOne(tally, account);
  return tally;
}

function tallyCells(tally) {
  const [first, last] = endWords();
  return [
    treeCell("number accounts", number(tally.accounts), el("small", { class: "unit-word" }, tally.accounts === 1 ? " account" : " accounts")),
    treeCell("number moves", talliedFates(tally)),
    treeCell("before", tally.accounts ? bar(tally.first, tally.accounts, first) : el("span", { class: "muted" }, "no account")),
    treeCell("after", !tally.accounts ? null : sameCounts(tally) && !tally.moves ? same() : bar(tally.last, tally.accounts, last)),
  ];
}

const TALLY_WORDS = isDrift ? { moves: [" differs", " differ"], lose: [" less", " less"], gain: [" more", " more"] }
  : { moves: [" moves", " move"], lose: [" loses", " lose"], gain: [" gains", " gain"] };
const TALLY_KINDS = { moves: "", lose: "loss-text", gain: "gain-text" };

// How many accounts of a unit move, lose products and gain some, those that do.
function talliedFates(tally) {
  const found = Object.keys(TALLY_WORDS).filter((fate) => tally[fate]);
  if (!found.length) return el("span", { class: "muted" }, "–");
  return found.map((fate) => el("span", { class: `tallied ${TALLY_KINDS[fate]}` }, " ", el("strong", null, number(tally[fate])),
    el("small", null, TALLY_WORDS[fate][tally[fate] === 1 ? 0 : 1])));
}

function same() {
  return el("span", { class: "muted" }, "same");
}

function endCells(account) {
  return [treeCell("before", swatch(account.first)), treeCell("after", moves(account) ? swatch(account.last) : same())];
}

// Products that one account loses and gains.
function fateCell(account) {
  const group = accountGroups.get(account.id);
  if (!group) return treeCell("number moves");
  const all = (n, text) => (n === null ? text : number(n));
  return treeCell("number moves",
    group.last === null ? tag("refused", "ungoverned") : null,
    losesProducts(group) && group.first === null ? tag("loss", "first catalogue") : null,
    losesProducts(group) && group.first !== null ? el("span", { class: "loss-text", title: isDrift ? "Products missing in AWS" : "Products lost" }, `−${all(group.loses, "all others")}`) : null, " ",
    gainsProducts(group) ? el("span", { class: "gain-text", title: isDrift ? "Products only in AWS" : "Products gained" }, `+${all(group.gains, "all others")}`) : null);
}
