// More calls than lanes: a lane for the calls of one action, account and region, as high as calls run at a time.

const COLUMNS = 150;

function packedLanes(axis) {
  const packs = new Map();
  for (const one of report.plan.operations) {
    const key = `${one.action}\n${one.account}\n${one.region}`;
    if (!packs.has(key)) packs.set(key, []);
    packs.get(key).push(one);
  }
  return [...packs.values()].map((pack) => packedLane(axis, pack));
}

function packedLane(axis, pack) {
  const columns = axis.times ? columnsOf(axis, pack) : [];
  const most = columns.reduce((a, b) => Math.max(a, b), 1);
  const busy = `${packName(pack)}: at most ${number(most)} at a time`;
  const label = el("div", { class: "label" }, el("strong", null, packName(pack)),
    el("div", { class: "muted small apart" }, whereOf(pack[0]), columns.length ? el("span", { class: "nowrap" }, ` at most ${number(most)} at a time`) : null));
  const graph = el("div", { class: "columns", role: "img", "aria-label": busy }, columns.map((n) => packedColumn(n / most)));
  return el("div", { class: "lane packed", role: "listitem" }, label, laneTrack(axis, graph));
}

function packName(pack) {
  const [first] = pack;
  return first.action === "StartChangeSet" ? count(pack.length, "change set") : count(pack.length, `${first.action} call`);
}

function packedColumn(height) {
  return el("i", { style: `height:${Math.ceil(100 * height)}%` });
}

// The most calls of the pack that run at a time in each part of the axis.
function columnsOf(axis, pack) {
  const columns = new Array(COLUMNS).fill(0);
  const columnAt = (at) => Math.min(COLUMNS - 1, Math.floor((at / axis.total) * COLUMNS));
  let [now, since] = [0, 0];
  for (const [at, step] of beginsAndEnds(axis, pack)) {
    for (let i = columnAt(since); i <= columnAt(at - 0.001) && now; i += 1) columns[i] = Math.max(columns[i], now);
    now += step;
    since = at;
  }
  return columns;
}

// [second, +1 or -1] of each begin and end; at the same second ends come first.
function beginsAndEnds(axis, pack) {
  const times = pack.map((one) => timesOf(axis, one.id)).filter(Boolean);
  const steps = [...times.map((one) => [one.begins, 1]), ...times.map((one) => [one.ends, -1])];
  return steps.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
