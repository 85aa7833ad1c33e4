// Catalogues: which product is where, and who loses it?

view({
  key: "catalogues",
  title: "Catalogues",
  count: () => (model.experiences ? model.experiences.size : null),
  sentence: () => (wasRead("experiences") ? count(model.experiences.size, "experience") + "." : "No experience was read."),
  places: ["product", "experience"],
  draw: () => {},
});
