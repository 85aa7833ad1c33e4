"""The words for one difference in its two readings: what apply will do, or how AWS differs from the repository."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from reconciler.printed import ValueChangeJson

from .style import Style
from .words import value


class ChangeMark(NamedTuple):
    """A sign, its place in `Style`, and the word that says the same without colour."""

    sign: str
    meaning: str
    word: str

    def paint(self, style: Style) -> str:
        """Return the escape sequence of the meaning."""
        return str(getattr(style, self.meaning))


class Wording(NamedTuple):
    """The words of one reading. *added* and *removed* mark the members that apply adds and removes.

    *changes* is the heading of all changes, *compared* says what the impact compares, *stays* that one or several
    accounts have the same experience at both ends, and *ends* names the two ends.
    """

    changes: str
    actions: Mapping[str, ChangeMark]
    added: ChangeMark
    removed: ChangeMark
    unchanged: str
    between: str
    repository_first: bool
    compared: str
    stays: tuple[str, str]
    ends: Mapping[str, str]

    def values(self, field: ValueChangeJson) -> tuple[str, str]:
        """Return both sides of one value in the order in which they are shown."""
        return self.ordered(shown(field["path"], field["before"]), shown(field["path"], field["after"]))

    def ordered(self, before: str, after: str) -> tuple[str, str]:
        """Return the value in AWS and the value in the repository in the order in which they are shown."""
        return (after, before) if self.repository_first else (before, after)

    def marks(self) -> tuple[ChangeMark, ChangeMark]:
        """Return the marks of both sides in the order in which they are shown: first the side that is replaced."""
        return (self.added, self.removed) if self.repository_first else (self.removed, self.added)


_PRODUCTS = {None: "every product", "restricted": "only the products that are listed"}


def shown(path: str, given: Any) -> str:  # noqa: ANN401 - documents' values
    """Show a value; `products` as a whole is null without a procurement policy, which allows every product."""
    return _PRODUCTS.get(given) or value(given) if path == "products" else value(given)


PLANNED = Wording(
    changes="Changes",
    actions={
        "create": ChangeMark("+", "add", "create"),
        "update": ChangeMark("~", "update", "update"),
        "archive": ChangeMark("-", "remove", "archive"),
        "revive": ChangeMark("^", "revive", "revive"),
        "delete": ChangeMark("-", "remove", "delete"),
    },
    added=ChangeMark("+", "add", "added"),
    removed=ChangeMark("-", "remove", "removed"),
    unchanged="unchanged",
    between="{} → {}",
    repository_first=False,
    compared="",
    stays=("stays", "stay"),
    ends={"before": "", "after": ""},
)

DRIFTED = Wording(
    changes="Differences",
    actions={
        "create": ChangeMark("-", "remove", "missing in AWS"),
        "update": ChangeMark("~", "update", "differs"),
        "archive": ChangeMark("+", "add", "not archived in AWS"),
        "revive": ChangeMark("-", "remove", "archived in AWS"),
        "delete": ChangeMark("+", "add", "still in AWS"),
    },
    added=ChangeMark("-", "remove", "missing in AWS"),
    removed=ChangeMark("+", "add", "only in AWS"),
    unchanged="equal",
    between="{} in the repository, {} in AWS",
    repository_first=True,
    compared=" (AWS compared with the repository)",
    stays=("is", "are"),
    ends={"before": " in AWS", "after": " in the repository"},
)
