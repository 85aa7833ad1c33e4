// Problems: errors, refusals, warnings and notes, in this order; many of one code are one line that opens.

const SEVERITIES = [["error", "error"], ["refused", "refusal"], ["warning", "warning"], ["note", "note"]];
const SEVERITY_TAGS = { error: "refused", refused: "refused", warning: "warn", note: "muted" };
const PROBLEMS_DRAWN = 200;
const ALIKE_PROBLEMS = 4;
const problemGroups = new Map();

view({
  key: "problems",
  title: "Problems",
  count: () => report.plan.problems.length,
  loud: () => report.plan.problems.some((one) => ["error", "refused"].includes(one.severity)),
  sentence: problemsSentence,
  places: ["problem"],
  draw: drawProblems,
  reveal: (kind, id) => revealProblem(Number(id)),
  index: () => report.plan.problems.map((one, i) => ({ kind: "problem", id: String(i), name: one.message, words: `${one.code} ${one.address || ""} ${one.source || ""}` })),
});

function problemsSentence() {
  const parts = SEVERITIES.map(([severity, noun]) => [report.plan.problems.filter((one) => one.severity === severity).length, noun]).filter(([n]) => n);
  return parts.length ? `${parts.map(([n, noun]) => count(n, noun)).join(", ")}.` : "No problems.";
}

// Numbers of problems in the plan, worst first.
function rankedProblems() {
  const rank = new Map(SEVERITIES.map(([severity], i) => [severity, i]));
  return report.plan.problems.map((_, i) => i).sort((a, b) => rank.get(report.plan.problems[a].severity) - rank.get(report.plan.problems[b].severity) || a - b);
}

// Lists of numbers: each problem alone, but four or more of one severity and code together.
function groupedProblems() {
  const found = new Map();
  for (const at of rankedProblems()) {
    const { severity, code } = report.plan.problems[at];
    const key = `${severity} ${code}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(at);
  }
  return [...found.values()].flatMap((many) => (many.length < ALIKE_PROBLEMS ? many.map((at) => [at]) : [many]));
}

function drawProblems(pane) {
  const groups = groupedProblems();
  if (!groups.length) return;
  const list = el("ul", { class: "card problems" });
  pane.append(list);
  moreProblems(list, groups);
}

function moreProblems(list, groups) {
  const from = list.children.length;
  list.append(...groups.slice(from, from + PROBLEMS_DRAWN).map((many) => (many.length > 1 ? problemGroup(many) : problemItem(many[0]))));
  const left = groups.slice(list.children.length).flat().length;
  if (!left) return;
  const more = button(`Show ${count(left, "more problem")}`, { class: "rest" });
  more.addEventListener("click", () => { more.remove(); moreProblems(list, groups); });
  list.after(more);
}

// One line for many of one code, with what they have in common; the problems themselves are drawn when it is opened.
function problemGroup(many) {
  const { severity, code, hint: first } = report.plan.problems[many[0]];
  const isCommon = first && many.every((at) => report.plan.problems[at].hint === first);
  const list = el("ul", { class: "problems" });
  const node = el("details", { class: "problem-group" },
    el("summary", null, el("strong", null, count(many.length, new Map(SEVERITIES).get(severity))), " ", el("code", null, code),
      isCommon ? el("span", { class: "hint" }, " ", hintNode(first)) : null), list);
  node.fill = () => { if (!list.children.length) moreProblems(list, many.map((at) => [at])); };
  node.addEventListener("toggle", node.fill);
  for (const at of many) problemGroups.set(at, node);
  return el("li", null, tag(SEVERITY_TAGS[severity], severity), node);
}

function problemItem(at) {
  const one = report.plan.problems[at];
  return el("li", { id: `problem-${at}`, tabindex: "-1" }, tag(SEVERITY_TAGS[one.severity], one.severity), el("div", null, problemText(one)));
}

// Place and code stand below the message; the hint of an acceptable refusal is an option.
function problemText(one) {
  const facts = [el("code", null, one.code), one.source && el("code", null, one.source), one.path && el("code", null, one.path),
    one.address && (hasView("changes") && model.changes.has(one.address) ? link("change", one.address, "the change") : el("code", null, one.address))];
  return [el("p", { class: "message" }, withNames(one.message)), one.hint ? el("p", { class: "hint" }, hintNode(one.hint)) : null,
    hint(facts.filter(Boolean).flatMap((fact, i) => [i ? " · " : "", fact]))];
}

function hintNode(text) {
  return /^--/.test(text) ? el("code", null, text) : withNames(text);
}

// Ids of twelve figures are followed by their names, as far as the message does not tell them.
function withNames(text) {
  const shown = text.split(/(?<!\d)(\d{12})(?!\d)(?! \()/);
  return shown.map((part, i) => (i % 2 && nameOf(part) && !/:$/.test(shown[i - 1]) ? [part, " (", el("bdi", null, nameOf(part)), ")"] : part));
}

function revealProblem(at) {
  if (!report.plan.problems[at]) return null;
  const inView = () => byId("view-problems").querySelector(`#problem-${at}`);
  while (!inView()) {
    const group = problemGroups.get(at);
    if (group) openGroup(group);
    if (!inView()) (group || byId("view-problems")).querySelector("button.rest").click();
  }
  return inView();
}

function openGroup(group) {
  group.open = true;
  group.fill();
}
