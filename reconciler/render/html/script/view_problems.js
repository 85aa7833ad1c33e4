// Problems: errors, refusals, warnings and notes, in this order.

const SEVERITIES = [["error", "error"], ["refused", "refusal"], ["warning", "warning"], ["note", "note"]];
const SEVERITY_TAGS = { error: "refused", refused: "refused", warning: "warn", note: "muted" };
const PROBLEMS_DRAWN = 200;

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

function drawProblems(pane) {
  const ranked = rankedProblems();
  if (!ranked.length) return;
  const list = el("ul", { class: "card problems" });
  pane.append(list);
  moreProblems(list, ranked);
}

function moreProblems(list, ranked) {
  const from = list.children.length;
  list.append(...ranked.slice(from, from + PROBLEMS_DRAWN).map(problemItem));
  const left = ranked.length - list.children.length;
  if (!left) return;
  const more = button(`Show ${count(left, "more problem")}`, { class: "rest" });
  more.addEventListener("click", () => { more.remove(); moreProblems(list, ranked); });
  list.after(more);
}

function problemItem(at) {
  const one = report.plan.problems[at];
  return el("li", { id: `problem-${at}`, tabindex: "-1" }, tag(SEVERITY_TAGS[one.severity], one.severity), el("div", null, problemText(one)));
}

// Place and code stand below the message; the hint of an acceptable refusal is an option.
function problemText(one) {
  const facts = [el("code", null, one.code), one.source && el("code", null, one.source), one.path && el("code", null, one.path),
    one.address && (hasView("changes") && model.changes.has(one.address) ? link("change", one.address, "the change") : el("code", null, one.address))];
  return [el("p", { class: "message" }, withNames(one.message)), one.hint ? el("p", { class: "hint" }, /^--/.test(one.hint) ? el("code", null, one.hint) : withNames(one.hint)) : null,
    hint(facts.filter(Boolean).flatMap((fact, i) => [i ? " · " : "", fact]))];
}

// Ids of twelve figures are followed by their names, as far as the message does not tell them.
function withNames(text) {
  const shown = text.split(/(?<!\d)(\d{12})(?!\d)(?! \()/);
  return shown.map((part, i) => (i % 2 && nameOf(part) && !/:$/.test(shown[i - 1]) ? [part, " (", el("bdi", null, nameOf(part)), ")"] : part));
}

function revealProblem(at) {
  if (!report.plan.problems[at]) return null;
  while (!byId(`problem-${at}`)) byId("view-problems").querySelector("button.rest").click();
  return byId(`problem-${at}`);
}
