// Changes: what exactly is written?

const RANKS = { archive: 1, delete: 1, revive: 2, create: 2, update: 2 };
const changesShown = { nodes: new Map(), list: null };

view({
  key: "changes",
  title: report.said.changes,
  count: () => report.plan.changes.length,
  sentence: changesSentence,
  places: ["change", "experience", "service"],
  draw: drawChanges,
  reveal: revealChange,
  index: () => rankedChanges().map((one) => ({ kind: "change", id: one.address, name: changeTitle(one), words: `${one.remote_id || ""} ${one.source}` })),
});

function changesSentence() {
  const { changes } = report.plan;
  if (!report.plan.digest) return "Nothing was compared, so no changes are known.";
  if (!changes.length) return report.said.drifted ? "No differences." : "No changes.";
  const counts = new Map();
  for (const one of changes) counts.set(one.action, (counts.get(one.action) || 0) + 1);
  return `${count(changes.length, "object")}: ${[...counts].map(([action, n]) => `${number(n)} ${changeWord(action, n)}`).join(", ")}.`;
}

function changeWord(action, n) {
  if (report.said.drifted) return action === "update" && n > 1 ? "differ" : report.said.actions[action].word;
  return { create: "created", update: "updated", archive: "archived", revive: "revived", delete: "deleted" }[action];
}

// Refused and archived ones first, then experiences, then the others, by title.
function rankedChanges() {
  const rank = (one) => (report.said.by_change[one.address].rules.length ? 0 : RANKS[one.action]);
  return [...report.plan.changes].sort((a, b) => rank(a) - rank(b) || (a.kind < b.kind ? 1 : a.kind > b.kind ? -1 : 0)
    || byText.compare(changeTitle(a) || a.name, changeTitle(b) || b.name));
}

function changeTitle(change) {
  return report.said.by_change[change.address].title;
}

const CHANGES_DRAWN = 200;

function drawChanges(pane) {
  const ranked = rankedChanges();
  changesShown.list = el("div", { class: "card changes" });
  if (ranked.length) append(pane, [changeButtons(), changesShown.list]);
  moreChanges(ranked, pane);
  append(pane, unmanaged());
}

function changeButtons() {
  const all = (open) => () => { for (const node of changesShown.nodes.values()) node.open = open; };
  return el("p", { class: "buttons" }, button("Open all", { onclick: all(true) }), " ", button("Close all", { onclick: all(false) }));
}

// Some hundreds at a time: what they hold is drawn when they are opened.
function moreChanges(ranked, pane) {
  const from = changesShown.nodes.size;
  for (const one of ranked.slice(from, from + CHANGES_DRAWN)) changesShown.list.append(changeNode(one));
  const left = ranked.length - changesShown.nodes.size;
  if (!left) return;
  const more = button(`Show ${count(left, "more change")}`, { class: "rest" });
  more.addEventListener("click", () => { more.remove(); moreChanges(ranked, pane); });
  changesShown.list.after(more);
}

function changeNode(change) {
  const said = report.said.by_change[change.address];
  const action = report.said.actions[change.action];
  const node = el("details", { class: "change", "data-address": change.address },
    el("summary", null, el("span", { class: `sign ${action.kind}`, "aria-hidden": "true" }, shownSign(action.sign)), aside(`${action.word} `),
      el("strong", null, el("bdi", null, said.title || change.name)), " ", el("code", { class: "id" }, change.address), " ",
      report.said.drifted && change.action !== "update" ? tag("muted", action.word) : null, originTag(change),
      said.rules.map((rule) => tag("refused", rule)), el("span", { class: "gist" }, changeGist(change))));
  node.fill = () => { if (node.children.length === 1) fillChange(node, change); };
  node.addEventListener("toggle", node.fill);
  changesShown.nodes.set(change.address, node);
  return node;
}

function shownSign(sign) {
  return sign === "-" ? "−" : sign;
}

function revealChange(kind, id) {
  const address = kind === "change" ? id : experienceAddress(kind, id);
  if (!model.changes.has(address)) return null;
  while (!changesShown.nodes.has(address)) byId("view-changes").querySelector("button.rest").click();
  const node = changesShown.nodes.get(address);
  node.open = true;
  return node.querySelector("summary");
}

// Places of an experience or a service lead here if no other view shows it.
function experienceAddress(kind, id) {
  return kind === "experience" ? experienceOf(id).address || id : id;
}
