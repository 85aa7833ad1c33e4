// Timeline: what happens when, and who is in between?

view({
  key: "timeline",
  title: "Timeline",
  count: () => report.plan.operations.length,
  sentence: () => count(report.plan.operations.length, "API call") + ".",
  places: ["operation"],
  draw: () => {},
});
