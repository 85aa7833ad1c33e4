// Whether a list has the width of a phone: beside the panel, or in a narrow window. The styles say the same width.

const NARROW = 640;
const narrowLists = new Set();
let narrow = null;

// Measured once and then kept up to date, since asking for a width makes the browser lay out the page.
function isNarrow() {
  if (narrow === null) watchMain();
  return narrow;
}

function watchMain() {
  const main = byId("main");
  const style = getComputedStyle(main);
  narrow = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) <= NARROW;
  new ResizeObserver(([entry]) => setNarrow(entry.contentRect.width <= NARROW)).observe(main);
}

function setNarrow(now) {
  if (now === narrow) return;
  narrow = now;
  for (const list of narrowLists) list.refresh();
}

// Draws the rows of a list again when they change their height.
function refreshWhenNarrow(list) {
  narrowLists.add(list);
}
