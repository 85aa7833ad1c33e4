"""Remarks on members that leave one list for another, at both ends: so a removal is not read as a loss.

Members of a list that other documents feed have a remark on where these name them (`places.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from reconciler.printed import ChangeJson, SetChangeJson

from .places import member_places
from .words import clean

Remarks = Mapping[str, str]
"""The remark behind a member, by its id."""

_OTHER_LIST = {"products.allow": "products.deny", "products.deny": "products.allow"}
_LIST_NAMES = {"products.allow": "allowed", "products.deny": "denied"}


class Moves:
    """The moves of a whole plan: each principal is associated with one experience at most."""

    def __init__(self, changes: Sequence[ChangeJson]) -> None:
        """Collect the principals that *changes* add and remove."""
        self._none = not changes
        self._to = dict(_ends(changes, "added"))
        self._from = dict(_ends(changes, "removed"))

    def remarks(self, change: ChangeJson, field: SetChangeJson) -> Remarks:
        """Return for each member of *field* that moves its target or its source."""
        if field["path"] == "principals":
            return {
                **{member: f"to {clean(self._to[member])}" for member in field["removed"] if member in self._to},
                **{member: f"from {clean(self._from[member])}" for member in field["added"] if member in self._from},
            }
        if "sources" in field:
            return dict(member_places(field, drifting=self._none))
        return {} if self._none else _within(change, field)


def _ends(changes: Sequence[ChangeJson], side: Literal["added", "removed"]) -> Iterator[tuple[str, str]]:
    """Return each principal on *side* (`added` or `removed`) of a change, with the address of the change."""
    for change in changes:
        for field in change["fields"]:
            if field["path"] == "principals" and "added" in field:
                yield from ((member, change["address"]) for member in field[side])


def _within(change: ChangeJson, field: SetChangeJson) -> Remarks:
    """Return remarks on the products that move between the two lists of one experience."""
    path = field["path"]
    other = _field(change, _OTHER_LIST.get(path, ""))
    if not other:
        return {}
    name, came, went = _LIST_NAMES[other["path"]], set(other["removed"]), set(other["added"])
    return {
        **{member: f"was {name}" for member in field["added"] if member in came},
        **{member: f"now {name}" for member in field["removed"] if member in went},
    }


def _field(change: ChangeJson, path: str) -> SetChangeJson | None:
    """Return the list field at *path* of a change; None when the list does not change."""
    return next((field for field in change["fields"] if "added" in field and field["path"] == path), None)
