// The panel at the side of a view, from below on a narrow page. One at a time; Esc closes it and returns the focus.

let panelFrom = null;
let panelRows = null;

// Shows `title`, a text or a node, and below it what `build(body)` adds.
function panel(title, build) {
  const from = openPanel() ? panelFrom : document.activeElement;
  closePanel(false);
  panelFrom = from;
  panelRows = from ? from.closest(".rows") || panelRows : null;
  const body = el("div", { class: "panel-body" });
  const head = el("h2", { id: "panel-title", tabindex: "-1" }, title);
  const close = button("Close", { class: "close", onclick: () => closePanel() });
  byId("side").append(el("div", { class: "panel", role: "dialog", "aria-labelledby": "panel-title" },
    el("div", { class: "panel-head" }, head, close), body));
  document.body.classList.add("with-panel");
  build(body);
  head.focus({ preventScroll: true });
  drawAllRows();
  return byId("side").firstChild;
}

function openPanel() {
  return byId("side").firstChild;
}

function closePanel(returning = true) {
  const shown = openPanel();
  if (!shown) return false;
  const held = shown.contains(document.activeElement);
  shown.remove();
  document.body.classList.remove("with-panel");
  if (returning && held) returnFocus();
  drawAllRows();
  return true;
}

// A list that was drawn again meanwhile has another element for the row; it is the one that the Tab key reaches.
function returnFocus() {
  const row = panelRows && panelRows.querySelector(":scope > [tabindex='0']");
  const home = panelFrom && panelFrom.isConnected ? panelFrom : row;
  if (home) home.focus({ preventScroll: true });
}
