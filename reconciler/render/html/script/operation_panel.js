// The panel of one API call: when, after which calls, what it does to each object, and who is exposed after it.

const LISTED = 20;

function showOperation(operation) {
  return panel(el("span", null, "API call ", el("code", null, operation.id)), (body) => append(body, operationParts(operation)));
}

function operationParts(operation) {
  return [
    operationFacts(operation),
    el("h3", null, "What it does"),
    el("ul", { class: "does" }, saidOf(operation).does.map(doneTo)),
    ...exposuresAfter(operation),
  ];
}

function operationFacts(operation) {
  const times = timesOf(timelineAxis(), operation.id);
  const facts = [["Call", el("code", null, operation.action)], ["In", [named(operation.account), `, ${operation.region}`]]];
  if (times) facts.push(["Expected", `from ${secondsText(times.begins)} to ${secondsText(times.ends)}`]);
  facts.push(["After", operation.after.length ? callLinks(operation.after) : "no other call"]);
  return factList(facts);
}

function callLinks(ids) {
  return fold(ids.map(operationLink), LISTED);
}

// One object and the verbs on it; calls of several objects name them together.
function doneTo([address, verbs]) {
  const names = address.split(", ");
  const links = names.map((one) => (model.changes.has(one) ? link("change", one, el("code", null, one)) : el("code", null, one)));
  return el("li", null, fold(links, LISTED), verbs.some(Boolean) ? [": ", verbs.join(", ")] : null);
}

function exposuresAfter(operation) {
  const after = exposuresByHarm().filter((one) => one.from === operation.id);
  if (!after.length) return [];
  return [el("h3", null, "Exposed once it is done"), el("ul", null, after.slice(0, LISTED).map(exposedItem)),
    after.length > LISTED ? hint(`and ${number(after.length - LISTED)} more`) : null];
}

function exposedItem(exposure) {
  return el("li", null, principalLink(exposure.principal), ` (${count(exposure.accounts.length, "account")}) `, underWhom(exposure),
    " until ", operationLink(exposure.until), " is done");
}

// Terms with what they are; those without are left out.
function factList(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, what]) => what).map(([term, what]) => [el("dt", null, term), el("dd", null, what)]));
}
