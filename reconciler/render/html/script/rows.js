// A list of any length: rows of one height, of which only those in sight and twenty around them are in the page.

const AROUND = 20;
const liveRows = new Set();

// {label, height, count, row: (i) => node, key: (i) => string, onopen: (i) => …, role: "list" | "treegrid" | "table" | …}
// count may be a function. Returns {node, refresh(), reveal(i)}; reveal returns the node of the row.
function rows(options) {
  const list = { ...options, at: 0, drawn: new Map(), first: 0, last: -1 };
  list.node = el("div", { class: "rows", role: options.role || "list", "aria-label": options.label });
  list.node.addEventListener("keydown", (event) => rowKey(list, event));
  list.node.addEventListener("focusin", (event) => focusedRow(list, event.target));
  list.node.addEventListener("focusout", () => setTimeout(() => drawRows(list)));
  refreshRows(list);
  requestAnimationFrame(() => drawRows(list));
  return { node: list.node, refresh: () => refreshRows(list), reveal: (i, block) => revealRow(list, i, block) };
}

function rowCount(list) {
  return typeof list.count === "function" ? list.count() : list.count;
}

function rowHeight(list) {
  return typeof list.height === "function" ? list.height() : list.height;
}

// Draws all rows again: their number or what they show has changed.
function refreshRows(list) {
  const focused = list.node.contains(document.activeElement) ? list.at : -1;
  const total = rowCount(list);
  liveRows.add(list);
  list.at = Math.max(0, Math.min(list.at, total - 1));
  for (const row of list.drawn.values()) row.remove();
  list.drawn.clear();
  list.node.style.height = `${total * rowHeight(list)}px`;
  if (/grid|table/.test(list.role || "")) list.node.setAttribute("aria-rowcount", String(total));
  if (list.printed) drawPrinted(list);
  drawRows(list);
  if (focused >= 0 && total) focusRow(list, Math.min(focused, total - 1));
}

// The indexes in sight: what of the list's box is inside the window and its header.
function inSight(list) {
  const box = list.node.getBoundingClientRect();
  const height = rowHeight(list);
  const first = Math.floor(-box.top / height) - AROUND;
  const last = Math.ceil((window.innerHeight - box.top) / height) + AROUND;
  return [Math.max(0, first), Math.min(rowCount(list) - 1, last)];
}

function drawRows(list) {
  if (!list.node.isConnected || !list.node.offsetParent || list.printed) return;
  const [first, last] = inSight(list);
  const kept = list.node.contains(document.activeElement) ? list.at : -1;
  for (const [i, row] of list.drawn) if ((i < first || i > last) && i !== kept) dropRow(list, i, row);
  for (let i = first; i <= last; i += 1) drawRow(list, i);
  list.node.querySelectorAll(":scope > [tabindex='0']").forEach((row) => { row.tabIndex = -1; });
  const tabbed = list.drawn.get(list.at) || list.drawn.get(first);
  if (tabbed) tabbed.tabIndex = 0;
}

function dropRow(list, i, row) {
  row.remove();
  list.drawn.delete(i);
}

function drawRow(list, i) {
  if (list.drawn.has(i)) return list.drawn.get(i);
  const row = list.row(i);
  const height = rowHeight(list);
  row.classList.add("row");
  row.style.top = `${i * height}px`;
  row.style.height = `${height}px`;
  numberRow(list, row, i);
  row.tabIndex = -1;
  list.drawn.set(i, row);
  list.node.insertBefore(row, following(list, i));
  return row;
}

function numberRow(list, row, i) {
  const inTable = /^(grid|table|rowgroup)$/.test(list.role || "");
  if (!row.hasAttribute("role")) row.setAttribute("role", { treegrid: "row", tree: "treeitem" }[list.role] || (inTable ? "row" : "listitem"));
  row.dataset.index = String(i);
  if (inTable) return row.setAttribute("aria-rowindex", String(i + 1));
  if (!row.hasAttribute("aria-setsize")) row.setAttribute("aria-setsize", String(rowCount(list)));
  if (!row.hasAttribute("aria-posinset")) row.setAttribute("aria-posinset", String(i + 1));
}

// Rows stand in the page in their order, so that a screen reader reads them so.
function following(list, i) {
  if (list.drawn.has(i - 1)) return list.drawn.get(i - 1).nextSibling;
  return [...list.node.children].find((row) => Number(row.dataset.index) > i) || null;
}

function rowOf(list, target) {
  const row = target.closest ? target.closest(".row") : null;
  return row && row.parentNode === list.node ? row : null;
}

function focusedRow(list, target) {
  const row = rowOf(list, target);
  if (row) list.at = Number(row.dataset.index);
}

function rowKey(list, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const row = rowOf(list, event.target);
  if (!row || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const next = { ArrowDown: list.at + 1, ArrowUp: list.at - 1, Home: 0, End: rowCount(list) - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    if (next >= 0 && next < rowCount(list)) focusRow(list, next);
  } else if (event.key === "Enter" && event.target === row && list.onopen) {
    event.preventDefault();
    list.onopen(list.at);
  }
}

function focusRow(list, i) {
  const row = revealRow(list, i, "nearest");
  if (row) row.focus({ preventScroll: true });
}

// Scrolls to a row and returns it; null for an index that is not there.
function revealRow(list, i, block = "center") {
  if (i < 0 || i >= rowCount(list)) return null;
  list.at = i;
  const row = drawRow(list, i);
  row.scrollIntoView({ block });
  drawRows(list);
  return row;
}

let rowsDue = false;

// One drawing a frame, whatever scrolls: the page, a panel or a box around the list.
function drawAllRows() {
  if (rowsDue) return;
  rowsDue = true;
  requestAnimationFrame(() => {
    rowsDue = false;
    for (const list of liveRows) drawOrForget(list);
  });
}

// A list that left the page for good, such as that of a closed panel, is forgotten once it is gone.
function drawOrForget(list) {
  if (list.node.isConnected) list.seen = true;
  else if (list.seen) liveRows.delete(list);
  drawRows(list);
}

document.addEventListener("scroll", drawAllRows, { capture: true, passive: true });
window.addEventListener("resize", drawAllRows);
