// Lanes of the timeline: one for each API call, or rows of a virtual list if there are many.

const LANES = 60;
const ADDRESSES = 6;

function saidOf(operation) {
  return report.said.timeline.calls[operation.id] || { subject: operation.action, size: "", does: [] };
}

// "change set of" -> "Change set of"
function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whereOf(operation) {
  const account = nameOf(operation.account);
  return [el("bdi", { class: "nowrap" }, account || operation.account), " ", el("span", { class: "nowrap" }, operation.region)];
}

function operationLink(id) {
  return link("operation", id, el("code", null, id));
}

// "after op-1, op-2": each leads to its call.
function afterWords(operation) {
  const ids = operation.after;
  return ids.length ? el("div", { class: "muted small" }, "after\u00a0", fold(ids.map(operationLink), ADDRESSES)) : null;
}

function addressLinks(operation) {
  return fold(operation.addresses.map((one) => link("change", one, el("bdi", { class: "nowrap" }, nameAtEnd(one)))), ADDRESSES);
}

// experience.finance -> finance
function nameAtEnd(address) {
  return address.slice(address.indexOf(".") + 1);
}

function spoken(operation, times) {
  const size = saidOf(operation).size;
  return `${operation.id}${size ? `, ${size}` : ""}${times ? `, from ${secondsText(times.begins)} to ${secondsText(times.ends)}` : ""}`;
}

function callBar(axis, operation) {
  const times = timesOf(axis, operation.id);
  const { size } = saidOf(operation);
  return times ? timeBar(axis, times, "call", size, spoken(operation, times)) : untimed(size);
}

function callLane(axis, operation) {
  const label = el("div", { class: "label" },
    el("div", null, el("strong", null, capitalized(saidOf(operation).subject)), " ", addressLinks(operation)),
    el("div", { class: "muted small apart" }, operationLink(operation.id), " ", whereOf(operation)), afterWords(operation));
  return el("div", { class: "lane", role: "listitem", "data-operation": operation.id, tabindex: "-1" },
    label, laneTrack(axis, callBar(axis, operation)));
}

// A row of many: one line, and the whole of it in the panel.
function callRow(axis, operation) {
  const names = operation.addresses.map(nameAtEnd).join(", ");
  const after = operation.after.length ? ` · after ${operation.after.slice(0, 3).join(", ")}${operation.after.length > 3 ? " …" : ""}` : "";
  const subject = saidOf(operation).subject;
  return el("div", { class: "lane calls-row", onclick: () => showOperation(operation) },
    el("div", { class: "label", title: `${operation.id} ${subject} ${names}${after}` },
      el("code", null, operation.id), " ", subject, " ", el("bdi", null, names), el("span", { class: "muted" }, after)),
    laneTrack(axis, callBar(axis, operation)));
}

function callRows(axis) {
  const { operations } = report.plan;
  const list = rows({ label: "API calls", height: () => (isNarrow() ? 66 : 36), count: operations.length,
    row: (i) => callRow(axis, operations[i]), key: (i) => operations[i].id, onopen: (i) => showOperation(operations[i]) });
  list.node.classList.add("lanes");
  refreshWhenNarrow(list);
  return list;
}
