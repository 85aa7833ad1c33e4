// Organization: which accounts change their experience, and why?

const organization = { tree: null, list: null, whole: null, pressed: [], shown: null, chosen: null };

view({
  key: "organization",
  title: "Organization",
  count: () => (model.accounts ? everyAccount.length : null),
  sentence: organizationSentence,
  places: ["account", "accounts", "unit"],
  address: () => filterAddress(organization),
  reset: () => { if (organization.tree && !isUnfiltered(organization.tree)) applyFilter(organization, { fate: "all", ref: undefined }); },
  print: (begins) => printTree(organization, begins),
  draw: drawOrganization,
  reveal: revealInTree,
  index: () => [...everyAccount.map(({ id }) => ({ kind: "account", id, name: nameOf(id) })),
    ...[...(model.units || new Map()).values()].map(({ id }) => ({ kind: "unit", id, name: nameOf(id) }))],
});

function organizationSentence() {
  const n = everyAccount.length;
  if (!n) return model.accounts ? "The part of the organization that was read has no account." : "The organization was not read.";
  const moved = everyAccount.filter(moves).length;
  const verb = isDrift ? (moved === 1 ? "is governed otherwise in AWS" : "are governed otherwise in AWS")
    : moved === 1 ? "changes its governing experience" : "change their governing experience";
  if (!moved) return isDrift ? `Each of ${count(n, "account")} is governed as in the repository.` : `None of ${count(n, "account")} changes its governing experience.`;
  return `${number(moved)} of ${count(n, "account")} ${verb}.`;
}

const EXTENT_WORDS = {
  whole: "The enabled experience that is closest to an account governs it. Bars show the accounts of a unit by governing experience.",
  subtrees: "The plan relies on some parts of the organization only, so only these were read: other units and accounts are not shown.",
  principals: "The plan relies on single principals only, so units and the accounts below them were not read.",
  none: "The plan relies on nothing of the organization, so it was not read.",
};

function drawOrganization(pane) {
  const { digest, read } = report.plan;
  const words = digest === null && !model.accounts ? "No plan could be made, so nothing of the organization is known here." : EXTENT_WORDS[read.organization];
  pane.append(hint(words));
  if (!everyAccount.length && !model.units) return;
  const state = organization;
  state.tree = newTree();
  state.whole = state.tree.tallies.get(null);
  state.shown = el("span", { class: "muted", role: "status" });
  pane.append(legend(state), treeTools(state), treeBox(state));
  showTree(state);
}

// A print of more accounts than a print may have rows has units only, as they are open, and says so.
function printTree(state, begins) {
  if (!state.tree || everyAccount.length <= PRINTED_ROWS) return;
  state.tree.unitsOnly = begins;
  drawLines(state.tree);
  state.list.refresh();
  const remark = `Units only, as far as they were open: ${count(everyAccount.length, "account")} are too many to print.`;
  if (begins) state.shown.closest(".tree-tools").after(el("p", { class: "unprinted" }, remark));
}

function treeBox(state) {
  state.list = rows({
    label: "Units and accounts",
    role: "rowgroup",
    height: () => (isTreeNarrow() ? 60 : 32),
    count: () => state.tree.lines.length,
    row: (i) => treeRow(state.tree, state.tree.lines[i], state.tree.lines[i].key === state.chosen),
    key: (i) => state.tree.lines[i].key,
    onopen: (i) => pressLine(state, i),
  });
  state.list.node.addEventListener("click", (event) => clickLine(state, event));
  state.list.node.addEventListener("keydown", (event) => treeKey(state, event));
  watchWidth(state);
  return el("div", { class: "card tree", role: "treegrid", "aria-label": "Units and accounts" }, treeHead(), state.list.node);
}

// Rows change their height with the width, which the panel takes from the tree; the chosen row stays in sight.
function watchWidth(state) {
  let narrow = isTreeNarrow();
  new ResizeObserver(() => {
    if (narrow === isTreeNarrow()) return;
    narrow = isTreeNarrow();
    state.list.refresh();
    const chosen = lineAt(state.tree, state.chosen);
    if (openPanel() && chosen >= 0) state.list.reveal(chosen);
  }).observe(state.list.node);
}

function isTreeNarrow() {
  const node = organization.list ? organization.list.node : byId("main");
  return (node.clientWidth || byId("main").clientWidth) <= TREE_NARROW;
}

function treeHead() {
  const [first, last] = endWords();
  const head = (name, text) => el("span", { class: `tree-cell ${name}`, role: "columnheader" }, text);
  return el("div", { role: "rowgroup", class: "tree-heads" }, el("div", { class: "tree-row tree-head", role: "row" },
    head("who", "Unit or account"), head("number accounts", "Accounts"), head("number moves", isDrift ? "What differs" : "What changes"), head("before", first), head("after", last)));
}

function showTree(state) {
  for (const [node, isPressed] of state.pressed) node.setAttribute("aria-pressed", String(isPressed()));
  const found = state.tree.tallies.get(null).accounts;
  state.shown.textContent = `${number(found)} of ${count(everyAccount.length, "account")}`;
  state.list.refresh();
}

function lineOf(state, event) {
  const row = event.target.closest(".tree-row");
  return row && row.dataset.index !== undefined ? Number(row.dataset.index) : -1;
}

function clickLine(state, event) {
  const i = lineOf(state, event);
  if (i < 0 || event.target.closest("a")) return;
  state.list.reveal(i, "nearest");
  const row = state.list.node.querySelector(`[data-index="${i}"]`);
  if (row) row.focus({ preventScroll: true });
  pressLine(state, i);
}

function pressLine(state, i) {
  const line = state.tree.lines[i];
  if (line.kind === "account") {
    setAddress(addressOf("account", line.account.id));
    chooseAccount(state, line.account);
  } else if (line.opens) toggle(state, line);
}

function toggle(state, line) {
  const { opened } = state.tree;
  if (!opened.delete(line.key)) opened.add(line.key);
  drawLines(state.tree);
  showTree(state);
}

function chooseAccount(state, account) {
  state.chosen = account.id;
  state.list.refresh();
  showAccount(account);
}

// Right opens and goes down, Left closes and goes up.
function treeKey(state, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const i = lineOf(state, event);
  const line = state.tree.lines[i];
  const act = line && { ArrowRight: () => goDown(state, line, i), ArrowLeft: () => goUp(state, line, i) }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function goDown(state, line, i) {
  if (line.opens && !line.open) toggle(state, line);
  else if (line.open) focusLine(state, i + 1);
}

function goUp(state, line, i) {
  if (line.open) return toggle(state, line);
  for (let above = i - 1; above >= 0; above -= 1) if (state.tree.lines[above].level < line.level) return focusLine(state, above);
  return undefined;
}

function focusLine(state, i) {
  const row = state.list.reveal(i, "nearest");
  if (row) row.focus({ preventScroll: true });
}

// An account opens its panel, so that Esc returns to its row.
function revealInTree(kind, id) {
  const state = organization;
  if (!state.tree) return null;
  if (kind === "accounts") return revealAccounts(state, id);
  const i = openTo(state.tree, kind, id);
  if (i < 0) return null;
  state.chosen = id;
  showTree(state);
  const row = state.list.reveal(i);
  if (kind === "unit") return row;
  row.focus({ preventScroll: true });
  return showAccount(accountOf(id));
}
