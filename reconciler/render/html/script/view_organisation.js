// Organization: which accounts change their experience, and why?

view({
  key: "organization",
  title: "Organization",
  count: () => (model.accounts ? model.accounts.size : null),
  sentence: () => (wasRead("accounts") ? count(model.accounts.size, "account") + "." : "The organization was not read."),
  places: ["account", "unit"],
  draw: () => {},
});
