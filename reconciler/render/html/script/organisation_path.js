// Why an experience governs an account: the path from the account up, and what is associated with each part of it.
// Which experience governs is what the plan says of the account; here it is only found on the path.

const associatedAt = { before: associations("before"), after: associations("after") };

function associations(end) {
  const found = new Map();
  for (const one of allExperiences()) {
    for (const principal of (one[end] && one[end].principals) || []) {
      if (!found.has(principal)) found.set(principal, []);
      found.get(principal).push(one);
    }
  }
  return found;
}

// The principals from an account up; the organization itself is last, where everything between was read.
function pathUp(account) {
  const path = [account.id];
  let unit = model.units && model.units.get(account.unit);
  for (; unit; unit = model.units.get(unit.parent)) path.push(unit.id);
  const top = path[path.length - 1];
  const whole = model.root !== null && top === model.root.id;
  return { path: whole ? [...path, organizationId()] : path, whole };
}

function organizationId() {
  const held = [...associatedAt.before.keys(), ...associatedAt.after.keys()];
  return held.find((principal) => principal.startsWith("o-")) || "organization";
}

function governingAt(account, end) {
  return end === FIRST ? account.first : account.last;
}

// Each step {id, held: [{one, role}]}; `found` tells whether the governing experience is on the path.
function stepsOf(account, end) {
  const { path, whole } = pathUp(account);
  const governing = governingAt(account, end);
  let found = governing === null;
  const steps = path.map((id) => ({
    id,
    held: (associatedAt[end].get(id) || []).map((one) => {
      const role = roleOf(one, governing, end, found);
      found = found || role === "governs";
      return { one, role };
    }),
  }));
  return { steps, whole, found };
}

function roleOf(one, governing, end, found) {
  const { status } = one[end];
  if (status !== "enabled") return `${status}: no effect`;
  return one.ref === governing && !found ? "governs" : "further away";
}

function pathColumn(account, end, title) {
  const { steps, whole, found } = stepsOf(account, end);
  return el("div", { class: "path-column" }, title ? el("h4", null, title) : null,
    el("ol", { class: "path" }, steps.map(pathStep), found && whole ? null : unreadStep(account, end, found)),
    governingAt(account, end) === null && whole ? hint("No enabled experience is associated with any of these: ungoverned.") : null);
}

function pathStep({ id, held }) {
  const governs = held.some(({ role }) => role === "governs");
  return el("li", { class: governs ? "governs" : "" }, pathName(id), held.map(({ one, role }) =>
    el("div", { class: "held" }, swatch(one.ref), " ", role === "governs" ? el("strong", null, role) : el("span", { class: "muted" }, role))));
}

function pathName(id) {
  if (id.startsWith("o-") || id === "organization") return el("span", null, "The organization");
  return model.units && model.units.has(id) ? link("unit", id, told(id)) : told(id);
}

// What is above was not read: the experience that governs is named all the same, the plan knows it.
function unreadStep(account, end, found) {
  return el("li", { class: found ? "" : "governs" }, el("span", { class: "muted" }, "What is above was not read."),
    found ? null : el("div", { class: "held" }, swatch(governingAt(account, end)), " governs"));
}

function samePath(account) {
  const told = (end) => JSON.stringify(stepsOf(account, end).steps.map(({ id, held }) => [id, held.map(({ one, role }) => [one.ref, role])]));
  return !moves(account) && told(FIRST) === told(LAST);
}

function whySection(account) {
  const [first, last] = endWords();
  if (!model.experiences) return [el("h3", null, "Why"), hint("The experiences were not read.")];
  if (samePath(account)) return [el("h3", null, "Why"), pathColumn(account, LAST, null)];
  return [el("h3", null, isDrift ? "Why, in the repository and in AWS" : "Why, before and after"),
    el("div", { class: "paths" }, pathColumn(account, FIRST, first), pathColumn(account, LAST, last))];
}
