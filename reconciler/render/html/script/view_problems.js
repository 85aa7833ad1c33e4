// Problems: errors, refusals, warnings and notes.

view({
  key: "problems",
  title: "Problems",
  count: () => report.plan.problems.length,
  loud: () => report.plan.problems.some((one) => ["error", "refused"].includes(one.severity)),
  sentence: () => count(report.plan.problems.length, "problem") + ".",
  places: ["problem"],
  draw: () => {},
});
