// Places in the address: #timeline is a view, #account=111111111111 an item in one.

const KINDS = {
  account: "account", accounts: "group of accounts", unit: "unit", product: "product", experience: "experience", service: "endpoint service",
  customer: "customer", change: "change", problem: "problem", operation: "API call",
};

function addressOf(kind, id) {
  return `#${kind}=${encodeURIComponent(id)}`;
}

function link(kind, id, ...children) {
  return el("a", { href: addressOf(kind, id) }, children.length ? children : named(id));
}

// A link to a view.
function viewLink(key, ...children) {
  return el("a", { href: `#${key}` }, children);
}

function go(kind, id) {
  if (!reveal(kind, id)) {
    notice(el("bdi", null, id), ` is not in this ${report.command === "drift" ? "comparison" : "plan"}.`);
    return false;
  }
  setAddress(addressOf(kind, id));
  return true;
}

// Opens the first view that has the item, and focuses it; without one the view stays.
function reveal(kind, id) {
  const before = openView();
  for (const one of shownViews().filter((view) => view.places.includes(kind))) {
    showView(one.key);
    const found = one.reveal(kind, id);
    if (found) return focusOn(found);
  }
  if (before) showView(before);
  return false;
}

function focusOn(element) {
  if (element instanceof HTMLElement && !element.contains(document.activeElement)) {
    if (!element.hasAttribute("tabindex") && !element.matches("a, button, input, summary")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
  }
  return true;
}

function setAddress(address) {
  if (location.hash !== address) history.pushState(null, "", address);
}

// Opens a view for a reader who asked for it: the focus goes to its first line, so that Tab goes on from there.
function visit(key) {
  showView(key);
  setAddress(views.get(key).address());
  byId(`view-${key}`).querySelector("h1").focus({ preventScroll: true });
}

// A link to a place goes there also if the address is that of the place already.
function followLink(event) {
  const anchor = event.target.closest("a[href^='#']");
  if (!anchor || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const text = anchor.getAttribute("href").slice(1);
  const at = text.indexOf("=");
  if (!text) visit(shownViews()[0].key);
  else if (at < 0) {
    views.get(text).reset();
    visit(text);
  }
  else go(text.slice(0, at), decoded(text.slice(at + 1)));
}

document.addEventListener("click", followLink);

// Reads the address; one that is malformed or unknown leaves the view as it is.
function follow() {
  const text = location.hash.slice(1);
  const [kind, ...rest] = text.split("=");
  if (!text) return showView(shownViews()[0].key);
  if (!rest.length && hasView(kind)) return showWhole(kind);
  if (!openView()) showView(shownViews()[0].key);
  const id = decoded(rest.join("="));
  if (KINDS[kind] && id !== null) return go(kind, id);
  return notice(el("bdi", null, text), " is no place in this page.");
}

// The address of a view alone is that of all that it has.
function showWhole(key) {
  views.get(key).reset();
  showView(key);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
