// Bars: the accounts of a unit by governing experience, widths by their number.

const BAR_PARTS = 16;

function bar(counts, total, when) {
  const ranked = rankedCounts(counts);
  const shown = ranked.length > BAR_PARTS ? ranked.slice(0, BAR_PARTS - 1) : ranked;
  const others = ranked.slice(shown.length);
  return el("span", { class: "bar-of", role: "img", "aria-label": barSentence(ranked, when) },
    shown.map(([ref, n]) => barPart(ref, n, total)),
    others.length ? barRest(others, total) : null);
}

function barPart(ref, n, total) {
  const one = experienceOf(ref);
  const part = el("span", { class: `bar-part fill-${one.fill}`, title: `${one.title}: ${count(n, "account")}` }, n / total > 0.08 ? one.code : "");
  part.style.flexGrow = String(n);
  return part;
}

function barRest(others, total) {
  const n = others.reduce((sum, [, each]) => sum + each, 0);
  const part = el("span", { class: "bar-part others fill-grey", title: `${count(others.length, "other experience")}: ${count(n, "account")}` }, n / total > 0.08 ? `+${others.length}` : "");
  part.style.flexGrow = String(n);
  return part;
}

function barSentence(ranked, when) {
  const told = ranked.slice(0, 6).map(([ref, n]) => `${number(n)} ${experienceOf(ref).title}`);
  const left = ranked.length - told.length;
  return `${when}: ${told.join(", ")}${left > 0 ? ` and ${count(left, "other experience")}` : ""}`;
}

function sameCounts(tally) {
  return tally.first.size === tally.last.size && [...tally.first].every(([ref, n]) => tally.last.get(ref) === n);
}

// The words for both ends.
function endWords() {
  return isDrift ? ["In the repository", "In AWS"] : ["Before", "After"];
}
