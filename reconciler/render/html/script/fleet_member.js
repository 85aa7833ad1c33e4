// The page of one member in the place of the fleet's: the address ?member=orgs/acme asks for it.

function askedMember() {
  return new URLSearchParams(location.search).get("member");
}

function payloadOf(member) {
  return [...document.querySelectorAll("script[data-payload]")].find((one) => one.dataset.payload === member);
}

// Leaves what the page of a plan begins with: an empty header, an empty main, and its payload.
function openMember(payload) {
  const member = payload.dataset.payload;
  const row = [...document.querySelectorAll("tr[data-member]")].find((one) => one.dataset.member === member);
  payload.id = "payload";
  document.title = `${member}: ${payload.dataset.state}`;
  byId("header").before(backToFleet(payload, row));
  byId("header").replaceChildren();
  byId("main").replaceChildren();
}

// Leads back to the line of the member.
function backToFleet({ dataset }, row) {
  return el("nav", { class: "of-fleet", "aria-label": "Fleet" },
    el("a", { href: `?#${row.id}` }, "All members"), " › ", el("bdi", null, dataset.payload), ` (${dataset.state})`);
}

const asked = askedMember() === null ? null : payloadOf(askedMember());
if (asked) openMember(asked);
