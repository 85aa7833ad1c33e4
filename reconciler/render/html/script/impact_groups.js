// Impact: the groups of accounts that the plan changes, and what they lose and gain.

const GROUPS_SHOWN = 100;

function impactTable() {
  const { groups } = report.said.impact;
  if (!groups.length) return null;
  const body = el("tbody", { role: "rowgroup" }, groups.slice(0, GROUPS_SHOWN).map(groupRow));
  const left = groups.length - GROUPS_SHOWN;
  const more = left > 0 ? button(`Show ${count(left, "more group")}`, {}) : null;
  if (more) more.addEventListener("click", () => moreGroups(body, more));
  return el("section", null, section("Impact", impactRemark()),
    el("div", { class: "card scroll", tabindex: "0", role: "region", "aria-label": "Impact" },
      el("table", { class: "impact stacked", role: "table" }, groupHead(), body)), more,
    report.said.impact.continue ? hint(report.said.impact.continue) : null);
}

function impactRemark() {
  return report.said.compared.trim().replace(/^\(|\)$/g, "") || "accounts that change; refused first, then the largest group";
}

function groupHead() {
  const heads = [["Accounts", "number"], ["Who"], ["Governed by"], ["Products"]];
  return tableHead(heads);
}

// Roles are said, since a narrow page shows the cells of a row one below the other.
function tableHead(heads) {
  const cells = heads.map(([text, kind]) => el("th", { role: "columnheader", scope: "col", class: kind }, text));
  return el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, cells));
}

// A hundred at a time, so that no press draws thousands.
function moreGroups(body, more) {
  const { groups } = report.said.impact;
  const from = body.children.length;
  const added = groups.slice(from, from + GROUPS_SHOWN).map(groupRow);
  body.append(...added);
  const left = groups.length - body.children.length;
  added[0].querySelector("button").focus();
  if (left) more.firstChild.data = `Show ${count(left, "more group")}`;
  else more.remove();
}

function groupRow(said) {
  const group = report.plan.impact.groups[said.at];
  const n = group.accounts.length;
  return el("tr", { role: "row" },
    el("td", { role: "cell", class: "number" }, button(number(n), { class: "more", "aria-label": `${count(n, "account")}: list`, onclick: () => groupPanel(group) })),
    el("td", { role: "cell", class: "wide" }, prose(said.who), said.rules.length ? el("div", null, said.rules.map((rule) => [tag("refused", rule), " "])) : null),
    el("td", { role: "cell" }, governedBy(group)),
    el("td", { role: "cell", class: "wide" }, products("removed", said.lost, group.lost), products("added", said.gained, group.gained)));
}

// In drift, the repository stands first, as in text.
function governedBy(group) {
  if (group.before === group.after) return experienceLink(group.after);
  if (!report.said.drifted) return [experienceLink(group.before), " → ", experienceLink(group.after)];
  return [experienceLink(group.after), el("span", { class: "muted" }, " in the repository, "), experienceLink(group.before), el("span", { class: "muted" }, " in AWS")];
}

function experienceLink(ref) {
  return ref === null ? swatch(null) : el("a", { class: "quiet", href: addressOf("experience", ref) }, swatch(ref));
}

function products(side, everything, ids) {
  const mark = report.said[side];
  if (!everything && !(ids || []).length) return null;
  const kind = mark.sign === "+" ? "gain-text" : "loss-text";
  const sign = mark.sign === "+" ? "+" : "−";
  const head = el("span", { class: `signed ${kind}` }, sign, everything ? "" : ` ${number(ids.length)}`, report.said.drifted ? ` ${mark.word}:` : aside(` ${mark.word}`));
  const which = everything ? prose(everything) : fold(byName(ids).map((id) => quietLink("product", id)), 5);
  return el("div", { class: "delta" }, head, " ", which);
}

function quietLink(kind, id) {
  return el("a", { class: "quiet", href: addressOf(kind, id) }, told(id));
}

function groupPanel(group) {
  panel(count(group.accounts.length, "account"), (body) => {
    body.append(el("p", null, governedBy(group)), accountRows(group.accounts));
  });
}

// All accounts of a list by name, each a link.
function accountRows(accounts) {
  const sorted = byName(accounts);
  return rows({ label: "Accounts", height: 32, count: sorted.length, key: (i) => sorted[i], onopen: (i) => go("account", sorted[i]),
    row: (i) => el("div", null, link("account", sorted[i], named(sorted[i]))) }).node;
}
