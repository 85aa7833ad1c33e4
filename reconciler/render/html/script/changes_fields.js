// Changes: the fields of one change. Single values before and after, lists by the members that change.

const FIELD_WORDS = { "products.allow": "allow", "products.deny": "deny", allowed_principals: "grants" };

// "allow −3 +2", "status disabled → enabled": what of the object changes, on its line.
function changeGist(change) {
  return change.fields.filter((field) => change.action !== "create" || "added" in field).map((field) => el("span", null, fieldGist(change, field), " "));
}

function fieldGist(change, field) {
  const name = FIELD_WORDS[field.path] || field.path;
  if (!("added" in field)) return field.path === "status" && !report.said.drifted ? [`${name} `, el("b", null, valuesOf(change, field).join(" → "))] : name;
  return [`${name} `, memberCount("removed", field), memberCount("added", field)];
}

function memberCount(side, field) {
  const n = field[side].length;
  const mark = report.said[side];
  const kind = mark.sign === "+" ? "gain-text" : "loss-text";
  return n ? [el("span", { class: kind }, shownSign(mark.sign), number(n)), " "] : null;
}

function valuesOf(change, field) {
  return report.said.by_change[change.address].fields[field.path].values;
}

function fillChange(node, change) {
  const said = report.said.by_change[change.address];
  const facts = [change.reason, change.source && el("code", null, change.source), change.remote_id && el("code", { class: "id" }, change.remote_id)];
  append(node, [el("div", { class: "change-body" },
    hint(facts.filter(Boolean).flatMap((one, i) => [i ? " · " : "", one])),
    said.origin ? el("p", null, prose(said.origin)) : null,
    el("dl", { class: "fields" }, change.fields.map((field) => fieldNode(change, field))),
    changePlaces(change))]);
}

// A new object has no value before.
function fieldNode(change, field) {
  const said = report.said.by_change[change.address].fields[field.path] || {};
  const rules = (said.rules || []).map((rule) => [" ", tag("refused", rule)]);
  const name = el("dt", null, field.path, rules);
  if ("added" in field) return [name, el("dd", null, memberGist(field), members("removed", field, said), members("added", field, said))];
  const [first, second] = said.values;
  const isNew = change.action === "create" && field.before === null;
  const shown = isNew ? el("code", null, first === "not set" ? second : first) : valuePair(first, second);
  return [name, el("dd", null, shown)];
}

function valuePair(first, second) {
  if (report.said.drifted) return [el("code", null, first), " in the repository, ", el("code", null, second), " in AWS"];
  return [el("code", { class: "before" }, first), " → ", el("code", null, second)];
}

function memberGist(field) {
  const parts = [["added", field.added.length], ["removed", field.removed.length]].filter(([, n]) => n)
    .map(([side, n]) => `${number(n)} ${report.said[side].word}`);
  return hint([...parts, field.unchanged ? `${number(field.unchanged)} ${report.said.unchanged}` : null].filter(Boolean).join(", ") || "empty");
}

const MEMBERS_LISTED = 50;
const MEMBER_KINDS = { "products.allow": "product", "products.deny": "product" };

function members(side, field, said) {
  if (!field[side].length) return null;
  const sorted = byName(field[side]);
  const node = (i) => memberNode(side, field, sorted[i], said.remarks || {});
  if (sorted.length <= MEMBERS_LISTED) return el("ul", { class: "members" }, sorted.map((_, i) => el("li", null, node(i))));
  return rows({ label: `${field.path}: ${report.said[side].word}`, height: 28, count: sorted.length, key: (i) => sorted[i], row: (i) => el("div", null, node(i)) }).node;
}

function memberNode(side, field, id, remarks) {
  const mark = report.said[side];
  return [el("span", { class: `sign ${mark.sign === "+" ? "gain-text" : "loss-text"}` }, shownSign(mark.sign)), aside(`${mark.word}: `), " ",
    memberLink(field, id), remarks[id] ? el("span", { class: "muted" }, ` (${remarks[id]})`) : null];
}

function memberLink(field, id) {
  const kind = MEMBER_KINDS[field.path] || memberKind(field.path, id);
  return kind ? link(kind, id, named(id)) : named(id);
}

function memberKind(path, id) {
  if (path === "allowed_principals") return "customer";
  if (path !== "principals") return null;
  return model.accounts && model.accounts.has(id) ? "account" : model.units && model.units.has(id) ? "unit" : null;
}

// Where else on the page the object is.
function changePlaces(change) {
  if (change.kind === "experience" && model.experiences) return hint(link("experience", change.address, "show in the catalogues"));
  return change.kind === "endpoint_service" && model.services ? hint(link("service", change.address, "show in the services")) : null;
}
