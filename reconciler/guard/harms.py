"""The harms of one change: lists that lose members, objects that end, verified names that are lost. Pure.

The rules decide elsewhere whether a harm is refused. Example: a change that takes 3 of the 3 principals out of an
experience is one `Loss` with `removed` of 3, `before` 3, and `empties`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reconciler.model import Action, Change, SetChange

PRINCIPALS, GRANTS = "principals", "allowed_principals"
UNCOUNTED = frozenset(
    {"products.deny", "connections", "notifications", "delegated_administrators.accounts", "private_dns_zone"}
)
"""Lists whose losses are not counted: a product that leaves `products.deny` is lost to no account, connections that are
cut and administrators that are taken away have rules of their own, a topic that is told nothing any more cuts no
customer off, and a record goes with a name, which has a rule of its own."""


class Loss(NamedTuple):
    """The members that leave a list of *before* members; members that move to another list or object are included."""

    path: str
    removed: frozenset[str]
    before: int

    @property
    def empties(self) -> bool:
        """Tell whether no member stays, whatever is added."""
        return len(self.removed) == self.before


def losses(change: Change) -> Iterator[Loss]:
    """Return every list that loses members.

    An experience that is disabled or archived loses all its principals, whether or not its document removes them.
    """
    held = change.stakes.principals
    if held and PRINCIPALS not in {field.path for field in change.fields}:
        yield Loss(PRINCIPALS, held, len(held))
    for field in change.fields:
        if isinstance(field, SetChange) and field.path not in UNCOUNTED:
            removed = field.removed | (held if field.path == PRINCIPALS else frozenset())
            if removed:
                yield Loss(field.path, removed, len(field.removed) + field.unchanged)


def emptied(change: Change, whole: Change | None) -> Iterator[tuple[Loss, bool]]:
    """Return every list that is emptied, and whether this change empties it alone.

    A list that *whole*, the change of the object by the whole repository, empties counts as soon as the planned part
    removes any member: otherwise two partial plans could empty it without being refused.
    """
    paths = {loss.path for loss in losses(whole) if loss.empties} if whole else frozenset()
    for loss in losses(change):
        if loss.empties or loss.path in paths:
            yield loss, loss.empties


def ends(change: Change) -> Iterator[tuple[str, str]]:
    """Return how an object ends or stops working, and the field that causes it, if there is one."""
    if change.action in {Action.ARCHIVE, Action.DELETE}:
        yield f"{change.action.value}d", ""
    status = change.value("status")
    if status and status.before == "enabled" and status.after == "disabled":
        yield "disabled", "status"
    access = change.value("trusted_access")
    if access and access.after is False:
        yield "disabled", "trusted_access"


def verified_name_lost(change: Change) -> str:
    """Say that a verified private DNS name is replaced or removed; empty when it stays.

    A name that is set, also one that was set before, has to be verified again (facts: privatelink 2.3).
    """
    name = change.value("private_dns_name")
    if name is None or not name.before or not change.stakes.verified:
        return ""
    lost = f"its verified private DNS name {name.before} would be"
    return f"{lost} replaced by {name.after}, which AWS has to verify again" if name.after else f"{lost} removed"
