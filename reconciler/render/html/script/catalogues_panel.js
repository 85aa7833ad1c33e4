// The panel of one experience: its state, what it governs, its principals, and how many products it allows.

function showExperience(one) {
  return panel(swatch(one.ref), (body) => append(body, experienceParts(one)));
}

function experienceParts(one) {
  const changed = one.address && model.changes && model.changes.has(one.address);
  const facts = [
    ["Status", experienceEnds(one, (state) => (state ? state.status : "not there"))],
    ["Governs", model.accounts ? endsWords(...(isDrift ? [one.governedAfter, one.governedBefore] : [one.governedBefore, one.governedAfter]).map((n) => count(n, "account"))) : "not read"],
    ["Allows", experienceEnds(one, allowWords)],
    ["Denies", experienceEnds(one, (state) => productsWord(state ? state.deny.length : 0))],
  ];
  return [
    el("p", null, one.address ? (changed ? link("change", one.address, el("code", null, one.address)) : el("code", null, one.address)) : tag("muted", "unmanaged"),
      one.id ? [" ", el("code", { class: "id" }, one.id)] : null),
    copying("Copy link", new URL(addressOf("experience", one.ref), location.href).href),
    el("dl", { class: "keys" }, facts.map(([term, what]) => [el("dt", null, term), el("dd", null, what)])),
    principalParts(one),
  ];
}

function allowWords(state) {
  if (!state) return "nothing";
  return state.allow === null ? "every product: it has no procurement policy" : productsWord(state.allow.length);
}

function productsWord(n) {
  return n ? count(n, "product") : "no product";
}

function experienceEnds(one, words) {
  return endsWords(words(one[FIRST]), words(one[LAST]));
}

function endsWords(before, after) {
  return before === after ? after : isDrift ? `${before}, in AWS ${after}` : `${before} → ${after}`;
}

function principalParts(one) {
  const [before, after] = [one[FIRST], one[LAST]].map((state) => new Set(state ? state.principals : []));
  const all = byName(new Set([...before, ...after]));
  if (!all.length) return [el("h3", null, "Associated with"), hint("Nothing.")];
  const sign = (id) => (before.has(id) === after.has(id) ? null : tag(after.has(id) ? "gain" : "loss", after.has(id) ? "+" : "−"));
  const items = all.slice(0, 100).map((id) => el("li", null, sign(id), " ", principalNode(id)));
  return [el("h3", null, `Associated with ${number(after.size)}`), el("ul", { class: "principals" }, items),
    all.length > 100 ? hint(`and ${number(all.length - 100)} more`) : null];
}

function principalNode(id) {
  if (model.units && model.units.has(id)) return link("unit", id);
  return accountOf(id) ? link("account", id) : named(id);
}

function openExperience(one) {
  setAddress(addressOf("experience", one.ref));
  showExperience(one);
}
