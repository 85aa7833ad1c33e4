"""Members that leave one list for another: said at both ends, so that a removal is not read as a loss."""

from collections.abc import Iterator, Mapping, Sequence

from .page import Document
from .words import clean

Remarks = Mapping[str, str]
"""What to say behind a member, by its id."""

_OTHER_LIST = {"products.allow": "products.deny", "products.deny": "products.allow"}
_LIST_NAMES = {"products.allow": "allowed", "products.deny": "denied"}


class Moves:
    """Where the principals of a whole plan go: each is associated with one experience at most."""

    def __init__(self, changes: Sequence[Document]) -> None:
        """Look through all *changes* once; with none of them, nothing moves."""
        self._none = not changes
        self._to = dict(_ends(changes, "added"))
        self._from = dict(_ends(changes, "removed"))

    def remarks(self, change: Document, field: Document) -> Remarks:
        """Say for each member of *field* that moves where it goes to, or where it comes from."""
        if field["path"] == "principals":
            return {
                **{member: f"to {clean(self._to[member])}" for member in field["removed"] if member in self._to},
                **{member: f"from {clean(self._from[member])}" for member in field["added"] if member in self._from},
            }
        return {} if self._none else _within(change, field)


def _ends(changes: Sequence[Document], side: str) -> Iterator[tuple[str, str]]:
    """Give each principal that is on *side* of some change, with that change's address."""
    for change in changes:
        for field in change["fields"]:
            if field["path"] == "principals" and side in field:
                yield from ((member, change["address"]) for member in field[side])


def _within(change: Document, field: Document) -> Remarks:
    """Say which products move between the two lists of one experience."""
    path = field["path"]
    other = _field(change, _OTHER_LIST.get(path, ""))
    if not other:
        return {}
    name, came, went = _LIST_NAMES[other["path"]], set(other["removed"]), set(other["added"])
    return {
        **{member: f"was {name}" for member in field["added"] if member in came},
        **{member: f"now {name}" for member in field["removed"] if member in went},
    }


def _field(change: Document, path: str) -> Document:
    """Find the list at *path* among the fields of a change; empty when it does not change."""
    return next((field for field in change["fields"] if field["path"] == path and "added" in field), {})
