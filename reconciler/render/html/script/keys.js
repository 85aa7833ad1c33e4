// Keys of the whole page. None does anything together with Ctrl, Alt or Meta, or in a field.

const KEYS = [
  ["1 – 7", "opens a view"],
  ["/", "search"],
  ["↑ ↓ ← →", "move in tabs, trees, lists and results"],
  ["Home End", "the first and the last of them"],
  ["Enter", "opens or explains"],
  ["c", "copies the link to this place"],
  ["Esc", "closes, and returns the focus"],
  ["?", "this list"],
];

function pageKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") return void closePanel();
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const done = keyAction(event.key);
  if (done) {
    event.preventDefault();
    done();
  }
}

function keyAction(key) {
  const chosen = /^[1-7]$/.test(key) ? shownViews()[Number(key) - 1] : null;
  if (chosen) return () => visit(chosen.key);
  return { "/": () => search.field.focus(), c: () => copy(location.href), "?": showKeys }[key];
}

function showKeys() {
  panel("Keys", (body) => body.append(el("dl", { class: "keys" },
    KEYS.map(([key, what]) => [el("dt", null, el("kbd", null, key)), el("dd", null, what)]))));
}

function keysButton() {
  return button("?", { class: "square", "aria-label": "Keys", onclick: showKeys });
}

document.addEventListener("keydown", pageKey);
