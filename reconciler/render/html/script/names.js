// Names of ids, and lists sorted by name.

const byText = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

// The name of an id in the plan, of a unit, or the title of an experience or a service by its address.
function nameOf(id) {
  const name = report.plan.names[id] || readName(id) || "";
  return name.trim() ? name : "";
}

function readName(id) {
  const unit = model.units && model.units.get(id);
  const object = (model.experiences && model.experiences.get(id)) || (model.services && model.services.get(id));
  return unit ? unit.name : object && object.title;
}

function named(id) {
  const name = nameOf(id);
  const code = el("span", { class: "id" }, id);
  return name ? el("span", { class: "named" }, el("bdi", null, name), " ", code) : el("span", { class: "named" }, code);
}

// The name alone, or the id where it has none.
function told(id) {
  const name = nameOf(id);
  return name ? el("bdi", null, name) : el("code", { class: "id" }, id);
}

function byName(ids) {
  const keyed = [...ids].map((id) => [nameOf(id) || id, id]);
  keyed.sort((a, b) => byText.compare(a[0], b[0]) || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  return keyed.map(([, id]) => id);
}
