// Changes: where a difference of drift comes from, and what AWS has that no document names.

const ORIGINS = { changed_in_aws: ["warn", "changed in AWS"], unfinished: ["muted", "not applied yet"], unknown: ["muted", "origin unknown"] };

function originTag(change) {
  const found = ORIGINS[change.origin];
  return found ? tag(...found) : null;
}

function unmanaged() {
  const found = report.plan.unmanaged;
  if (!found.length) return null;
  const row = (i) => el("div", null, unmanagedEntry(found[i]));
  const list = found.length <= 50
    ? el("ul", { class: "unmanaged" }, found.map((_, i) => el("li", null, unmanagedEntry(found[i]))))
    : rows({ label: "Unmanaged", height: 32, count: found.length, key: String, row }).node;
  return [section("Unmanaged", "in AWS, in no document, never changed"), el("div", { class: "card" }, list),
    hint("Import them: ", el("code", null, "reconciler import --all"))];
}

function unmanagedEntry(one) {
  return [el("span", { class: "muted" }, one.kind.replace(/_/g, " ")), " ", el("bdi", null, one.title.trim() ? one.title : nameOf(one.remote_id)), " ",
    el("code", { class: "id" }, one.remote_id), one.service ? [" on ", link("service", one.service, told(one.service))] : null];
}
