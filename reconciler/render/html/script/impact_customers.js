// Impact: customers whose grants are revoked, and what becomes of their live connections.

const CUSTOMERS_SHOWN = 50;

// A row for each grant that the plan removes: {service, principal}.
function revokedGrants() {
  return report.plan.changes.flatMap((change) => change.fields
    .filter((field) => field.path === "allowed_principals" && (field.removed || []).length)
    .flatMap((field) => field.removed.map((principal) => ({ service: change.address, principal }))));
}

function customerTable() {
  const grants = report.said.drifted ? [] : revokedGrants();
  if (!grants.length) return null;
  const live = liveByGrant();
  const ranked = grants.map((one) => ({ ...one, live: live.get(`${one.service} ${one.principal}`) || [] }))
    .sort((a, b) => b.live.length - a.live.length || byText.compare(nameOf(a.principal) || a.principal, nameOf(b.principal) || b.principal));
  const heads = [["Customer"], ["Service"], ["Access"], ["Live connections"]];
  const left = ranked.length - CUSTOMERS_SHOWN;
  return el("section", null, section("Customers", "whose grants are revoked; connected ones first"),
    el("div", { class: "card scroll", tabindex: "0", role: "region", "aria-label": "Customers" }, el("table", { class: "stacked", role: "table" },
      tableHead(heads),
      el("tbody", { role: "rowgroup" }, ranked.slice(0, CUSTOMERS_SHOWN).map(customerRow)))),
    left > 0 ? hint(viewLink("services", `${count(left, "more grant")}`)) : null);
}

function liveByGrant() {
  const found = new Map();
  for (const one of report.plan.residual_access) {
    const key = `${one.service} ${one.principal}`;
    found.set(key, [...(found.get(key) || []), one]);
  }
  return found;
}

function customerRow(grant) {
  const lost = report.plan.impact.lost_services.find((one) => one.service === grant.service);
  const customer = customerOf(grant.principal);
  const loses = Boolean(lost && lost.customers.includes(customer));
  return el("tr", { role: "row" },
    el("td", { role: "cell", class: "wide" }, link("customer", customer, named(grant.principal)), namelessWords(grant.principal)),
    el("td", { role: "cell" }, link("service", grant.service, told(grant.service))),
    el("td", { role: "cell" }, loses ? tag("loss", "lost") : tag("muted", "another grant remains")),
    el("td", { role: "cell", class: "wide" }, connectionsLeft(grant, lost)));
}

// The account of a grant; `*` stands for everyone.
function customerOf(principal) {
  const found = /^arn:[^:]*:iam::(\d{12}):/.exec(principal);
  return found ? found[1] : principal;
}

function connectionsLeft(grant, lost) {
  if (lost && lost.connected === null) return el("span", { class: "muted" }, "not read");
  if (!grant.live.length) return el("span", { class: "muted" }, "none");
  const cut = rejectedEndpoints();
  const ended = grant.live.filter((one) => cut.has(one.endpoint));
  const left = grant.live.filter((one) => !cut.has(one.endpoint));
  return [
    ended.length ? [tag("refused", `${count(ended.length, "connection")} cut`), " "] : null,
    left.length ? [tag("warn", `${count(left.length, "connection")} ${left.length === 1 ? "stays" : "stay"} up`), ` since ${day(left[0].since)}`] : null,
  ];
}

function rejectedEndpoints() {
  return new Set(report.plan.operations.filter((one) => one.action === "RejectVpcEndpointConnections")
    .flatMap((one) => one.parameters.VpcEndpointIds));
}

function day(text) {
  return moment(text).split(",")[0];
}
