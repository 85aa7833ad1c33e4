"""The rules about grants: how many a plan revokes, and how many of them belong to a connected customer."""

from collections.abc import Iterable, Iterator, Mapping

from reconciler.model import Address, Plan, Problem, ResidualAccess, Rule
from reconciler.settings import Guards
from reconciler.spelling import named

from .harms import GRANTS
from .members import refused


def grants_removed(plan: Plan, guards: Guards, told: Iterable[Problem] = ()) -> Iterator[Problem]:
    """Refuse to revoke more grants than the settings allow, counted over all services: one group may reach many.

    A service whose list `max_removals` refuses already, among the problems *told*, is not reported again.
    """
    lists = {one.address for one in told if one.code is Rule.MAX_REMOVALS and one.path == GRANTS}
    losing = [(change, removed) for change in plan.changes if (removed := change.members(GRANTS).removed)]
    total, limit = sum(len(removed) for _, removed in losing), guards.max_grants_removed
    if total <= limit:
        return
    for change, removed in losing:
        if change.address not in lists:
            message = f"{change.address} revokes {_counted(removed)} ({_limit(removed, total, limit)})"
            yield refused(Rule.GRANTS, change, f"{message}: {named(sorted(removed), plan.names)}", GRANTS, removed)


def connected_removed(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to revoke grants whose account is connected and has no other grant on the service."""
    losing, limit = _cut_off(plan), guards.max_connected_removed
    total = sum(len(_grants(cut)) for cut in losing.values())
    if total <= limit:
        return
    for change in plan.changes:
        grants = _grants(losing.get(change.address, ()))
        if grants:
            one = len(grants) == 1
            whose = "whose account is connected" if one else "whose accounts are connected"
            left = "and has no other grant" if one else "and have no other grant"
            message = f"{change.address} revokes {_counted(grants)} {whose} {left} ({_limit(grants, total, limit)})"
            yield refused(Rule.CONNECTED, change, f"{message}: {named(sorted(grants), plan.names)}", GRANTS, grants)


def connected_accounts(plan: Plan, guards: Guards) -> tuple[str, ...]:
    """Return the accounts, sorted, because of which `max_connected_removed` refuses *plan*."""
    losing = _cut_off(plan)
    refuses = sum(len(_grants(cut)) for cut in losing.values()) > guards.max_connected_removed
    return tuple(sorted({one.owner for cut in losing.values() for one in cut})) if refuses else ()


def _cut_off(plan: Plan) -> Mapping[Address, list[ResidualAccess]]:
    """Return by service the live connections whose account loses its last grant; none where they were not read.

    A grant that expires is a written ending, and does not count.
    """
    removed = {change.address: change.members(GRANTS).removed - change.stakes.expired for change in plan.changes}
    found: dict[Address, list[ResidualAccess]] = {}
    for one in plan.residual_access:
        if not one.admitted_by and one.principal in removed.get(one.service, ()):
            found.setdefault(one.service, []).append(one)
    return found


def _grants(connections: Iterable[ResidualAccess]) -> frozenset[str]:
    return frozenset(one.principal for one in connections)


def _counted(grants: frozenset[str]) -> str:
    return f"{len(grants)} grant{'' if len(grants) == 1 else 's'}"


def _limit(grants: frozenset[str], total: int, limit: int) -> str:
    """Name the limit, and the *total* of all services where *grants* are those of one: `5 in this plan, limit: 2`."""
    return f"limit: {limit}" if len(grants) == total else f"{total} in this plan, limit: {limit}"
