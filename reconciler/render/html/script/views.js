// The views: their tabs, and which one is open. A view is drawn when it is first opened.

const ORDER = ["impact", "organization", "catalogues", "timeline", "services", "changes", "problems"];
// An answer of `effective` is about accounts and products alone. A page of a plan that could not be made says so in all
// views.
const HIDDEN = { effective: ["impact", "timeline", "services", "changes"] };
const views = new Map();
const panes = new Map();
let openKey = null;

// {key, title, count: () => n | null, sentence: () => string, places: [kind], draw: (pane) => …,
//  reveal: (kind, id) => element | null, index: () => [{kind, id, name, words}],
//  address: () => that of the view as it is filtered, reset: () => takes its filter away, print: (begins) => …}
function view(one) {
  views.set(one.key, { count: () => null, places: [], reveal: () => null, index: () => [], address: () => `#${one.key}`,
    reset: () => {}, print: () => {}, ...one });
}

function shownViews() {
  const hidden = (report.plan.digest && HIDDEN[report.command]) || [];
  return ORDER.filter((key) => views.has(key) && !hidden.includes(key)).map((key) => views.get(key));
}

function hasView(key) {
  return shownViews().some((one) => one.key === key);
}

function openView() {
  return openKey;
}

// Whether a part of the world was read; a plan that could not be made has read nothing.
function wasRead(part) {
  return Boolean(model[part]);
}

function tabs() {
  const list = el("div", { role: "tablist", "aria-label": "Views", class: "tabs", onkeydown: tabKey });
  list.append(...shownViews().map(tab));
  return sideways(list);
}

function tab(one) {
  const n = report.plan.digest || one.key === "problems" ? one.count() : null;
  const loud = one.loud && one.loud() ? " loud" : "";
  const counted = n === null ? null : [" ", el("span", { class: `count${loud}` }, number(n))];
  const attributes = { role: "tab", id: `tab-${one.key}`, "aria-controls": `view-${one.key}`, "aria-selected": "false",
    tabindex: "-1", type: "button", onclick: () => openTab(one.key) };
  return el("button", attributes, one.title, counted);
}

function openTab(key) {
  showView(key);
  setAddress(views.get(key).address());
}

const TAB_STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function tabKey(event) {
  const keys = shownViews().map((one) => one.key);
  const at = keys.indexOf(openKey);
  const ends = { Home: 0, End: keys.length - 1 };
  const step = TAB_STEPS[event.key];
  const next = step ? (at + step + keys.length) % keys.length : ends[event.key];
  if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  openTab(keys[next]);
  byId(`tab-${keys[next]}`).focus();
}

function makePanes(main) {
  for (const one of shownViews()) {
    const pane = el("section", { role: "tabpanel", id: `view-${one.key}`, "aria-labelledby": `tab-${one.key}`,
      hidden: true, class: "pane" });
    panes.set(one.key, { pane, drawn: false });
    main.append(pane);
  }
}

function showView(key) {
  if (openKey === key) return;
  closePanel();
  for (const [other, { pane }] of panes) pane.hidden = other !== key;
  for (const other of panes.keys()) mark(byId(`tab-${other}`), other === key);
  openKey = key;
  drawView(key);
  window.scrollTo(0, 0);
  byId(`tab-${key}`).scrollIntoView({ block: "nearest", inline: "center" });
}

function mark(tabNode, selected) {
  tabNode.setAttribute("aria-selected", String(selected));
  tabNode.tabIndex = selected ? 0 : -1;
}

function drawView(key) {
  const held = panes.get(key);
  if (held.drawn) return;
  held.drawn = true;
  const one = views.get(key);
  held.pane.append(el("h1", { tabindex: "-1" }, prose(one.sentence())));
  if (report.command === "effective" && key === shownViews()[0].key) held.pane.append(hint(prose(report.said.verdict)));
  one.draw(held.pane);
}
