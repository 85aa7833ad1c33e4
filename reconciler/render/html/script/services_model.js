// Endpoint services with their grants and connections, sorted: those that a reader has to look at come first.

const GONE = /^(deleting|deleted|rejected|failed|expired)$/i;
let serviceCards = null;

function services() {
  serviceCards ||= [...(model.services || new Map()).values()].map(serviceCard).sort(byUrgency);
  return serviceCards;
}

// {service, key, title, grants: {added, removed, kept}, star: {before, after}, live, byOwner, stray, through, unread}
function serviceCard(service) {
  const [before, after] = [principalsOf(service.before), principalsOf(service.after)];
  const unread = before === null || after === null;
  const live = (service.connections || []).filter((one) => !GONE.test(one.state));
  const star = { before: (before || []).includes(EVERYONE), after: (after || []).includes(EVERYONE) };
  const grants = unread ? { added: [], removed: [], kept: [] } : compareSorted(withoutEveryone(before), withoutEveryone(after));
  const card = { service, key: service.address || service.id, title: serviceTitle(service), unread, grants, star, live,
    byOwner: connectionsByOwner(live), kept: false };
  return Object.assign(card, unlisted(card));
}

// [] for a service that does not exist, null for a list that was not read.
function principalsOf(state) {
  return state ? state.principals : [];
}

function withoutEveryone(principals) {
  return principals[0] === EVERYONE ? principals.slice(1) : principals.filter((one) => one !== EVERYONE);
}

// The name of its document, which people know, else AWS's name tag or its id.
function serviceTitle(service) {
  return service.address ? nameAtEnd(service.address) : service.title || service.id;
}

function connectionsByOwner(connections) {
  const found = new Map();
  for (const one of connections) found.set(one.owner, [...(found.get(one.owner) || []), one]);
  return found;
}

// Owners of live connections who have no grant of their own: without any grant, or admitted by what names nobody.
function unlisted(card) {
  const removed = new Set(card.grants.removed.map(ownerOf));
  const found = { stray: [], through: [] };
  if (card.unread) return found;
  for (const [owner, connections] of card.byOwner) {
    const { admitted_by: by } = connections[0];
    if (!by.length && !removed.has(owner)) found.stray.push(owner);
    else if (by.length && !by.some((one) => ownerOf(one) === owner)) found.through.push(owner);
  }
  return found;
}

function connectionsOf(card, principal) {
  return card.byOwner.get(ownerOf(principal)) || [];
}

// How much a reader has to look at a service: 0 for one that does not change.
function urgency(card) {
  const { grants, star, stray } = card;
  if (grants.removed.some((one) => connectionsOf(card, one).length)) return 6;
  if (star.before !== star.after) return 5;
  if (grants.removed.length) return 4;
  if (stray.length) return 3;
  if (grants.added.length || !card.service.before || !card.service.after) return 2;
  return card.service.address && !card.unread ? 1 : 0;
}

function byUrgency(a, b) {
  a.urgency ??= urgency(a);
  b.urgency ??= urgency(b);
  return b.urgency - a.urgency || byText.compare(a.title, b.title);
}

// Customers after the plan: accounts, and principals that are no account; several grants of one account count once.
function customersAfter(card) {
  card.customers ??= new Set([...card.grants.kept, ...card.grants.added].map(ownerOf)).size;
  return card.customers;
}

function connectionsUp(card) {
  return card.live.filter((one) => isUp(one)).length;
}

function isUp(connection) {
  return connection.state.toLowerCase() === "available";
}
