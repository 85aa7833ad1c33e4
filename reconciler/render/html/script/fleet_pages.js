// Links to the pages that members have alone. Without scripts a member's name leads to its answer as text.

const paged = new Set([...document.querySelectorAll("script[data-payload]")].map((one) => one.dataset.payload));

function pageOf(member) {
  return `?member=${encodeURIComponent(member)}`;
}

function linkPages() {
  for (const row of document.querySelectorAll("tr[data-member]")) {
    const anchor = row.querySelector("a");
    if (anchor && paged.has(row.dataset.member)) anchor.href = pageOf(row.dataset.member);
  }
  document.querySelectorAll("details[data-paged]").forEach(linkPage);
}

// A page for which the file has no room is named by the command that writes it.
function linkPage(details) {
  const { member } = byId(`row-${details.dataset.row}`).dataset;
  const found = paged.has(member);
  details.querySelector("summary").after(found
    ? el("p", null, el("a", { href: pageOf(member) }, "Open its page"))
    : el("p", { class: "muted" }, "There is no room for its page. Write it alone: ", el("code", null, `--config ${details.dataset.paged} --format html=FILE`)));
}

// An address of an answer opens it.
function followAnswer() {
  const target = location.hash && byId(location.hash.slice(1));
  const details = target && target.closest("details");
  if (!details) return;
  details.open = true;
  target.focus({ preventScroll: true });
  details.scrollIntoView();
}
