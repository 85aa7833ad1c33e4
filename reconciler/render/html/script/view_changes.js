// Changes: what exactly is written?

view({
  key: "changes",
  title: "Changes",
  count: () => report.plan.changes.length,
  sentence: () => count(report.plan.changes.length, "change") + ".",
  places: ["change"],
  draw: () => {},
});
