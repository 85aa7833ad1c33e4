// Which members are listed: those of a state, whose name, state or remarks have a text. The address keeps both.

const chosen = { state: "", text: "" };
const lines = [...document.querySelectorAll("tr[data-member]")].map((row) => ({
  row,
  answer: document.querySelector(`details[data-row="${row.id.slice(4)}"]`),
  state: row.dataset.state,
  text: row.textContent.toLowerCase(),
}));

function filters() {
  const states = byId("filters").dataset.states.trim().split(/ (?=[a-z_]+:)/).filter(Boolean).map((one) => one.split(":"));
  const group = el("div", { role: "group", "aria-label": "State", class: "states" },
    stateButton("", "all", lines.length), states.map(([state, n, words]) => stateButton(state, words, Number(n))));
  const field = el("input", { type: "search", id: "search", placeholder: "Filter members", "aria-label": "Filter members", oninput: typed });
  byId("filters").append(group, el("div", { class: "search" }, field, el("kbd", { "aria-hidden": "true" }, "/")),
    el("p", { id: "listed", role: "status", class: "muted" }));
}

function stateButton(state, words, n) {
  return button(`${words} `, { "data-state": state, "aria-pressed": "false", onclick: () => choose({ state }) }, el("span", { class: "count" }, number(n)));
}

function typed(event) {
  choose({ text: event.target.value });
}

function choose(part) {
  Object.assign(chosen, part);
  const address = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
  history.replaceState(null, "", address ? `#${address}` : "#");
  list();
}

function list() {
  const text = chosen.text.trim().toLowerCase();
  let listed = 0;
  for (const line of lines) {
    const kept = (!chosen.state || line.state === chosen.state) && line.text.includes(text);
    listed += kept ? 1 : 0;
    line.row.hidden = !kept;
    if (line.answer) line.answer.hidden = !kept;
  }
  byId("listed").textContent = listed === lines.length ? "" : `${number(listed)} of ${count(lines.length, "member")}`;
  document.querySelectorAll(".states button").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.state === chosen.state)));
}

// The address of a filter, as `choose` writes it; another one, such as that of a row, lists all.
function followFilter() {
  const stated = new URLSearchParams(location.hash.slice(1));
  chosen.state = lines.some((line) => line.state === stated.get("state")) ? stated.get("state") : "";
  chosen.text = stated.get("text") || "";
  byId("search").value = chosen.text;
  list();
}

function filterKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = byId("search");
  if (event.key === "Escape" && event.target === field) {
    field.value = "";
    choose({ text: "" });
  }
  if (event.key !== "/" || event.target === field) return;
  event.preventDefault();
  field.focus();
}
