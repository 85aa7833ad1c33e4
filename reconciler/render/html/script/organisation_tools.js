// Above the tree: the experiences as filters, and what happens to accounts as filters.

const LEGEND = 16;

function legend(state) {
  const whole = state.whole;
  const refs = [...new Set([...whole.first.keys(), ...whole.last.keys()])];
  const shown = (ref) => [whole.first.get(ref) || 0, whole.last.get(ref) || 0];
  const changed = (ref) => (shown(ref)[0] === shown(ref)[1] ? 1 : 0);
  const most = (ref) => -Math.max(...shown(ref));
  refs.sort((a, b) => (a === null) - (b === null) || (refs.length > LEGEND ? changed(a) - changed(b) : 0) || most(a) - most(b));
  const made = (some) => some.map((ref) => legendButton(state, ref, ...shown(ref)));
  const box = el("div", { class: "legend", role: "group", "aria-label": "Experiences" }, made(refs.slice(0, LEGEND)));
  if (refs.length > LEGEND) box.append(moreOfLegend(refs.length - LEGEND, () => made(refs.slice(LEGEND))));
  return sideways(box);
}

function moreOfLegend(left, made) {
  const more = button(`and ${count(left, "more experience")}`, { class: "more" });
  more.addEventListener("click", () => {
    const rest = made();
    more.replaceWith(...rest);
    rest[0].focus();
  });
  return more;
}

function legendButton(state, ref, before, after) {
  const numbers = before === after ? el("span", { class: "muted" }, number(after))
    : [el("span", { class: "muted" }, `${number(before)} → `), el("strong", null, number(after))];
  const node = button(swatch(ref), { class: "legend-item", "aria-pressed": "false" }, " ", numbers);
  node.addEventListener("click", () => setFilter(state, { ref: state.tree.filter.ref === ref ? undefined : ref }));
  state.pressed.push([node, () => state.tree.filter.ref === ref]);
  return node;
}

const FATE_WORDS = { all: "All", move: "Move", ungoverned: "Become ungoverned", everything: "Lose everything", lose: "Lose products", gain: "Gain products" };
const DRIFT_FATE_WORDS = { all: "All", move: "Governed otherwise", ungoverned: "Ungoverned in AWS", lose: "Can buy less in AWS", gain: "Can buy more in AWS" };
const RARE_FATES = ["ungoverned", "everything"];

function fateButtons(state) {
  const words = isDrift ? DRIFT_FATE_WORDS : FATE_WORDS;
  return el("div", { class: "fates", role: "group", "aria-label": "Accounts" },
    Object.entries(words).map(([fate, word]) => fateButton(state, fate, word)));
}

// The worst fates have a button only where there are such accounts.
function fateButton(state, fate, word) {
  const n = everyAccount.filter(FATES[fate]).length;
  if (!n && RARE_FATES.includes(fate)) return null;
  const node = button(word, { "aria-pressed": "false", onclick: () => setFilter(state, { fate }) }, " ", el("span", { class: "count" }, number(n)));
  state.pressed.push([node, () => state.tree.filter.fate === fate]);
  return node;
}

function setFilter(state, part) {
  applyFilter(state, { ...state.tree.filter, ...part });
  setAddress(filterAddress(state));
}

function applyFilter(state, filter) {
  refilter(state.tree, filter);
  showTree(state);
}

// #accounts=lose, or with an experience #accounts=lose,experience.default; the view alone where nothing is filtered.
function filterAddress({ tree }) {
  if (!tree || isUnfiltered(tree)) return "#organization";
  const { fate, ref } = tree.filter;
  return addressOf("accounts", ref === undefined ? fate : `${fate},${ref === null ? "" : ref}`);
}

// {fate, ref} of the address; null for words that are no filter.
function filterOf(text) {
  const at = text.indexOf(",");
  const fate = at < 0 ? text : text.slice(0, at);
  const ref = at < 0 ? undefined : text.slice(at + 1) || null;
  const known = Object.hasOwn(FATES, fate) && (!ref || experiencesByRef.has(ref));
  return known ? { fate, ref: ref ? experienceOf(ref).ref : ref } : null;
}

function revealAccounts(state, text) {
  const filter = filterOf(text);
  if (!filter) return null;
  applyFilter(state, filter);
  return byId("view-organization").querySelector("h1");
}

function treeTools(state) {
  return el("div", { class: "tree-tools" }, fateButtons(state),
    button("Open all", { onclick: () => openAll(state) }), button("Close all", { onclick: () => closeAll(state) }), state.shown);
}

function openAll(state) {
  for (const unit of (model.units || new Map()).values()) state.tree.opened.add(unit.id);
  state.tree.opened.add("alone");
  drawLines(state.tree);
  showTree(state);
}

function closeAll(state) {
  state.tree.opened = new Set(model.tops.map((top) => top.id));
  drawLines(state.tree);
  showTree(state);
}
