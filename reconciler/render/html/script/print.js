// Printing: all views one after the other, with every row of their lists as far as a print may have.

const PRINTED_ROWS = 2000;
let printing = null;

function beginPrint() {
  if (printing) return;
  printing = { key: openView(), folded: [] };
  for (const key of panes.keys()) drawView(key);
  for (const { pane } of panes.values()) pane.hidden = false;
  document.querySelectorAll("details:not([open])").forEach(openForPrint);
  for (const { print } of views.values()) print(true);
  for (const list of liveRows) if (list.node.isConnected) printRows(list);
}

// The event that fills what is opened would come after the print.
function openForPrint(details) {
  details.open = true;
  if (details.fill) details.fill();
  printing.folded.push(details);
}

// In print, rows stand one below the other, as high as they need.
function printRows(list) {
  const most = Math.min(rowCount(list), PRINTED_ROWS);
  list.printed = true;
  list.node.classList.add("printed");
  drawPrinted(list);
  const left = rowCount(list) - most;
  if (left) list.node.after(el("p", { class: "unprinted" }, `… and ${number(left)} more, which are not printed.`));
}

function drawPrinted(list) {
  for (let i = 0; i < Math.min(rowCount(list), PRINTED_ROWS); i += 1) drawRow(list, i);
}

function endPrint() {
  if (!printing) return;
  document.querySelectorAll(".unprinted").forEach((one) => one.remove());
  for (const details of printing.folded) details.open = false;
  for (const [key, { pane }] of panes) pane.hidden = key !== printing.key;
  printing = null;
  for (const list of liveRows) unprintRows(list);
  for (const { print } of views.values()) print(false);
  drawAllRows();
}

function unprintRows(list) {
  list.printed = false;
  list.node.classList.remove("printed");
}

window.addEventListener("beforeprint", beginPrint);
window.addEventListener("afterprint", endPrint);
matchMedia("print").addEventListener("change", (event) => (event.matches ? beginPrint() : endPrint()));
