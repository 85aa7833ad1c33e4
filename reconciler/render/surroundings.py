"""The blocks after the changes of a plan: unmanaged objects and grants, live connections that remain, and residue."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reconciler.printed import PlanJson, ProofJson, ResidualAccessJson, UnmanagedJson
from reconciler.spelling import by_number

from .calls import chain_words, duration
from .page import Page, separated
from .pasting import APPLY
from .words import clean, count, joined

CHANGE_SET = "change set"
GRANT = "allowed_principal"
IMPORT = "reconciler import --all"
"""The command that writes documents of everything unmanaged."""
_FEW = 5
_MOST = 20


def unmanaged_lines(page: Page, plan: PlanJson, command: Sequence[str] = APPLY) -> Iterator[str]:
    """List the live objects that no document names, then the unmanaged grants, then the command that imports them.

    *command* are the parts of the command that applies the plan: an import needs the same settings.
    """
    importing = [IMPORT, *(part for part in command if part.startswith("--config "))]
    hint = [f"Import them: {' '.join(importing)}"] if plan["unmanaged"] else []
    return separated([_objects(page, plan), _grants(page, plan), hint])


def _objects(page: Page, plan: PlanJson) -> Iterator[str]:
    objects = [item for item in plan["unmanaged"] if item["kind"] != GRANT]
    if objects:
        yield page.strong("Unmanaged") + " (in AWS and in no document; never changed)"
        shown = [[clean(item[key]) for key in ("kind", "remote_id", "title")] for item in page.shown(objects, _FEW)]
        kind_width, id_width, _ = (max(map(len, column)) for column in zip(*shown, strict=True))
        for kind, remote_id, title in shown:
            yield f"  {kind:<{kind_width}} {remote_id:<{id_width}}  {title}".rstrip()
        yield from page.rest(objects, "  ", _FEW)


def _grants(page: Page, plan: PlanJson) -> Iterator[str]:
    granted = sorted(grants(plan), key=lambda item: by_number(item["service"]))
    if granted:
        yield (
            page.strong("Unmanaged grants")
            + " (in AWS and in no document; services with principals: additive keep them)"
        )
        for item in page.shown(granted, _MOST):
            yield f"  {clean(item['service'])}  {page.named(item['remote_id'])}"
        yield from page.rest(granted, "  ", _MOST)


def grants(plan: PlanJson) -> list[UnmanagedJson]:
    """Return the grants on managed services that no document names."""
    return [item for item in plan["unmanaged"] if item["kind"] == GRANT]


def residual_lines(page: Page, plan: PlanJson) -> Iterator[str]:
    """List the live connections whose grant this plan removes or AWS no longer has."""
    return _residual_block(page, plan, plan["residual_access"])


def standing_lines(page: Page, plan: PlanJson) -> Iterator[str]:
    """List the live connections that no grant in AWS admits already, before any change."""
    return _residual_block(page, plan, standing(plan), "apply --reject-connections")


def standing(plan: PlanJson) -> list[ResidualAccessJson]:
    """Return the live connections that no grant in AWS admits already, before any change."""
    removed = {
        (change["address"], principal)
        for change in plan["changes"]
        for field in change["fields"]
        if field["path"] == "allowed_principals" and "removed" in field
        for principal in field["removed"]
    }
    return [one for one in plan["residual_access"] if (one["service"], one["principal"]) not in removed]


def rejected_endpoints(plan: PlanJson) -> set[str]:
    """Return the endpoints whose connections *plan* rejects."""
    return {
        endpoint
        for operation in plan["operations"]
        if operation["action"] == "RejectVpcEndpointConnections"
        for endpoint in operation["parameters"]["VpcEndpointIds"]
    }


def _residual_block(
    page: Page, plan: PlanJson, residual: Sequence[ResidualAccessJson], cutting: str = "--reject-connections"
) -> Iterator[str]:
    """List the connections that the plan cuts, and those that remain; *cutting* is what would cut them."""
    rejected = rejected_endpoints(plan)
    cut = [one for one in residual if one["endpoint"] in rejected]
    remaining = [one for one in residual if one["endpoint"] not in rejected]
    return separated(
        [
            _connections(page, plan, "Live connections that are cut", "this plan rejects them", cut),
            _connections(page, plan, "Live connections that remain", _why_they_remain(remaining, cutting), remaining),
        ]
    )


def _why_they_remain(remaining: Sequence[ResidualAccessJson], cutting: str) -> str:
    """Say why connections remain without the grant that admitted them, and that *cutting* ends those without one."""
    if all(one["admitted_by"] for one in remaining):
        return "another grant still admits them"
    return f"they outlive their grant; {cutting} cuts those that no grant admits"


def _connections(
    page: Page, plan: PlanJson, heading: str, why: str, shown: Sequence[ResidualAccessJson]
) -> Iterator[str]:
    if not shown:
        return
    yield page.strong(heading) + f" ({why})"
    connections = per_connection(shown)
    for one, principals in page.shown(connections, _MOST):
        owner, since = page.named(one["owner"]), _since(one["since"], plan["created_at"])
        where = f"{clean(one['state'])} in {clean(one['region'])} {since}"
        yield f"  {clean(one['service'])} {clean(one['endpoint'])} of {owner}: {where}"
        if one["admitted_by"]:
            by = joined([page.named(principal) for principal in one["admitted_by"]])
            without = joined([page.named(principal) for principal in principals])
            yield f"    without the grant of {without}, still admitted by {by}"
    yield from page.rest(connections, "  ", _MOST)


def per_connection(residual: Sequence[ResidualAccessJson]) -> list[tuple[ResidualAccessJson, list[str]]]:
    """Return each connection once, with every principal whose grant ends: one account may have several grants."""
    found: dict[tuple[str, str], tuple[ResidualAccessJson, list[str]]] = {}
    for one in residual:
        found.setdefault((one["service"], one["endpoint"]), (one, []))[1].append(one["principal"])
    return [*found.values()]


def _since(began: str, now: str) -> str:
    """Say since when a connection exists, and for how many days."""
    try:
        days = (datetime.fromisoformat(now) - datetime.fromisoformat(began)).days
    except ValueError:
        return f"since {clean(began)}"
    return f"since {clean(began)} ({count(days, 'day')})"


def residue_lines(page: Page, plan: PlanJson) -> Iterator[str]:
    """List, on a full page, the products that AWS denies and that no list of the document names."""
    residue = plan["residue"]
    if not residue or not page.full:
        return
    yield page.strong("Denied in AWS only") + " (in no list of the document; not counted as a difference)"
    for address, products in sorted(residue.items(), key=lambda one: by_number(one[0])):
        yield f"  {clean(address)}: {count(len(products), 'product')}"
        yield from (f"    {page.named(product)}" for product in products)


def summary_line(plan: PlanJson) -> str:
    """Count the changes and the API calls, say how long they take, and compare with the lower bound."""
    summary = plan["summary"]
    always = {"create": summary["create"], "update": summary["update"], "archive": summary["archive"]}
    rare = {"revive": summary["revive"], "delete": summary["delete"]}
    told = always | {action: number for action, number in rare.items() if number}
    actions = [f"{number} to {action}" for action, number in told.items()]
    carried_out = f"{calls(plan, 'EC2 call')}{duration(plan) if plan['operations'] else ''}"
    return f"Plan {digest8(plan['digest'])}: {', '.join(actions)}; {carried_out}.{proof_words(plan['proof'])}"


def proof_words(proof: ProofJson) -> str:
    """Say that no safe order needs fewer change sets, or how many it needs at least."""
    used, fewest = proof.get("change_sets", 0), proof.get("lower_bound", 0)
    if not used:
        return ""
    if used == fewest:
        return " No safe order needs fewer change sets."
    return f" A safe order needs at least {count(fewest, 'change set')}."


def digest8(digest: str | None) -> str:
    """Return the first 8 characters of a plan's *digest*, which `--accept` takes."""
    return clean((digest or "").removeprefix("sha256:")[:8])


def calls(plan: PlanJson, of_ec2: str = "") -> str:
    """Count the API calls by action: `2 change sets`, `1 change set and 1 TagResource call`.

    From three change sets on, say how many are carried out one after the other. The calls of EC2 are counted together
    if *of_ec2* is a noun for them, and those of Route 53, too.
    """
    counted: dict[str, int] = {}
    for operation in plan["operations"]:
        noun = CHANGE_SET if operation["action"] == "StartChangeSet" else f"{clean(operation['action'])} call"
        together = {"ec2": of_ec2, "route53": "Route 53 call"} if of_ec2 else {}
        noun = together.get(operation["service"], noun)
        counted[noun] = counted.get(noun, 0) + 1
    told = [count(number, noun) + chain_words(plan) * (noun == CHANGE_SET) for noun, number in counted.items()]
    return joined(told or ["0 change sets"])
