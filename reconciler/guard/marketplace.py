"""The rule `trusted_access`: endings that take Private Marketplace itself away. Pure.

Example: a plan deregisters 222222222222 and disables trusted access. Both are refused, each with what it means.
"""

from collections.abc import Iterator

from reconciler.model import Change, Plan, Problem, Rule
from reconciler.spelling import named

from .members import refused

ACCESS, ROLE, ADMINISTRATORS = "trusted_access", "service_linked_role", "delegated_administrators.accounts"


def trusted_access(plan: Plan) -> Iterator[Problem]:
    """Refuse to disable trusted access, to take an administrator away and to delete the role (enablement 2)."""
    asking = {one.addresses[0] for one in plan.operations if one.requests[0].verb.asks is Rule.TRUSTED_ACCESS}
    for change in plan.changes:
        if change.address in asking:
            yield from (refused(Rule.TRUSTED_ACCESS, change, told, path) for path, told in _endings(change, plan))


def _endings(change: Change, plan: Plan) -> Iterator[tuple[str, str]]:
    removed = sorted(change.members(ADMINISTRATORS).removed)
    if removed:
        yield ADMINISTRATORS, f"{named(removed, plan.names)} would no longer administer Private Marketplace"
    if _ends(change, ACCESS):
        number = len(plan.impact.ungoverned)
        whom = f"{number} governed account{'' if number == 1 else 's'} of it"
        yield (
            ACCESS,
            (
                f"trusted access would end, which disassociates every audience and leaves {whom} ungoverned; "
                "enabling it again does not bring the audiences back"
            ),
        )
    if _ends(change, ROLE):
        yield ROLE, "the service-linked role would be deleted, without which Private Marketplace takes no change"


def _ends(change: Change, path: str) -> bool:
    value = change.value(path)
    return value is not None and value.after is False
