// The search field: results by kind, six of each with their number. Enter goes to the chosen one.

const SIX = 6;
const search = { field: null, list: null, options: [], at: -1, stop: () => {} };

function searchBox() {
  search.field = el("input", { type: "search", id: "search", role: "combobox", "aria-expanded": "false",
    "aria-controls": "results", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
    placeholder: "Account, product, customer, address", "aria-label": "Search", oninput: searchNow,
    onkeydown: searchKey, onfocus: beginSearch });
  search.list = el("div", { id: "results", role: "listbox", "aria-label": "Results", hidden: true });
  return el("div", { class: "search", onfocusout: leaveSearch }, search.field, el("kbd", { "aria-hidden": "true" }, "/"), search.list);
}

function beginSearch() {
  setTimeout(warmSearch);
  searchNow();
}

function searchNow() {
  search.stop();
  const text = search.field.value.trim();
  search.at = -1;
  search.stop = text ? searching(text, showResults) : () => {};
  if (!text) closeResults();
}

function showResults(hits, done) {
  const at = search.at;
  search.options = [];
  search.at = -1;
  search.list.replaceChildren(...hitsByKind(hits).map(resultGroup));
  if (!hits.length) search.list.append(el("p", { role: "option", "aria-disabled": "true", class: "muted" }, done ? ["Nothing found.", ...unreadWords()].join(" ") : "Searching …"));
  search.list.hidden = false;
  search.field.setAttribute("aria-expanded", "true");
  choose(search.options.length ? Math.max(0, Math.min(at, search.options.length - 1)) : -1);
}

function resultGroup([kind, found]) {
  const head = `${KINDS[kind]}s`.replace(/^./, (one) => one.toUpperCase());
  const shown = found.slice(0, SIX).map((hit) => result(hit));
  const left = found.length - shown.length;
  return el("div", { role: "group", "aria-label": head },
    el("p", { class: "results-head", "aria-hidden": "true" }, head, el("small", null, ` ${number(found.length)}${left ? ` · ${number(SIX)} shown` : ""}`)), shown);
}

function result(hit) {
  const i = search.options.length;
  const node = el("div", { role: "option", id: `result-${i}`, "aria-selected": "false", class: "result",
    onmousedown: (event) => event.preventDefault(), onclick: () => take(i) },
    hit.name ? [el("bdi", null, hit.name), " "] : null, el("span", { class: "id" }, hit.id));
  search.options.push({ hit, node });
  return node;
}

function choose(i) {
  if (search.options[search.at]) search.options[search.at].node.setAttribute("aria-selected", "false");
  search.at = i;
  const chosen = search.options[i];
  if (!chosen) return search.field.removeAttribute("aria-activedescendant");
  chosen.node.setAttribute("aria-selected", "true");
  search.field.setAttribute("aria-activedescendant", chosen.node.id);
  chosen.node.scrollIntoView({ block: "nearest" });
}

function take(i) {
  const chosen = search.options[i];
  if (!chosen) return;
  closeResults();
  search.field.value = "";
  go(chosen.hit.kind, chosen.hit.id);
}

function searchKey(event) {
  const last = search.options.length - 1;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && last >= 0) {
    event.preventDefault();
    choose((search.at + step + last + 1) % (last + 1));
  } else if (event.key === "Enter") take(search.at);
  else if (event.key === "Escape") leaveField(event);
}

function leaveField(event) {
  event.stopPropagation();
  if (search.list.hidden) search.field.blur();
  closeResults();
}

function leaveSearch(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) closeResults();
}

function closeResults() {
  search.stop();
  search.list.hidden = true;
  search.options = [];
  search.field.setAttribute("aria-expanded", "false");
  search.field.removeAttribute("aria-activedescendant");
}
