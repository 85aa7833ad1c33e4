// The payload of the page. The plan in it is packed: see packing.py.

const report = JSON.parse(byId("payload").textContent);
report.plan = unpack(report.plan.value, report.plan.table);
[report.plan.names, report.plan.budget, report.said].forEach(bare);

// A whole number is the place of a text in the table.
function unpack(value, table) {
  if (typeof value === "number") return table[value];
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => unpack(one, table));
  if ("n" in value) return value.n;
  const keys = unpack(value.k, table);
  return value.v ? unpackObject(keys, value.v, table) : unpackColumns(keys, value.c, table);
}

// Entries are defined, not assigned: no key of a plan can name a prototype.
function unpackObject(keys, values, table) {
  return Object.fromEntries(keys.map((key, i) => [key, unpack(values[i], table)]));
}

function unpackColumns(keys, columns, table) {
  return columns[0].map((_, row) => Object.fromEntries(keys.map((key, i) => [key, unpack(columns[i][row], table)])));
}

// An object whose keys are ids or addresses has only these, not what every other object has, such as "constructor".
function bare(value) {
  if (!value || typeof value !== "object") return;
  if (!Array.isArray(value)) Object.setPrototypeOf(value, null);
  Object.values(value).forEach(bare);
}
