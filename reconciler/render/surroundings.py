"""What lies beside the changes of a plan: live objects that no document names, and what a policy still denies."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reconciler.spelling import by_number

from .page import Document, Page
from .words import clean, count, joined

GRANT = "allowed_principal"
_FEW = 5
_MOST = 20


def unmanaged_lines(page: Page, document: Document) -> Iterator[str]:
    """List the live objects that no document names, then the grants on managed services that none names."""
    objects = [item for item in document["unmanaged"] if item["kind"] != GRANT]
    if objects:
        yield ""
        yield page.strong("Unmanaged") + " (in AWS, in no document, never touched)"
        shown = [[clean(item[key]) for key in ("kind", "remote_id", "title")] for item in page.shown(objects, _FEW)]
        kind_width, id_width, _ = (max(map(len, column)) for column in zip(*shown, strict=True))
        for kind, remote_id, title in shown:
            yield f"  {kind:<{kind_width}} {remote_id:<{id_width}}  {title}".rstrip()
        yield from page.rest(objects, "  ", _FEW)
    granted = sorted(grants(document), key=lambda item: by_number(item["service"]))
    if granted:
        yield ""
        yield page.strong("Named by no document") + " (granted in AWS; an additive list keeps it)"
        for item in page.shown(granted, _MOST):
            yield f"  {clean(item['service'])}  {page.named(item['remote_id'])}"
        yield from page.rest(granted, "  ", _MOST)


def grants(document: Document) -> list[Document]:
    """Give the grants on managed services that no document names."""
    return [item for item in document["unmanaged"] if item["kind"] == GRANT]


def residual_lines(page: Page, document: Document) -> Iterator[str]:
    """List the connections that outlive the grant they came from: removing a grant does not cut them."""
    residual = document["residual_access"]
    if not residual:
        return
    yield from _residual_block(page, document, residual)


def standing_lines(page: Page, document: Document) -> Iterator[str]:
    """List the connections that no grant admits, whatever changes: in AWS they are so already."""
    removed = {
        (change["address"], principal)
        for change in document["changes"]
        for field in change["fields"]
        if field["path"] == "allowed_principals"
        for principal in field["removed"]
    }
    standing = [one for one in document["residual_access"] if (one["service"], one["principal"]) not in removed]
    if standing:
        yield from _residual_block(page, document, standing)


def _residual_block(page: Page, document: Document, residual: Sequence[Document]) -> Iterator[str]:
    rejected = {
        endpoint
        for operation in document["operations"]
        if operation["action"] == "RejectVpcEndpointConnections"
        for endpoint in operation["parameters"]["VpcEndpointIds"]
    }
    cut = any(one["endpoint"] in rejected for one in residual)
    after = "cut by the last calls unless still admitted" if cut else "they stay up; --reject-connections cuts them"
    yield ""
    yield page.strong("Residual access") + f" (live connections whose grant goes or is gone: {after})"
    for one in page.shown(residual, _MOST):
        owner, since = page.named(one["owner"]), _since(one["since"], document["created_at"])
        where = f"{clean(one['state'])} in {clean(one['region'])} {since}"
        yield f"  {clean(one['service'])} {clean(one['endpoint'])} of {owner}: {where}"
        if one["admitted_by"]:
            by = joined([page.named(principal) for principal in one["admitted_by"]])
            yield f"    after {page.named(one['principal'])} is removed, still admitted by {by}"
    yield from page.rest(residual, "  ", _MOST)


def _since(began: str, now: str) -> str:
    """Say since when something is so, and for how many days."""
    try:
        days = (datetime.fromisoformat(now) - datetime.fromisoformat(began)).days
    except ValueError:
        return f"since {clean(began)}"
    return f"since {clean(began)} ({count(days, 'day')})"


def residue_lines(page: Page, document: Document) -> Iterator[str]:
    """List what AWS denies and no document names, when everything is asked for."""
    residue = document.get("residue", {})
    if not residue or not page.full:
        return
    yield ""
    yield page.strong("Residue") + " (denied in AWS, in neither list, not a difference)"
    for address, products in sorted(residue.items(), key=lambda one: by_number(one[0])):
        yield f"  {clean(address)}: {count(len(products), 'product')}"
        yield from (f"    {page.named(product)}" for product in products)


def summary_line(document: Document) -> str:
    """Count what happens, by action and by call, and say whether less would do: `Plan 1a2b3c4d: 1 to create, …`."""
    summary = document["summary"]
    always = ("create", "update", "archive")
    actions = [
        f"{summary[action]} to {action}"
        for action in (*always, "revive", "delete")
        if action in always or summary.get(action)
    ]
    return f"Plan {digest8(document)}: {', '.join(actions)}; {calls(document)}.{_proof(document['proof'])}"


def _proof(proof: Document) -> str:
    """Say below how many change sets nothing can go that is as safe: that the plan takes no more, or what is proven."""
    used, fewest = proof.get("change_sets", 0), proof.get("lower_bound", 0)
    if not used:
        return ""
    number = "fit into no fewer change sets" if used == fewest else f"need at least {count(fewest, 'change set')}"
    return f" These changes {number} in a safe order."


def digest8(document: Document) -> str:
    """Give the characters of a plan's digest that people write."""
    return clean(document["digest"].removeprefix("sha256:")[:8])


def calls(document: Document) -> str:
    """Count the calls that write, by sort: `2 change sets`, `1 change set and 1 TagResource call`."""
    counted: dict[str, int] = {}
    for operation in document["operations"]:
        noun = "change set" if operation["action"] == "StartChangeSet" else f"{clean(operation['action'])} call"
        counted[noun] = counted.get(noun, 0) + 1
    return joined([count(number, noun) for noun, number in counted.items()] or ["0 change sets"])
