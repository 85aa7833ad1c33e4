// Names of ids, and lists sorted by name.

const byText = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function nameOf(id) {
  const unit = model.units && model.units.get(id);
  const name = report.plan.names[id] || (unit && unit.name) || "";
  return name.trim() ? name : "";
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
