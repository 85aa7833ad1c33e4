// What a plan does with each account, from the groups of its impact, and numbers of accounts by unit and experience.
// A plan leads from before to after. Drift leads from the repository, which is after, to AWS, which is before.

const isDrift = report.command === "drift";
const [FIRST, LAST] = isDrift ? ["after", "before"] : ["before", "after"];
const accountGroups = new Map();
const fates = report.plan.impact.groups.map(fateOfGroup);

// The number is null, and the list too, where all products but those of the other end are lost or gained.
function fateOfGroup(group) {
  const lost = [group.loses, group.loses === null ? null : group.lost];
  const gained = [group.gains, group.gains === null ? null : group.gained];
  const [[loses, fewer], [gains, more]] = isDrift ? [gained, lost] : [lost, gained];
  const fate = { accounts: group.accounts, first: group[FIRST], last: group[LAST], loses, lost: fewer, gains, gained: more };
  for (const id of group.accounts) accountGroups.set(id, fate);
  return fate;
}

// The accounts that were read below units, then those of the impact that were read one by one: their unit is null.
function knownAccounts() {
  const alone = [...accountGroups].filter(([id]) => !(model.accounts && model.accounts.has(id)));
  for (const account of (model.accounts || new Map()).values()) Object.assign(account, { first: account[FIRST], last: account[LAST] });
  return [...(model.accounts || new Map()).values(), ...alone.map(([id, { first, last }]) => ({ id, unit: null, first, last }))];
}

const everyAccount = knownAccounts();

function accountOf(id) {
  return (model.accounts && model.accounts.get(id)) || everyAccount.find((one) => one.id === id) || null;
}

function moves(account) {
  return account.first !== account.last;
}

// Accounts that lose every product that they can buy, as far as a rule counts them.
const emptied = new Set(isDrift ? [] : report.plan.preconditions
  .filter((one) => one.rule === "max_accounts_losing_everything").flatMap((one) => one.accounts));

// An account that becomes ungoverned gains nothing: that is counted as harm.
const FATES = {
  all: () => true,
  move: moves,
  ungoverned: (account) => moves(account) && account.last === null,
  everything: (account) => emptied.has(account.id),
  lose: (account) => losesProducts(accountGroups.get(account.id)),
  gain: (account) => gainsProducts(accountGroups.get(account.id)),
};

function losesProducts(group) {
  return Boolean(group) && group.loses !== 0 && !(isDrift && group.first === null);
}

function gainsProducts(group) {
  return Boolean(group) && group.gains !== 0 && group.last !== null;
}

// The accounts that pass the filter {fate, ref}; ref is an experience at either end, undefined for any.
function passes(filter, account) {
  return FATES[filter.fate](account) && (filter.ref === undefined || account.first === filter.ref || account.last === filter.ref);
}

function emptyTally() {
  return { accounts: 0, moves: 0, lose: 0, gain: 0, first: new Map(), last: new Map() };
}

// Counts by unit id, with those of units below; null is the key of the whole.
function tallied(filter) {
  const tallies = new Map([[null, emptyTally()], ...[...(model.units || new Map()).keys()].map((id) => [id, emptyTally()])]);
  for (const account of everyAccount) if (passes(filter, account)) countUp(tallies, account);
  return tallies;
}

function countUp(tallies, account) {
  tallyOne(tallies.get(null), account);
  const seen = model.units ? model.units.get(account.unit) : null;
  for (let unit = seen; unit; unit = model.units.get(unit.parent)) tallyOne(tallies.get(unit.id), account);
}

function tallyOne(tally, account) {
  tally.accounts += 1;
  tally.moves += moves(account) ? 1 : 0;
  tally.lose += FATES.lose(account) ? 1 : 0;
  tally.gain += FATES.gain(account) ? 1 : 0;
  addOne(tally.first, account.first);
  addOne(tally.last, account.last);
}

function addOne(counts, key) {
  counts.set(key, (counts.get(key) || 0) + 1);
}

// Numbers as [ref, number], the larger experiences first, as their colours are given; ungoverned last.
function rankedCounts(counts) {
  const last = (ref) => (ref === null ? 1 : 0);
  return [...counts].sort((a, b) => last(a[0]) - last(b[0]) || b[1] - a[1] || byText.compare(experienceOf(a[0]).title, experienceOf(b[0]).title));
}
