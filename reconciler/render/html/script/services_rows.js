// Rows of the view Services: one for each line, in a table of four columns.

function serviceCell(name, ...children) {
  return el("div", { class: `cell ${name}`, role: "cell" }, children);
}

function serviceRow(line) {
  const draw = { head: headRow, star: starRow, note: noteRow, fold: foldRow }[line.kind] || grantRow;
  return draw(line);
}

function wideRow(kind, ...children) {
  return el("div", { class: `service-row ${kind}`, role: "row" }, el("div", { class: "cell whole", role: "cell", "aria-colspan": "4" }, children));
}

function headRow({ card }) {
  const { service } = card;
  return wideRow("head", el("strong", null, link("service", card.key, el("bdi", null, card.title))),
    el("span", null, service.region), el("span", { class: "muted" }, headCounts(card)), dnsOf(service),
    service.id ? el("code", { class: "id" }, service.id) : null, ...headTags(service));
}

function headCounts(card) {
  if (card.unread) return card.service.connections ? count(connectionsUp(card), "connection") + " up" : "";
  const up = card.service.connections ? `${count(connectionsUp(card), "connection")} up` : "connections not read";
  const after = drifting() ? "in the repository" : "after";
  return `${count(customersAfter(card), "customer")} ${after} · ${up}`;
}

function headTags(service) {
  return [
    service.before ? null : endTag("create", "gain", "new"),
    service.after ? null : endTag("delete", "loss", "deleted"),
    service.address ? null : tag("muted", "unmanaged"),
    service.id || !service.before ? null : tag("muted", "not in AWS yet"),
  ];
}

// A service that is at one end alone; drift says it in its own words, in which what is missing in AWS is a loss.
function endTag(action, kind, word) {
  return drifting() ? tag(kind === "gain" ? "loss" : "gain", report.said.actions[action].word) : tag(kind, word);
}

const DNS = { verified: ["verified", "ok"], pendingverification: ["not verified yet", "warn"], failed: ["failed", "refused"] };

// The private DNS name with its state; one that the plan sets has none yet.
function dnsOf(service) {
  const set = dnsChange(service);
  if (set) return el("span", { class: "dns" }, el("bdi", null, set), " ", service.before ? tag("warn", "new name") : null);
  if (!service.dns) return null;
  const [word, kind] = DNS[service.dns.state.toLowerCase()] || [service.dns.state, "muted"];
  return el("span", { class: "dns" }, el("bdi", null, service.dns.name), " ", tag(kind, word));
}

function dnsChange(service) {
  const change = model.changes.get(service.address);
  const field = change && change.fields.find((one) => one.path === "private_dns_name");
  return field && typeof field.after === "string" && field.after.includes(".") ? field.after : null;
}

function starRow({ card }) {
  const kind = card.star.before && !card.star.after ? "loss" : "refused";
  return wideRow("star", tag(kind, "*"), el("span", null, starWords(card)));
}

function noteRow({ card }) {
  return wideRow("note muted", el("span", null, noteOf(card)));
}

function foldRow({ card }) {
  const { kept } = card.grants;
  return wideRow("note", el("span", { class: "muted" }, `${count(kept.length, "more grant")} ${grantWords("kept")[1]}`),
    button("Show them", { class: "more", "aria-label": `Show them: ${count(kept.length, "grant")} of ${card.title}`, onclick: () => openKept(card) }));
}

function grantRow({ card, kind, principal }) {
  const [sign, word, meaning] = grantWords(kind);
  const owner = ownerOf(principal);
  return el("div", { class: `service-row customer ${meaning}`, role: "row" },
    serviceCell("who", el("span", { class: "sign", "aria-hidden": "true" }, sign), link("customer", owner, customerTold(principal))),
    serviceCell("form", el("code", { class: "id" }, formWords(principal)), namelessWords(principal)),
    serviceCell("grant", meaning ? tag(meaning, word) : el("span", { class: "muted" }, word)),
    serviceCell("connections", connectionCell(card, kind, principal)));
}

// The account and the form of a principal; the account alone has been said where it has no name.
function formWords(principal) {
  return [customerName(principal) ? ownerOf(principal) : "", formOf(principal)].filter(Boolean).join(" ");
}

// Names come from documents; that of a customer goes with its document.
function namelessWords(principal) {
  const isNameless = /^[0-9]{12}$/.test(ownerOf(principal)) && !customerName(principal);
  return isNameless ? el("span", { class: "muted small" }, " no name in any document") : null;
}

// One that waits, else the first connection, and how many more; of two, both where there is room. The panel has all.
function connectionCell(card, kind, principal) {
  if (card.service.connections === null) return el("span", { class: "muted" }, "not read");
  const all = waitingFirst(connectionsOf(card, principal));
  if (!all.length) return el("span", { class: "muted" }, "no connection");
  if (all.length === 1) return connectionNode(all[0], kind);
  const others = el("span", { class: "others" }, ` and ${number(all.length - 1)} more`);
  if (all.length > 2) return [connectionNode(all[0], kind), others];
  return el("span", { class: "pair" }, connectionNode(all[0], kind), others,
    el("span", { class: "second" }, ", ", connectionNode(all[1], kind)));
}

function waitingFirst(connections) {
  return [...connections.filter(waits), ...connections.filter((one) => !waits(one))];
}

function connectionNode(connection, kind) {
  const [word, meaning] = connectionWords(connection, kind);
  return el("span", null, tag(meaning, word), connection.since ? el("span", { class: "muted small since" }, ` since ${dayOf(connection.since)}`) : null,
    " ", el("code", { class: "id" }, connection.endpoint));
}
