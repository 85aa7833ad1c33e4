// Impact: what is to be decided, with what accepts it; and the sentences that no rule refuses.

function decisions() {
  const { deciding, points } = report.said;
  const refused = points.filter((one) => one.rules.length);
  if (!refused.length && !deciding.command.length && !deciding.advice.length) return null;
  return el("section", null,
    section("To decide", "nothing is written before each of these is accepted"),
    el("div", { class: "card thick" }, pointList(refused), deciding.advice.map((one) => hint(one)), acceptance(deciding)));
}

function otherPoints() {
  const { points } = report.said;
  const rest = points.filter((one) => !one.rules.length);
  if (!rest.length) return null;
  return el("section", null, section(...titleOfPoints(rest.length < points.length)), el("div", { class: "card" }, pointList(rest)));
}

// A plan that may go in says so; without a digest or with errors there is no whole plan that rules could have judged.
function titleOfPoints(isRefused) {
  const { said, plan } = report;
  if (isRefused) return ["Also"];
  if (said.drifted) return ["What the differences mean"];
  const isWhole = plan.digest && plan.changes.length && !plan.problems.some((one) => ["error", "refused"].includes(one.severity));
  return isWhole ? ["In short", "no rule refuses this plan"] : ["In short"];
}

function pointList(points) {
  return points.length ? el("ul", { class: "points" }, points.map(pointItem)) : null;
}

function pointItem(point) {
  return el("li", null,
    el("p", null, el("strong", null, point.head), point.who ? ": " : ".", point.who ? [el("span", { class: "who" }, prose(point.who)), "."] : null, treeLink(point)),
    point.rules.length ? el("p", { class: "rules" }, point.rules.map((rule) => [ruleLink(rule), " "])) : null);
}

// Exactly the accounts that the sentence counts.
function treeLink(point) {
  return point.fate && hasView("organization") ? el("span", { class: "on-screen" }, " ", link("accounts", point.fate, "Show them", aside(`: ${point.head}`))) : null;
}

function ruleLink(rule) {
  const at = report.plan.problems.findIndex((one) => one.code === rule && one.severity === "refused");
  return at < 0 ? el("code", null, rule) : link("problem", String(at), el("code", null, rule));
}

// Drift: the commands that undo it or keep what AWS has.
function waysOut() {
  const ways = report.said.ways || [];
  if (!ways.length) return null;
  return el("section", null, section("Ways out"), el("div", { class: "card acceptance" },
    ways.map((one) => pasteBlock(prose(one.text), one.command, "Copy command"))));
}

// The command to paste, and the same as lines of the settings file.
function acceptance(deciding) {
  if (!deciding.command.length && !deciding.settings.length) return null;
  return el("div", { class: "acceptance" },
    deciding.command.length ? pasteBlock("For exactly this plan:", deciding.command, "Copy command") : null,
    deciding.settings.length ? pasteBlock(["Or as lines of ", el("code", null, report.config), ":"], deciding.settings, "Copy lines") : null);
}

function pasteBlock(lead, lines, label) {
  return el("div", { class: "paste" }, el("p", { class: "muted" }, lead),
    el("div", { class: "paste-line" }, el("pre", { tabindex: "0" }, lines.join("\n")), copying(label, lines.join("\n"))));
}
