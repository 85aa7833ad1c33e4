"""Tables of what a plan does to accounts and customers, and the picture of accounts that move."""

from collections import Counter
from collections.abc import Sequence

from reconciler.printed import ExposureJson, GroupJson, PlanJson, ResidualAccessJson
from reconciler.render.decision.accounts import by_size
from reconciler.render.impact import CONTINUE, NARROWER, WIDER
from reconciler.render.naming import by_name, people, some
from reconciler.render.page import Page
from reconciler.render.surroundings import per_connection, rejected_endpoints
from reconciler.render.words import count, joined

from .blocks import folded, heading, table
from .inert import code, fenced, visible
from .limits import Limits

_PRODUCTS = 6
_PEOPLE = 3
_NODES = 30
_UNGOVERNED = "ungoverned"


def impact_table(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return the groups of accounts that lose or gain: refused groups first, then the largest."""
    refused = page.refusals.of_group
    groups = sorted(by_size(plan["impact"]["groups"]), key=lambda group: not refused(group))
    if not groups:
        return []
    columns = ("#Accounts", "Who", "Governed by", "− loses", "+ gains")
    lines = table(columns, [_group(page, group) for group in groups[: limits.rows]])
    lost = ["", CONTINUE] if any(group["loses"] != 0 for group in groups) else []
    return [*heading("Impact"), *lines, *_rest(groups, limits), *lost]


def _rest(groups: Sequence[GroupJson], limits: Limits) -> list[str]:
    left = groups[limits.rows :]
    accounts = count(sum(len(group["accounts"]) for group in left), "account")
    return ["", f"… and {count(len(left), 'more group')} with {accounts}"] if left else []


def _group(page: Page, group: GroupJson) -> list[str]:
    before, after = (_governing(page, group[end]) for end in ("before", "after"))
    loses = "every product that it does not allow" if group["lost"] is None else _products(page, group["lost"])
    gains = "every product" if group["gains"] is None else _products(page, group["gained"])
    who = people(page, group["accounts"], _PEOPLE)
    number = f"{len(group['accounts']):,}"
    return [number, who, before if before == after else f"{before} → {after}", loses, gains]


def _governing(page: Page, experience: str | None) -> str:
    return _UNGOVERNED if experience is None else page.told(experience)


def _products(page: Page, ids: Sequence[str]) -> str:
    return some(page, by_name(page, ids), _PRODUCTS)


def picture(page: Page, plan: PlanJson) -> list[str]:
    """Return how many accounts move between which experiences; a picture of more than 30 nodes says nothing."""
    moves = Counter[tuple[str | None, str | None]]()
    for group in plan["impact"]["groups"]:
        if group["before"] != group["after"]:
            moves[group["before"], group["after"]] += len(group["accounts"])
    if not moves:
        return []
    before, after = (list(dict.fromkeys(pair[end] for pair in moves)) for end in (0, 1))
    summary = "Picture: accounts that change their experience"
    if len(before) + len(after) > _NODES:
        told = f"No picture: {len(before) + len(after)} experiences lose or get accounts, too many to draw."
        return ["", told]
    lines = ["flowchart LR", *_nodes(page, "before", before), *_nodes(page, "after", after)]
    ranked = sorted(moves.items(), key=lambda move: -move[1])
    lines += [
        f'  before{before.index(one)} -- "{number:,}" --> after{after.index(other)}' for (one, other), number in ranked
    ]
    return folded(summary, fenced(lines, "mermaid"))


def _nodes(page: Page, end: str, experiences: Sequence[str | None]) -> list[str]:
    inner = [f'    {end}{number}["{_label(page, one)}"]' for number, one in enumerate(experiences)]
    return [f"  subgraph {end.capitalize()}", *inner, "  end"]


def _label(page: Page, experience: str | None) -> str:
    """Return the name of an experience as the label of a node, in which Mermaid reads no markup."""
    name = visible(page.name(experience) or experience, 60) if experience else _UNGOVERNED
    return "".join(one if one.isalnum() or one in " ._-" else f"#{ord(one)};" for one in name)


def exposure_table(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return the accounts that are exposed during the apply: refused exposures first."""
    exposures = sorted(plan["exposures"], key=lambda one: not page.refusals.of_exposure(one))
    if not exposures:
        return []
    rows = [_exposure(page, one) for one in exposures[: limits.rows]]
    columns = ("Who", "#Accounts", "#About", "From", "Until", "Governed by", "Meanwhile")
    lines = [*heading("Exposure during apply"), *table(columns, rows)]
    left = len(exposures) - limits.rows
    return [*lines, "", f"… and {left:,} more"] if left > 0 else lines


def _exposure(page: Page, one: ExposureJson) -> list[str]:
    governed = _governing(page, one["governed_by"])
    wider = "can buy every product" if one["governed_by"] is None else f"can buy {WIDER}"
    ways = [wider] * one["wider"] + [f"cannot buy {NARROWER}"] * one["narrower"]
    number, seconds = f"{len(one['accounts']):,}", f"{one['seconds']} s"
    return [page.told(one["principal"]), number, seconds, code(one["from"]), code(one["until"]), governed, joined(ways)]


def connection_table(page: Page, plan: PlanJson, residual: Sequence[ResidualAccessJson], limits: Limits) -> list[str]:
    """Return the live connections *residual*, whose grant is revoked or gone, and what becomes of them."""
    residual = [one for one, _ in per_connection(residual)]
    if not residual:
        return []
    cut = rejected_endpoints(plan)
    columns = ("Customer", "Service", "Connection", "Since", "After the plan")
    rows = [_connection(page, one, cut) for one in residual[: limits.rows]]
    lines = [*heading("Live connections without their grant"), *table(columns, rows)]
    left = len(residual) - limits.rows
    lines += ["", f"… and {left:,} more"] if left > 0 else []
    remain = any(one["endpoint"] not in cut and not one["admitted_by"] for one in residual)
    return [*lines, "", f"{code('--reject-connections')} cuts those that no grant admits."] if remain else lines


def _connection(page: Page, one: ResidualAccessJson, cut: set[str]) -> list[str]:
    fate = "is cut" if one["endpoint"] in cut else "remains"
    if one["admitted_by"] and one["endpoint"] not in cut:
        fate = f"remains, admitted by {some(page, one['admitted_by'], 2)}"
    since = code(one["since"].partition("T")[0])
    return [page.told(one["owner"]), page.told(one["service"]), code(one["endpoint"]), since, fate]
