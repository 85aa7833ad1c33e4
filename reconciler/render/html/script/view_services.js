// Services: which customers come, go, and stay connected?

let servicesList = null;

function drawServices(pane) {
  if (report.said.services.remark) pane.append(hint(report.said.services.remark));
  if (!services().length) return;
  layLines();
  servicesList = rows({ label: "Endpoint services and their customers", role: "rowgroup", height: () => (isNarrow() ? 90 : 38),
    count: () => lines.total, row: (i) => serviceRow(serviceLineAt(i)), key: (i) => i, onopen: openLine });
  refreshWhenNarrow(servicesList);
  pane.append(el("div", { class: "card services", role: "table", "aria-label": "Endpoint services and their customers" },
    servicesHead(), servicesList.node));
}

function servicesHead() {
  const names = ["Customer", "Account and form", "Grant", "Connections"];
  return el("div", { role: "rowgroup", class: "services-head" },
    el("div", { role: "row", class: "service-row" }, names.map((one) => el("div", { role: "columnheader", class: "cell" }, one))));
}

function openLine(i) {
  const { card, kind, principal } = serviceLineAt(i);
  if (kind === "fold") openKept(card);
  else if (principal) go("customer", ownerOf(principal));
  else go("service", card.key);
}

// Shows the customers that a fold stands for, in its place.
function openKept(card) {
  const at = serviceLineOf(card, "fold");
  card.open = true;
  layLines();
  servicesList.refresh();
  const row = servicesList.reveal(at);
  if (row) row.focus({ preventScroll: true });
}

// A service is known by its address, and by its id.
function revealService(key) {
  const card = services().find((one) => one.key === key || one.service.id === key);
  if (!card) return null;
  servicesList.reveal(serviceLineOf(card, "head"));
  return showService(card);
}

function revealCustomer(customer) {
  const [found] = servicesOf(customer);
  if (!found) return null;
  const { card, kind, principal } = found.lines[0];
  if (kind === "kept" && folded(card)) openKept(card);
  servicesList.reveal(serviceLineOf(card, kind, principal));
  return showCustomer(customer);
}

// One by one, since there may be a hundred thousand customers; each once.
function* servicesIndex() {
  for (const { key, title, service } of services()) {
    yield { kind: "service", id: key, name: title, words: `${service.id || ""} ${service.title} ${service.region}` };
  }
  const seen = new Set();
  for (const { grants, stray, through } of services()) {
    for (const list of [grants.removed, stray, grants.added, through, grants.kept]) yield* customersIn(list, seen);
  }
}

function* customersIn(principals, seen) {
  for (const one of principals) {
    const id = ownerOf(one);
    if (!seen.has(id)) yield { kind: "customer", id, name: customerName(one), words: one };
    seen.add(id);
  }
}

view({
  key: "services",
  title: "Services",
  count: () => (model.services ? model.services.size : null),
  sentence: () => report.said.services.sentence,
  places: ["service", "customer"],
  draw: drawServices,
  reveal: (kind, id) => (kind === "service" ? revealService(id) : revealCustomer(id)),
  index: servicesIndex,
});
