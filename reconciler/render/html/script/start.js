// The page itself: its header, its views, and the place that the address names.

function header() {
  const { badge } = report.said;
  const digest = (report.plan.digest || "").replace("sha256:", "").slice(0, 8);
  return [
    el("a", { class: "skip", href: "#main", onclick: skip }, "Skip to the view"),
    el("div", { class: "bar" },
      el("p", { class: "about" }, el("a", { class: "home", href: "#" }, tag(`badge ${badge.kind}`, badge.text),
        digest ? [" ", el("strong", null, "Plan ", el("code", null, digest))] : null), " ",
        el("span", { class: "muted" }, about().map((one, i, all) => [" ", el("span", { class: "nowrap" }, one, i < all.length - 1 ? " ·" : "")]))),
      el("div", { class: "tools" }, searchBox(), themeButton(), keysButton())),
    el("nav", { "aria-label": "Views" }, tabs()),
  ];
}

// Leads past the header, to the first line of the view.
function skip(event) {
  event.preventDefault();
  byId(`view-${openView()}`).querySelector("h1").focus();
}

function about() {
  const { commit } = report.plan;
  const [id, local] = (commit || "").split("-dirty");
  return [report.config ? el("code", null, report.config) : null, commit ? `commit ${id.slice(0, 7)}${local === undefined ? "" : " with local changes"}` : null,
    moment(report.plan.created_at)].filter(Boolean);
}

// What sticks below the header, and what is scrolled to, keeps clear of it.
function measureHeader() {
  document.documentElement.style.setProperty("--header", `${byId("header").offsetHeight}px`);
}

function start() {
  append(byId("header"), header());
  new ResizeObserver(measureHeader).observe(byId("header"));
  makePanes(byId("main"));
  const { opens } = report.said;
  if (opens && opens.length && !location.hash) history.replaceState(null, "", addressOf(...opens));
  follow();
  window.addEventListener("hashchange", follow);
  window.addEventListener("popstate", follow);
}

start();
