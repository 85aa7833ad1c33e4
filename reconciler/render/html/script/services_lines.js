// The lines of the view Services: of each service a head, what concerns all of it, and its customers.

const KEPT = 50;

const lines = { segments: [], starts: [], total: 0 };

// Lays out the lines anew. A segment is one line, or as many as it has principals, of one kind: head, star, note,
// removed, stray, added, through, kept, fold. A line is looked up when it is drawn: there may be a hundred thousand.
function layLines() {
  lines.segments = services().flatMap(segmentsOf);
  lines.starts = [];
  lines.total = 0;
  for (const one of lines.segments) {
    lines.starts.push(lines.total);
    lines.total += one.principals ? one.principals.length : 1;
  }
}

function segmentsOf(card) {
  const { grants, star, stray, through } = card;
  const lists = { removed: grants.removed, stray, added: grants.added, through, kept: folded(card) ? [] : grants.kept };
  const single = [["head", true], ["star", star.before || star.after], ["note", noteOf(card)]];
  return [
    ...single.filter(([, shown]) => shown).map(([kind]) => ({ card, kind, principals: null })),
    ...Object.entries(lists).filter(([, list]) => list.length).map(([kind, principals]) => ({ card, kind, principals })),
    ...(folded(card) ? [{ card, kind: "fold", principals: null }] : []),
  ];
}

function folded(card) {
  return card.grants.kept.length > KEPT && !card.open;
}

// {card, kind, principal} of a line.
function serviceLineAt(i) {
  let [low, high] = [0, lines.starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines.starts[middle] <= i) low = middle;
    else high = middle - 1;
  }
  const segment = lines.segments[low];
  return { card: segment.card, kind: segment.kind, principal: segment.principals && inOrder(segment)[i - lines.starts[low]] };
}

function inOrder(segment) {
  segment.sorted ??= principalsByName(segment.principals);
  return segment.sorted;
}

// The number of the line of a service of this kind, and of this principal if it has one; -1 if there is none.
function serviceLineOf(card, kind, principal = null) {
  const at = lines.segments.findIndex((one) => one.card === card && one.kind === kind);
  if (at < 0 || principal === null) return at < 0 ? -1 : lines.starts[at];
  return lines.starts[at] + inOrder(lines.segments[at]).indexOf(principal);
}

// What is said of a service instead of customers.
function noteOf(card) {
  const { grants, star, service } = card;
  if (!service.after && service.before) return drifting() ? "It is only in AWS." : "The plan deletes this endpoint service.";
  if (card.unread) return service.address ? "Its grants were not read." : "Its grants were not read: no document names it.";
  if (grants.kept.length + grants.added.length === 0 && !star.after) return drifting() ? "In the repository nobody may connect." : "Nobody may connect.";
  return "";
}

// What "*" means: before is AWS, after is the plan, or the repository in drift.
function starWords({ star }) {
  if (star.before && star.after) return "Open to every AWS account: the names below decide nothing.";
  if (drifting()) return `Open to every AWS account only in ${star.after ? "the repository" : "AWS"}.`;
  return star.after ? "The plan opens it to every AWS account." : "Open to every AWS account until the plan ends that.";
}

function drifting() {
  return report.command === "drift";
}

const GRANTS = {
  stray: ["", "no grant", "warn"],
  through: ["", "by *", "warn"],
  kept: ["", "kept", ""],
};

// [sign, word, meaning] of a grant; drift says it in its own words.
function grantWords(kind) {
  if (kind === "kept" && drifting()) return ["", report.said.unchanged, ""];
  if (GRANTS[kind]) return GRANTS[kind];
  const { sign, word } = report.said[kind];
  return [sign === "-" ? "−" : sign, word, sign === "+" ? "gain" : "loss"];
}

// [word, meaning] of a connection in a line of this kind.
function connectionWords(connection, kind) {
  if (report.said.services.cut.includes(connection.endpoint)) return ["is cut", "loss"];
  if (waits(connection)) return ["waits to be accepted", "warn"];
  if (!isUp(connection)) return [connection.state, "muted"];
  if (connection.admitted_by.length) return ["up", "ok"];
  if (kind !== "removed") return ["up without grant", "warn"];
  return [drifting() ? "up" : "stays up", "warn"];
}

function dayOf(text) {
  return moment(text).split(",")[0];
}
