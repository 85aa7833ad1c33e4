// Principals of endpoint services: an account's root, role or user, a service principal, or `*`.

const EVERYONE = "*";

// The account of a principal, or the principal itself where no account stands in it: it is the customer.
function ownerOf(principal) {
  const at = principal.startsWith("arn:") ? principal.indexOf("::") + 2 : 1;
  return at > 1 ? principal.slice(at, principal.indexOf(":", at)) : principal;
}

// root, role/reader, user/ann, service, everyone
function formOf(principal) {
  if (principal === EVERYONE) return "everyone";
  const owner = ownerOf(principal);
  if (owner !== principal) return principal.slice(principal.indexOf(owner) + owner.length + 1);
  return /^[0-9]{12}$/.test(principal) ? "account" : "service";
}

// The name of a principal: its own, or that of its account.
function customerName(principal) {
  return nameOf(principal) || nameOf(ownerOf(principal));
}

function customerTold(principal) {
  const name = customerName(principal);
  return name ? el("bdi", null, name) : el("code", null, ownerOf(principal));
}

// Two sorted lists in one walk: {added, removed, kept}.
function compareSorted(before, after) {
  const found = { added: [], removed: [], kept: [] };
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      found.kept.push(before[i]);
      i += 1;
      j += 1;
    } else if (before[i] < after[j]) found.removed.push(before[i++]);
    else found.added.push(after[j++]);
  }
  return { ...found, removed: found.removed.concat(before.slice(i)), added: found.added.concat(after.slice(j)) };
}

const SORTED_BY_NAME = 2000;

// By name; lists too long for that stay in the order of their ids.
function principalsByName(principals) {
  if (principals.length > SORTED_BY_NAME) return principals;
  const keyed = principals.map((one) => [customerName(one) || ownerOf(one), one]);
  keyed.sort((a, b) => byText.compare(a[0], b[0]) || (a[1] < b[1] ? -1 : 1));
  return keyed.map(([, one]) => one);
}
