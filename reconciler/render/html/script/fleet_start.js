// The fleet's own page: its filter, its links, and the place that the address names.

function followPlace() {
  followFilter();
  followAnswer();
}

// A member that is asked for and has no page: the file is another one than the link was made for.
function sayUnknown() {
  const member = new URLSearchParams(location.search).get("member");
  if (member !== null) append(byId("notice"), [el("bdi", null, member), " has no page in this file."]);
}

byId("tools").append(themeButton());
filters();
linkPages();
followPlace();
sayUnknown();
window.addEventListener("hashchange", followPlace);
document.addEventListener("keydown", filterKey);
