// Impact: may this go in?

view({
  key: "impact",
  title: "Impact",
  sentence: () => report.said.verdict,
  draw: drawImpact,
});

function drawImpact(pane) {
  const { said, plan } = report;
  append(pane, [said.unmade, said.saved].filter((lines) => lines.length).map((lines) => hint(prose(withMoments(lines.join(" "))))));
  if (said.part) pane.append(hint(prose(said.part), "."));
  append(pane, [impactErrors(), said.tiles.length ? tileList(said.tiles) : null]);
  append(pane, [decisions(), otherPoints(), waysOut()]);
  if (plan.digest && !plan.changes.length) append(pane, compared());
  append(pane, [impactTable(), customerTable()]);
  if (said.summary) pane.append(hint(prose(said.summary)));
  append(pane, unreadWords().map((one) => hint(one)));
}

// Text says moments as a machine does; here they read as everywhere on the page.
function withMoments(text) {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, moment);
}

// Each number leads to the view that shows more, and to its accounts there.
function tileList(tiles) {
  return el("ul", { class: "tiles card" }, tiles.map((one) => el("li", null, tile(one))));
}

function tile(one) {
  const kind = one.number ? one.kind : "none";
  const parts = [el("span", { class: `tile-number ${kind}` }, one.number ? one.sign : "", number(one.number)), " ",
    el("span", { class: "tile-text" }, one.text)];
  return one.fate ? link("accounts", one.fate, parts) : viewLink(one.view, parts);
}

// The first errors stand above everything: they say what is left out.
function impactErrors() {
  const errors = report.plan.problems.filter((one) => one.severity === "error");
  if (!errors.length) return null;
  const shown = errors.slice(0, 5).map((one) => el("li", null, problemText(one)));
  const left = errors.length - shown.length;
  return el("section", { class: "card thick" }, el("ul", { class: "points" }, shown),
    left ? el("p", { class: "muted" }, viewLink("problems", `${count(left, "more error")}`)) : null);
}

// What was compared, of a plan that changes nothing.
function compared() {
  const parts = [
    model.accounts && `${count(model.accounts.size, "account")} in ${count(model.units.size, "unit")}`,
    model.experiences && count(model.experiences.size, "experience"),
    model.services && count(model.services.size, "endpoint service"),
  ].filter(Boolean);
  return parts.length ? hint(`Read of AWS: ${joined(parts)}.`) : null;
}

const PARTS_OF_WORLD = [["accounts", "the organization"], ["experiences", "the experiences"], ["services", "the endpoint services"]];

// What is missing here since it was not read of AWS, in sentences; the search says it where it finds nothing.
function unreadWords() {
  const missing = PARTS_OF_WORLD.filter(([part]) => !wasRead(part)).map(([, words]) => words);
  const extent = { subtrees: "Of the organization, only the units that the plan relies on were read.",
    principals: "Of the organization, only the principals that the plan relies on were read." }[report.plan.read && report.plan.read.organization];
  return [missing.length && `Not read: ${joined(missing)}.`, wasRead("accounts") && extent].filter(Boolean);
}
