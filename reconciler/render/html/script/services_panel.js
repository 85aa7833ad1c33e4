// The panels of an endpoint service and of a customer.

function showService(card) {
  return panel(el("bdi", null, card.title), (body) => append(body, [serviceFacts(card), dnsRecords(card.service), changeOf(card.service)]));
}

function serviceFacts(card) {
  const { service } = card;
  return factList([
    ["Id", service.id ? el("code", null, service.id) : "not in AWS yet"],
    ["Name", service.service_name ? el("code", null, service.service_name) : null],
    ["Address", service.address ? el("code", null, service.address) : "in no document"],
    ["Region", service.region],
    ["Customers", card.unread ? "not read" : count(customersAfter(card), "customer")],
    ["Connections", connectionsTold(card)],
    ["Private DNS", dnsOf(service)],
  ]);
}

function connectionsTold(card) {
  if (!card.service.connections) return "not read";
  return card.live.length ? `${number(card.live.length)}, ${number(connectionsUp(card))} up` : "none";
}

function dnsRecords(service) {
  const records = report.plan.dns_records.filter((one) => one.service === service.address);
  return records.map((one) => [el("h3", null, "Record that proves the name"),
    factList([["Name", el("code", null, one.name)], ["Type", one.type], ["Value", el("code", null, one.value)]])]);
}

function changeOf(service) {
  return model.changes.has(service.address) ? el("p", null, link("change", service.address, "What is written")) : null;
}

// Every service on which the customer has a grant or a connection; null if there is none.
function servicesOf(customer) {
  return services().map((card) => ({ card, lines: linesOfCustomer(card, customer) })).filter((one) => one.lines.length);
}

function linesOfCustomer(card, customer) {
  const { grants, stray, through } = card;
  const kinds = { removed: grants.removed, stray, added: grants.added, through, kept: grants.kept };
  return Object.entries(kinds).flatMap(([kind, principals]) =>
    principals.filter((one) => one.includes(customer) && ownerOf(one) === customer).map((principal) => ({ card, kind, principal })));
}

function showCustomer(customer) {
  const found = servicesOf(customer);
  return found.length ? panel(customerTitle(customer, found), (body) => append(body, found.map(customerPart))) : null;
}

function customerTitle(customer, found) {
  const name = customerName(found[0].lines[0].principal);
  return el("span", null, name ? [el("bdi", null, name), " "] : null, el("code", { class: "id" }, customer));
}

function customerPart({ card, lines }) {
  const connections = connectionsOf(card, lines[0].principal);
  return [
    el("h3", null, link("service", card.key, el("bdi", null, card.title)), " ", el("span", { class: "muted" }, card.service.region)),
    el("ul", { class: "does" }, lines.map(grantItem)),
    card.service.connections === null ? hint("Its connections were not read.") : null,
    el("ul", { class: "does" }, connections.map((one) => el("li", null, connectionNode(one, lines[0].kind)))),
  ];
}

function grantItem({ kind, principal }) {
  const [sign, word, meaning] = grantWords(kind);
  return el("li", null, sign ? `${sign} ` : null, el("code", null, principal), " ", meaning ? tag(meaning, word) : el("span", { class: "muted" }, word));
}
