// The plan's world as maps: units, accounts, experiences and services. A part that was not read is null.

const world = report.plan.world || {};

function mapped(entries, key) {
  return entries ? new Map(entries.map((entry) => [key(entry), entry])) : null;
}

const model = {
  units: mapped(world.units, (one) => one.id),
  accounts: mapped(world.accounts, (one) => one.id),
  experiences: mapped(world.experiences, (one) => one.address || one.id),
  services: mapped(world.services, (one) => one.address || one.id),
  changes: mapped(report.plan.changes, (one) => one.address),
  root: null,
  tops: [],
  strays: [],
};

// Gives each unit its units and accounts; `tops` have no parent that was read, `strays` are accounts without a unit.
function growTree() {
  if (!model.units) return;
  for (const unit of model.units.values()) Object.assign(unit, { children: [], accounts: [], total: 0 });
  for (const unit of model.units.values()) {
    const parent = model.units.get(unit.parent);
    (parent ? parent.children : model.tops).push(unit);
  }
  model.root = model.tops.find((unit) => unit.parent === null) || null;
  for (const account of (model.accounts || new Map()).values()) placeAccount(account);
}

function placeAccount(account) {
  const home = model.units.get(account.unit);
  if (home) home.accounts.push(account);
  else model.strays.push(account);
  for (let unit = home; unit; unit = model.units.get(unit.parent)) unit.total += 1;
}

growTree();
