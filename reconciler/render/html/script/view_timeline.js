// Timeline: what happens when, and who is in between?

const timeline = { axis: null, list: null };

function timelineAxis() {
  timeline.axis ||= makeAxis();
  return timeline.axis;
}

function drawTimeline(pane) {
  const { operations, exposures } = report.plan;
  if (!operations.length) return;
  const axis = timelineAxis();
  if (report.said.timeline.remark) pane.append(hint(prose(report.said.timeline.remark)));
  if (!axis.times) pane.append(hint("This plan file does not say when calls begin: they stand in their order."));
  const many = operations.length > LANES;
  const calls = many ? packedLanes(axis) : operations.map((one) => callLane(axis, one));
  pane.append(el("div", { class: "card timeline" }, axisHead(axis), el("div", { class: "lanes", role: "list", "aria-label": "API calls" }, calls)));
  if (exposures.length) drawExposures(pane, axis);
  if (many) drawCallRows(pane, axis);
}

function drawExposures(pane, axis) {
  pane.append(section("Exposures", "governed neither as before nor as after"),
    el("div", { class: "card timeline" }, axisHead(axis), exposureLanes(axis)));
}

function drawCallRows(pane, axis) {
  timeline.list = callRows(axis);
  pane.append(section("Every call", "in the order of the plan"),
    el("div", { class: "card timeline" }, axisHead(axis), timeline.list.node));
}

// The lane or the row of a call, with its panel; the focus is in the panel.
function revealOperation(id) {
  const i = report.plan.operations.findIndex((one) => one.id === id);
  if (i < 0) return null;
  const lane = timeline.list ? timeline.list.reveal(i) : document.querySelector(`[data-operation="${CSS.escape(id)}"]`);
  if (lane) lane.scrollIntoView({ block: "center" });
  return showOperation(report.plan.operations[i]);
}

function timelineIndex() {
  return report.plan.operations.map((one) => ({ kind: "operation", id: one.id, name: saidOf(one).subject, words: one.addresses.join(" ") }));
}

view({
  key: "timeline",
  title: "Timeline",
  count: () => report.plan.operations.length,
  sentence: () => report.said.timeline.sentence,
  places: ["operation"],
  draw: drawTimeline,
  reveal: (kind, id) => revealOperation(id),
  index: timelineIndex,
});
