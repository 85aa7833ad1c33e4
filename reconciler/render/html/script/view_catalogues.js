// Catalogues: which product is where, and who loses it?

const catalogues = { matrix: null, list: null, lines: [], only: true, open: new Set(), heads: new Map(), button: null, shown: null };
const MATRIX_ROW = 30;
const WAYS = 12;

view({
  key: "catalogues",
  title: "Catalogues",
  count: () => (model.experiences ? model.experiences.size : null),
  sentence: cataloguesSentence,
  places: ["product", "experience"],
  draw: drawCatalogues,
  reveal: revealInMatrix,
  index: () => [...matrixOf(catalogues).products.keys()].map((id) => ({ kind: "product", id, name: nameOf(id) }))
    .concat(catalogues.matrix.all.map(({ one }) => ({ kind: "experience", id: one.ref, name: one.title, words: one.id || "" }))),
});

function matrixOf(state) {
  if (!state.matrix) state.matrix = newMatrix();
  return state.matrix;
}

function cataloguesSentence() {
  if (!model.experiences) return "The experiences were not read.";
  const { all } = matrixOf(catalogues);
  const changed = all.filter((column) => column.changes).length;
  if (!all.length) return "There is no experience.";
  const differ = isDrift ? ["differs", "differ"] : ["changes", "change"];
  if (!changed) return isDrift ? `None of ${count(all.length, "catalogue")} differs.` : `None of ${count(all.length, "catalogue")} changes.`;
  return `${number(changed)} of ${count(all.length, "catalogue")} ${changed === 1 ? differ[0] : differ[1]}.`;
}

function drawCatalogues(pane) {
  if (!model.experiences) return void pane.append(hint(report.plan.digest === null ? "No plan could be made, so no catalogue is known here." : "The repository has no marketplace, or the plan does not need the experiences."));
  const state = catalogues;
  if (!matrixOf(state).all.length) return;
  state.only = [...state.matrix.products.values()].some((one) => one.changes);
  drawMatrixLines(state);
  append(pane, [matrixTools(state), hintsOf(state), matrixBox(state)]);
  showMatrix(state);
}

function hintsOf({ matrix }) {
  const free = matrix.all.filter(({ one }) => (one[LAST] || one[FIRST]).allow === null).map(({ one }) => el("bdi", null, one.title));
  return [uncounted() ? hint(uncounted()) : null,
    free.length ? hint(fold(free, 6), free.length === 1 ? " allows every product: it has no procurement policy." : " allow every product: they have no procurement policy.") : null];
}

function matrixTools(state) {
  const word = isDrift ? "Only products that differ" : "Only products that change";
  state.button = button(word, { "aria-pressed": "true", onclick: () => setOnly(state, !state.only) });
  state.shown = el("span", { class: "muted", role: "status" });
  const sample = (sign, kind, words) => el("span", null, el("span", { class: `sign-sample ${kind}` }, sign), ` ${words}`);
  return el("div", { class: "matrix-tools" }, state.button, state.shown, el("span", { class: "signs muted" },
    sample("+", "gain boxed", CELL_WORDS["+"]), " ", sample("−", "loss boxed", CELL_WORDS["−"]), " ", sample("•", "", "allowed"), " ", sample("×", "", "denied"),
    noteLegend(state.matrix)));
}

function matrixBox(state) {
  const { columns, hidden } = state.matrix;
  state.list = rows({
    label: "Products",
    role: "rowgroup",
    height: MATRIX_ROW,
    count: () => state.lines.length,
    row: (i) => matrixRow(state, state.lines[i]),
    key: (i) => state.lines[i].key,
    onopen: (i) => openMatrixLine(state, i),
  });
  state.list.node.addEventListener("click", (event) => clickMatrix(state, event));
  const table = el("div", { class: "matrix", role: "treegrid", "aria-label": "Products and experiences",
    "aria-colcount": String(columns.length + 3 + (hidden.length ? 1 : 0)) }, matrixHead(state), state.list.node);
  table.style.setProperty("--columns", String(columns.length + (hidden.length ? 1 : 0)));
  return el("div", { class: "matrix-wrap card" }, table);
}

// The lines in their order: products, and below an open one what it is and by which ways accounts lose and gain it.
function drawMatrixLines(state) {
  state.products = listedProducts(state.matrix, state.only);
  state.lines = state.products.flatMap((product) => [
    { kind: "product", key: product.id, product, open: state.open.has(product.id) },
    ...(state.open.has(product.id) ? detailLines(product) : []),
  ]);
}

function detailLines(product) {
  const ways = waysOf(product.id);
  const line = (kind, i, part) => ({ kind, key: `${product.id} ${kind} ${i}`, product, ...part });
  return [line("about", 0, { ways }), ...ways.slice(0, WAYS).map((way, i) => line("way", i, { way })),
    ...(ways.length > WAYS ? [line("more", 0, { left: ways.length - WAYS })] : [])];
}

function showMatrix(state) {
  state.button.setAttribute("aria-pressed", String(state.only));
  state.shown.textContent = `${number(state.products.length)} of ${count(state.matrix.products.size, "product")}`;
  state.list.refresh();
}

function setOnly(state, only) {
  state.only = only;
  drawMatrixLines(state);
  showMatrix(state);
}

function clickMatrix(state, event) {
  const row = event.target.closest(".matrix-row.product");
  if (row && !event.target.closest("a, button")) toggleProduct(state, Number(row.dataset.index));
}

function openMatrixLine(state, i) {
  const { kind, product, way } = state.lines[i];
  if (kind === "product") toggleProduct(state, i);
  if (kind === "way") showWay(product, way.sign, way.fate);
}

function toggleProduct(state, i) {
  const line = state.lines[i];
  if (!state.open.delete(line.key)) state.open.add(line.key);
  drawMatrixLines(state);
  showMatrix(state);
  if (state.open.has(line.key)) setAddress(addressOf("product", line.key));
  const row = state.list.reveal(i, "nearest");
  if (row) row.focus({ preventScroll: true });
}

function revealInMatrix(kind, id) {
  const state = catalogues;
  if (!state.list) return null;
  return kind === "product" ? revealProduct(state, id) : revealExperience(state, id);
}

function revealProduct(state, id) {
  const product = state.matrix.products.get(id);
  if (!product) return null;
  state.open.add(id);
  state.only = state.only && product.changes;
  drawMatrixLines(state);
  showMatrix(state);
  return state.list.reveal(state.lines.findIndex((line) => line.key === id));
}

function revealExperience(state, ref) {
  const column = state.matrix.all.find(({ one }) => one.ref === ref || one.id === ref);
  if (!column) return null;
  const head = state.heads.get(column.one);
  if (head) {
    head.scrollIntoView({ block: "nearest", inline: "center" });
    head.focus({ preventScroll: true });
  }
  return showExperience(column.one);
}
