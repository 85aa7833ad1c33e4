"""The principals of an experience: an experience has one audience, a principal has one experience."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from reconciler.twin.catalog.attempt import UNDOCUMENTED, Attempt, ChangeRefused, ErrorDetail
from reconciler.twin.catalog.change import Change
from reconciler.twin.catalog.entities import Audience

BUSY = ErrorDetail(
    "ENTITY_IN_USE",
    "There is already a conflicting change in progress for the selected account. Try again later",
)
Verdict = Callable[[str], ErrorDetail | None]


def associate(attempt: Attempt, change: Change) -> None:
    """Add principals that no experience held when the set was started: a move takes two sets (catalog 5.2)."""
    taken = frozenset(attempt.before.holders()) | _claimed(attempt, change)
    _check_each(change.principals, partial(_associable, attempt, taken))
    audience, details = attempt.world.audience_of(change.experience), change.details
    if audience is None:
        attempt.world.put(_first_audience(attempt, change))
        return
    joined = replace(
        audience,
        name=details.get("Name", audience.name),
        description=details.get("Description", audience.description),
        principals=(*audience.principals, *change.principals),
    )
    attempt.world.touch(joined, attempt.now)


def disassociate(attempt: Attempt, change: Change) -> None:
    """Remove principals that this experience holds."""
    holders, claimed = attempt.before.holders(), _claimed(attempt, change)
    held = frozenset(item for item in change.principals if holders.get(item) == change.experience)
    _check_each(change.principals, partial(_disassociable, attempt, held - claimed))
    audience = attempt.world.audience_of(change.experience)
    if audience:
        left = tuple(item for item in audience.principals if item not in held)
        attempt.world.touch(replace(audience, principals=left), attempt.now)


def _first_audience(attempt: Attempt, change: Change) -> Audience:
    return Audience(
        id=attempt.terms.new_id(Audience.PREFIX),
        name=change.details.get("Name", f"Audience for Experience {change.experience}"),
        description=change.details.get("Description"),
        experience=change.experience,
        principals=change.principals,
        modified=attempt.now,
    )


def _check_each(principals: Sequence[str], verdict: Verdict) -> None:
    errors = [error for error in map(verdict, principals) if error]
    if errors:
        raise ChangeRefused(*errors)


def _claimed(attempt: Attempt, change: Change) -> frozenset[str]:
    """Return the principals that other changes of the set associate."""
    others = (other for other in attempt.changes if other.type == "AssociateAudience" and other is not change)
    return frozenset(item for other in others for item in other.principals)


def _associable(attempt: Attempt, taken: frozenset[str], principal: str) -> ErrorDetail | None:
    if principal not in attempt.terms.principals:
        return ErrorDetail("CALLER_NOT_AUTHORIZED", "Caller not authorized to execute the action")
    if principal in attempt.terms.busy:
        return BUSY
    if principal in taken:
        message = (
            f"An experience is already associated with the account {principal}. "
            "Disassociate previous experience before updating"
        )
        return ErrorDetail("ENTITY_ALREADY_EXISTS", message)
    return None


def _disassociable(attempt: Attempt, removable: frozenset[str], principal: str) -> ErrorDetail | None:
    if principal in attempt.terms.busy:
        return BUSY
    if principal not in removable:
        return ErrorDetail(UNDOCUMENTED, f"Unable to disassociate audience for account {principal}.")
    return None
