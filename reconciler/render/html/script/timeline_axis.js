// The axis of the timeline: seconds from the first call, and where a bar stands between its begin and its end.

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 36000];
const TICKS = 8;

// {total, step, times}; times are null for an older plan file, which does not say when calls begin.
function makeAxis() {
  const { budget } = report.plan;
  const times = budget.schedule || null;
  const ends = Object.values(times || {}).map((one) => one.ends);
  const total = ends.reduce((most, one) => Math.max(most, one), Math.max(1, budget.expected_seconds || 0));
  return { total, times, step: STEPS.find((one) => total / one <= TICKS) || 86400 };
}

function timesOf(axis, id) {
  return (axis.times && axis.times[id]) || null;
}

function secondsText(value) {
  return `${number(Math.round(value))} s`;
}

function axisShare(axis, value) {
  return `${Math.max(0, Math.min(100, (100 * value) / axis.total))}%`;
}

// The head row of the lanes: a tick each step.
function axisHead(axis) {
  if (!axis.times) return null;
  const ticks = [];
  for (let at = 0; at <= axis.total; at += axis.step) ticks.push(axisTick(axis, at));
  return el("div", { class: "lane axis", "aria-hidden": "true" }, el("div"), el("div", { class: "ticks" }, ticks));
}

function axisTick(axis, at) {
  const end = at + axis.step > axis.total && at / axis.total > 0.9 ? " last" : "";
  return el("span", { class: `tick${at ? "" : " first"}${end}`, style: `left:${axisShare(axis, at)}` }, secondsText(at));
}

// The ground of one lane; its lines are those of the ticks.
function laneTrack(axis, ...children) {
  return el("div", { class: axis.times ? "track" : "track plain", style: `--step:${axisShare(axis, axis.step)}` }, children);
}

// What stands on the ground of a call or an exposure whose times are not known.
function untimed(text) {
  return el("span", { class: "untimed" }, text);
}

// A bar with its text inside if it is wide, else beside it on the side that has room. `meaning` is what a reader hears.
function timeBar(axis, times, kind, text, meaning) {
  const width = (times.ends - times.begins) / axis.total;
  const place = `left:${axisShare(axis, times.begins)};width:${axisShare(axis, times.ends - times.begins)}`;
  const inside = width > 0.3 || width * 100 > text.length * 1.6;
  const node = el("div", { class: `span ${kind}${inside ? " told" : ""}`, style: place, role: "img", "aria-label": meaning }, inside ? text : null);
  if (inside || !text) return [node];
  return [node, el("span", { class: "beside", style: besideBar(axis, times), "aria-hidden": "true" }, text)];
}

// Before the bar or after it, where there is more room.
function besideBar(axis, times) {
  const [left, right] = [axisShare(axis, times.begins), axisShare(axis, times.ends)];
  const before = times.begins > axis.total - times.ends;
  return before ? `right:calc(100% - ${left} + 6px);max-width:calc(${left} - 6px)` : `left:calc(max(${right}, ${left} + 6px) + 6px);max-width:calc(100% - ${right} - 12px)`;
}
