// Services: which customers come, go, and stay connected?

view({
  key: "services",
  title: "Services",
  count: () => (model.services ? model.services.size : null),
  sentence: () => (wasRead("services") ? count(model.services.size, "endpoint service") + "." : "No endpoint service was read."),
  places: ["service", "customer"],
  draw: () => {},
});
