// The panel of one account: what governs it and why, what it is exposed to, what it loses, gains and keeps.

const KEEPS = 30;

function showAccount(account) {
  return panel(named(account.id), (body) => append(body, accountSections(account)));
}

function accountSections(account) {
  return [
    copying("Copy link", new URL(addressOf("account", account.id), location.href).href),
    el("h3", null, "Governed by"), governingOf(account),
    whySection(account),
    exposureSection(account),
    productSections(account),
  ];
}

function governingOf(account) {
  const rules = isDrift ? [] : report.plan.preconditions.filter((one) => one.accounts.includes(account.id)).map((one) => one.rule);
  return el("p", { class: "governed" }, swatch(account.first), moves(account) ? [isDrift ? ", in AWS " : " → ", swatch(account.last)] : null,
    account.last === null ? el("span", { class: "muted" }, isDrift ? " can buy every product in AWS" : " may buy every product") : null,
    [...new Set(rules)].map((rule) => [" ", tag("refused", rule)]));
}

function exposureSection(account) {
  const found = isDrift ? [] : report.plan.exposures.map((one, i) => ({ one, i })).filter(({ one }) => one.accounts.includes(account.id));
  if (!found.length) return null;
  return [el("h3", null, "Exposed during apply"), el("ul", { class: "account-exposed" }, found.map(({ one, i }) => el("li", null, exposureWords(one, i))))];
}

function exposureWords(one, i) {
  const call = (id) => link("operation", id, el("code", null, id));
  const ways = report.said.timeline ? report.said.timeline.exposures[i].ways : [];
  return [`About ${number(one.seconds)} s `, one.governed_by === null ? [tag("refused", "ungoverned"), " "] : ["under ", swatch(one.governed_by), ", "],
    "after ", call(one.from), " and before ", call(one.until), " is done", ways.length ? `: ${ways.join(", ")}` : "", "."];
}

// What an experience allows at one end: a set of ids, or null for every product.
function allowedBy(ref, end) {
  const one = experienceOf(ref);
  return ref === null || (one[end] && one[end].allow === null) ? null : new Set((one[end] && one[end].allow) || []);
}

function productSections(account) {
  const group = accountGroups.get(account.id);
  const [first, last] = [allowedBy(account.first, FIRST), allowedBy(account.last, LAST)];
  const kept = first && last ? [...last].filter((id) => first.has(id)) : [...(first || last || [])];
  return [
    group && losesProducts(group) ? productSection(isDrift ? "Missing in AWS" : "Loses", group.loses, group.lost, "loss", "−", "every product that is not listed below") : null,
    group && gainsProducts(group) ? productSection(isDrift ? "Only in AWS" : "Gains", group.gains, group.gained, "gain", "+", "every product that is not listed below") : null,
    last === null ? null : keptSection(account, kept),
  ];
}

function productSection(word, n, ids, kind, sign, everything) {
  const heading = el("h3", null, n === null ? word : `${word} ${number(n)}`);
  return [heading, n === null ? el("p", { class: `${kind}-text` }, `${sign} ${everything}`) : productList(ids, kind, sign)];
}

function keptSection(account, kept) {
  const known = model.experiences && experienceOf(account.last)[LAST];
  if (!known) return [el("h3", null, "Keeps"), hint("The products of its experience were not read.")];
  const word = accountGroups.has(account.id) ? (isDrift ? "In both" : "Keeps") : "Can buy";
  return [el("h3", null, `${word} ${number(kept.length)}`), kept.length ? productList(kept, "muted", "·") : hint("No product.")];
}

function productList(ids, kind, sign) {
  const items = byName(ids).map((id) => el("li", null, el("span", { class: `sign ${kind}-text`, "aria-hidden": "true" }, sign), " ", link("product", id, told(id))));
  const list = el("ul", { class: "product-list" }, items.slice(0, KEEPS));
  if (items.length <= KEEPS) return list;
  const more = button(`and ${number(items.length - KEEPS)} more`, { class: "more" });
  more.addEventListener("click", () => {
    list.append(...items.slice(KEEPS));
    more.remove();
  });
  return [list, more];
}
