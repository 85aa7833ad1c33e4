// The payload of the page. The plan in it is packed: see packing.py.

const report = JSON.parse(byId("payload").textContent);
report.plan = unpack(report.plan.value, report.plan.table);

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
