"""How many grants all endpoint services of a run lose, and how many of them carry a customer who is connected."""

from collections.abc import Iterable, Iterator, Mapping

from reconciler.model import Address, Plan, Problem, ResidualAccess, Rule
from reconciler.settings import Guards
from reconciler.spelling import named

from .harms import GRANTS
from .members import refused


def grants_removed(plan: Plan, guards: Guards, told: Iterable[Problem] = ()) -> Iterator[Problem]:
    """Refuse to take more grants than the settings allow, counted over all services: one edit of a group reaches many.

    Nothing is said of a service whose list is among the problems *told*, refused for itself.
    """
    lists = {one.address for one in told if one.code is Rule.MAX_REMOVALS and one.path == GRANTS}
    losing = [(change, removed) for change in plan.changes if (removed := change.members(GRANTS).removed)]
    total, limit = sum(len(removed) for _, removed in losing), guards.max_grants_removed
    if total <= limit:
        return
    for change, removed in losing:
        if change.address not in lists:
            message = f"{change.address} loses {_counted(removed, total)}, more than {limit}"
            yield refused(Rule.GRANTS, change, f"{message}: {named(sorted(removed), plan.names)}", GRANTS)


def connected_removed(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to take grants whose account is connected and keeps no other grant there."""
    losing, limit = _cut_off(plan), guards.max_connected_removed
    total = sum(len(_grants(cut)) for cut in losing.values())
    if total <= limit:
        return
    for change in plan.changes:
        grants = _grants(losing.get(change.address, ()))
        if grants:
            one = len(grants) == 1
            whose = "whose account is connected" if one else "whose accounts are connected"
            left = "and keeps no other" if one else "and keep no other"
            message = f"{change.address} loses {_counted(grants, total)} {whose} {left}, more than {limit}"
            yield refused(Rule.CONNECTED, change, f"{message}: {named(sorted(grants), plan.names)}", GRANTS)


def connected_accounts(plan: Plan, guards: Guards) -> tuple[str, ...]:
    """Return the accounts, sorted, that `max_connected_removed` refuses *plan* for."""
    losing = _cut_off(plan)
    refuses = sum(len(_grants(cut)) for cut in losing.values()) > guards.max_connected_removed
    return tuple(sorted({one.owner for cut in losing.values() for one in cut})) if refuses else ()


def _cut_off(plan: Plan) -> Mapping[Address, list[ResidualAccess]]:
    """Return by service the live connections that lose the last grant of their account; of those not read, none."""
    removed = {change.address: change.members(GRANTS).removed for change in plan.changes}
    found: dict[Address, list[ResidualAccess]] = {}
    for one in plan.residual_access:
        if not one.admitted_by and one.principal in removed.get(one.service, ()):
            found.setdefault(one.service, []).append(one)
    return found


def _grants(connections: Iterable[ResidualAccess]) -> frozenset[str]:
    return frozenset(one.principal for one in connections)


def _counted(grants: frozenset[str], total: int) -> str:
    """Count the grants of one service, and those of all where it is not the only one."""
    count = f"{len(grants)} grant{'' if len(grants) == 1 else 's'}"
    return count if len(grants) == total else f"{count} (of {total} in all)"
