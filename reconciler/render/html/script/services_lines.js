// The lines of the view Services: of each service a head, what concerns all of it, and its customers.

const KEPT = 50;

// [{card, kind, principal?}]; kinds: head, star, note, removed, stray, through, added, kept, fold.
function serviceLines() {
  return services().flatMap(linesOf);
}

function linesOf(card) {
  const { grants, star } = card;
  const line = (kind) => (principal) => ({ card, kind, principal });
  return [
    { card, kind: "head" },
    ...(star.before || star.after ? [{ card, kind: "star" }] : []),
    ...(noteOf(card) ? [{ card, kind: "note" }] : []),
    ...principalsByName(grants.removed).map(line("removed")),
    ...principalsByName(card.stray).map(line("stray")),
    ...principalsByName(grants.added).map(line("added")),
    ...principalsByName(card.through).map(line("through")),
    ...keptLines(card, line("kept")),
  ];
}

function keptLines(card, line) {
  const { kept } = card.grants;
  if (kept.length <= KEPT || card.open) return principalsByName(kept).map(line);
  return [{ card, kind: "fold" }];
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
  const state = connection.state.toLowerCase();
  if (state === "pendingacceptance") return ["waits to be accepted", "warn"];
  if (!isUp(connection)) return [connection.state, "muted"];
  if (connection.admitted_by.length) return ["up", "ok"];
  if (kind !== "removed") return ["up without grant", "warn"];
  return [drifting() ? "up" : "stays up", "warn"];
}

function dayOf(text) {
  return moment(text).split(",")[0];
}
