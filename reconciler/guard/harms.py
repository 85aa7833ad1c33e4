"""What a change does to its object that people feel, said of the change alone; elsewhere is asked whether it may.

Pure.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reconciler.model import Action, Change, SetChange

PRINCIPALS, GRANTS = "principals", "allowed_principals"
UNCOUNTED = frozenset({"products.deny", "connections"})
"""Lists of which no loss is counted: who leaves `products.deny` takes nothing from anybody, and what is cut of the
connections, which nobody writes down, is asked about under a rule of its own."""


class Loss(NamedTuple):
    """What a list loses; it had *before* members. What moves to another list or object is lost here all the same."""

    path: str
    removed: frozenset[str]
    before: int

    @property
    def empties(self) -> bool:
        """Tell whether nothing stays, whatever is added."""
        return len(self.removed) == self.before


def losses(change: Change) -> Iterator[Loss]:
    """Return every list that loses members.

    An experience that is disabled or archived loses all the principals that it had, however its document says it.
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
    """Return every list that is emptied, and whether the part itself does that.

    A list that *whole*, the whole repository's change of the object, empties counts as soon as the part takes any
    member: a rule about one object that the whole is asked, the part is asked.
    """
    paths = {loss.path for loss in losses(whole) if loss.empties} if whole else frozenset()
    for loss in losses(change):
        if loss.empties or loss.path in paths:
            yield loss, loss.empties


def ends(change: Change) -> Iterator[tuple[str, str]]:
    """Say how an object ends, or stops to work, and to which field of it that is done, if it is one's."""
    if change.action in {Action.ARCHIVE, Action.DELETE}:
        yield f"{change.action.value}d", ""
    status = change.value("status")
    if status and status.before == "enabled" and status.after == "disabled":
        yield "disabled", "status"


def verified_name_lost(change: Change) -> str:
    """Say what becomes of a private DNS name that AWS has verified; empty when it stays.

    A name that is set, be it for the second time, has to be verified anew (facts: privatelink 2.3).
    """
    name = change.value("private_dns_name")
    if name is None or not name.before or not change.stakes.verified:
        return ""
    gone = f"its verified private DNS name {name.before}"
    return (
        f"{gone} would be replaced by {name.after}, which is to be verified anew" if name.after else f"{gone} would go"
    )
