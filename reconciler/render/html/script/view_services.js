// Services: which customers come, go, and stay connected?

const servicesView = { lines: null, list: null };

function drawServices(pane) {
  if (report.said.services.remark) pane.append(hint(report.said.services.remark));
  if (!services().length) return;
  servicesView.lines = serviceLines();
  servicesView.list = rows({ label: "Endpoint services and their customers", role: "rowgroup", height: () => (isNarrow() ? 90 : 38),
    count: () => servicesView.lines.length, row: (i) => serviceRow(servicesView.lines[i]), key: (i) => i, onopen: openLine });
  refreshWhenNarrow(servicesView.list);
  pane.append(el("div", { class: "card services", role: "table", "aria-label": "Endpoint services and their customers" },
    servicesHead(), servicesView.list.node));
}

function servicesHead() {
  const names = ["Customer", "Account and form", "Grant", "Connections"];
  return el("div", { role: "rowgroup", class: "services-head" },
    el("div", { role: "row", class: "service-row" }, names.map((one) => el("div", { role: "columnheader", class: "cell" }, one))));
}

function openLine(i) {
  const { card, kind, principal } = servicesView.lines[i];
  if (kind === "fold") openKept(card);
  else if (principal) go("customer", ownerOf(principal));
  else go("service", card.key);
}

// Shows the customers that a fold stands for, in its place.
function openKept(card) {
  const at = servicesView.lines.findIndex((one) => one.card === card && one.kind === "fold");
  if (at < 0) return;
  card.open = true;
  servicesView.lines = serviceLines();
  servicesView.list.refresh();
  const row = servicesView.list.reveal(at);
  if (row) row.focus({ preventScroll: true });
}

function revealService(key) {
  const at = servicesView.lines ? servicesView.lines.findIndex(({ card, kind }) => kind === "head" && isService(card, key)) : -1;
  if (at < 0) return null;
  servicesView.list.reveal(at);
  return showService(servicesView.lines[at].card);
}

// A service is known by its address, and by its id.
function isService(card, key) {
  return card.key === key || card.service.id === key;
}

function revealCustomer(customer) {
  if (!servicesView.lines) return null;
  const found = servicesOf(customer)[0];
  if (!found) return null;
  if (found.lines[0].kind === "kept" && found.card.grants.kept.length > KEPT && !found.card.open) openKept(found.card);
  servicesView.list.reveal(servicesView.lines.findIndex(({ card, principal }) => card === found.card && principal === found.lines[0].principal));
  return showCustomer(customer);
}

function servicesIndex() {
  const customers = new Map();
  for (const card of services()) for (const one of customersOf(card)) if (!customers.has(ownerOf(one))) customers.set(ownerOf(one), one);
  return [
    ...services().map(({ key, title, service }) => ({ kind: "service", id: key, name: title, words: `${service.id || ""} ${service.title} ${service.region}` })),
    ...[...customers].map(([id, one]) => ({ kind: "customer", id, name: customerName(one), words: one })),
  ];
}

function customersOf({ grants, stray, through }) {
  return [...grants.removed, ...stray, ...grants.added, ...through, ...grants.kept];
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
