// Endpoint services with their grants and connections, sorted: those that a reader has to look at come first.

const GONE = /^(deleting|deleted|rejected|failed|expired)$/i;
let serviceCards = null;

function services() {
  serviceCards ||= [...(model.services || new Map()).values()].map(serviceCard).sort(byUrgency);
  return serviceCards;
}

// {service, key, title, grants: {added, removed, kept}, star: {before, after}, live, byOwner, stray, through,
//  connectedRemoved, unread, open}; `open` if kept customers are shown however many they are.
function serviceCard(service) {
  const [before, after] = [principalsOf(service.before), principalsOf(service.after)];
  const unread = before === null || after === null;
  const live = (service.connections || []).filter((one) => !GONE.test(one.state));
  const star = { before: (before || []).includes(EVERYONE), after: (after || []).includes(EVERYONE) };
  const grants = unread ? { added: [], removed: [], kept: [] } : compareSorted(withoutEveryone(before), withoutEveryone(after));
  const card = { service, key: service.address || service.id, title: serviceTitle(service), unread, grants, star, live,
    byOwner: connectionsByOwner(live), open: false };
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
  const found = { stray: [], through: [], connectedRemoved: false };
  if (card.unread || !card.byOwner.size) return found;
  const removed = new Set(card.grants.removed.map(ownerOf));
  found.connectedRemoved = [...card.byOwner.keys()].some((one) => removed.has(one));
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
  if (card.connectedRemoved) return 6;
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

// Customers after the plan: accounts, and principals that are no account. Several grants of one account count once:
// they follow each other in the sorted list.
function customersAfter(card) {
  card.customers ??= runsOf(principalsOf(card.service.after));
  return card.customers;
}

function runsOf(principals) {
  let [number, last] = [0, EVERYONE];
  for (const one of principals) {
    const owner = ownerOf(one);
    if (owner !== last) number += 1;
    last = owner;
  }
  return number;
}

function connectionsUp(card) {
  return card.live.filter((one) => isUp(one)).length;
}

function waits(connection) {
  return connection.state.toLowerCase() === "pendingacceptance";
}

function isUp(connection) {
  return connection.state.toLowerCase() === "available";
}
