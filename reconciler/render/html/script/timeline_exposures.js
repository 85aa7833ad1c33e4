// Exposures on the axis of the timeline: who is between two calls governed neither as before nor as after, under whom.

const EXPOSURES = 50;
let rankedExposures = null;

// Refused ones first, then the longest, then those of the most accounts; each with what `said` says of it.
function exposuresByHarm() {
  if (!rankedExposures) {
    const { exposures } = report.said.timeline;
    rankedExposures = report.plan.exposures.map((one, i) => ({ ...one, ...exposures[i] })).sort(byHarm);
  }
  return rankedExposures;
}

function byHarm(a, b) {
  const refused = (one) => one.rules.length > 0;
  const bare = (one) => one.governed_by === null;
  return refused(b) - refused(a) || bare(b) - bare(a) || b.seconds - a.seconds || b.accounts.length - a.accounts.length;
}

function exposureLanes(axis) {
  const all = exposuresByHarm();
  const left = all.length - EXPOSURES;
  const more = left > 0 ? el("p", { class: "muted rest" }, `… and ${count(left, "more exposure", "more exposures")}, none worse.`) : null;
  return [el("div", { class: "lanes", role: "list", "aria-label": "Exposures" },
    all.slice(0, EXPOSURES).map((one) => exposureLane(axis, one))), more];
}

function exposureLane(axis, exposure) {
  const label = el("div", { class: "label" }, principalLink(exposure.principal),
    el("div", { class: "muted small apart" }, el("span", { class: "nowrap" }, count(exposure.accounts.length, "account")), untilWords(exposure)));
  return el("div", { class: "lane", role: "listitem" }, label, laneTrack(axis, exposureBar(axis, exposure), exposureMeaning(axis, exposure)));
}

function untilWords(exposure) {
  return [" ", el("span", { class: "nowrap" }, "from ", operationLink(exposure.from), " until ", operationLink(exposure.until))];
}

function underWhom(exposure) {
  return exposure.governed_by === null ? "ungoverned" : `under ${experienceOf(exposure.governed_by).title}`;
}

function exposureBar(axis, exposure) {
  const [from, until] = [timesOf(axis, exposure.from), timesOf(axis, exposure.until)];
  const text = `${underWhom(exposure)}, about ${secondsText(exposure.seconds)}`;
  if (!from || !until) return untimed(text);
  const kind = exposure.governed_by === null ? "bare" : "exposed";
  return timeBar(axis, exposedFrom(exposure, until), kind, text, text);
}

// The bar is as long as the words say; the seconds in which AWS takes the call that ends the exposure stand before it.
function exposedFrom({ seconds }, { ends }) {
  return { begins: Math.max(0, ends - seconds), ends };
}

// Below the bar: at the right edge if the bar is in the right half.
function exposureMeaning(axis, exposure) {
  const until = timesOf(axis, exposure.until);
  const { begins } = until ? exposedFrom(exposure, until) : { begins: 0 };
  const late = begins > axis.total / 2;
  const style = until ? `--from:${axisShare(axis, begins)}` : null;
  const refusals = exposure.rules.map((rule) => [tag("refused", `refused: ${rule}`), " "]);
  return el("div", { class: `meaning${late ? " before" : ""}`, style }, refusals, exposure.ways.map((way, i) => (i ? `, ${way}` : capitalized(way))).join("") + ".");
}

// A principal is an account, an OU or the organization, which stands for its root.
function principalLink(id) {
  if (/^[0-9]{12}$/.test(id)) return link("account", id, told(id));
  const unit = id.startsWith("o-") && model.root ? model.root.id : id;
  return model.units && model.units.has(unit) ? link("unit", unit, told(id)) : told(id);
}
