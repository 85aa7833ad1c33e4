"""One difference, two stories: what apply will do, or what AWS has that the repository has not."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .style import Style
from .words import value


class Mark(NamedTuple):
    """A sign, its place in `Style`, and the word that says the same without colour."""

    sign: str
    meaning: str
    word: str

    def paint(self, style: Style) -> str:
        """Give the escape sequence of the meaning."""
        return str(getattr(style, self.meaning))


class Wording(NamedTuple):
    """The words of one story. *added* and *removed* are a document's: what apply would add to and remove from AWS.

    *felt* says whose experience is compared with what, *stays* that one or several accounts have the same in both.
    """

    actions: Mapping[str, Mark]
    added: Mark
    removed: Mark
    unchanged: str
    between: str
    repository_first: bool
    felt: str
    stays: tuple[str, str]

    def values(self, field: Mapping[str, Any]) -> tuple[str, str]:
        """Show both sides of one value in the order in which the story tells them."""
        return self.ordered(shown(field["path"], field["before"]), shown(field["path"], field["after"]))

    def ordered(self, before: str, after: str) -> tuple[str, str]:
        """Give what is in AWS and what is in the repository in the order in which the story tells them."""
        return (after, before) if self.repository_first else (before, after)

    def marks(self) -> tuple[Mark, Mark]:
        """Give the marks of both sides in the order in which the story tells them: first the one that goes."""
        return (self.added, self.removed) if self.repository_first else (self.removed, self.added)


_PRODUCTS = {None: "unrestricted", "restricted": "only what is listed"}


def shown(path: str, given: Any) -> str:  # noqa: ANN401 - documents' values
    """Show a value; `products` as a whole is null without a procurement policy, which allows everything."""
    return _PRODUCTS.get(given) or value(given) if path == "products" else value(given)


PLANNED = Wording(
    actions={
        "create": Mark("+", "add", "create"),
        "update": Mark("~", "update", "update"),
        "archive": Mark("-", "remove", "archive"),
        "revive": Mark("^", "revive", "revive"),
        "delete": Mark("-", "remove", "delete"),
    },
    added=Mark("+", "add", "added"),
    removed=Mark("-", "remove", "removed"),
    unchanged="unchanged",
    between="{} → {}",
    repository_first=False,
    felt="",
    stays=("stays", "stay"),
)

DRIFTED = Wording(
    actions={
        "create": Mark("-", "remove", "missing in AWS"),
        "update": Mark("~", "update", "differs"),
        "archive": Mark("+", "add", "not archived in AWS"),
        "revive": Mark("-", "remove", "archived in AWS"),
        "delete": Mark("+", "add", "still in AWS"),
    },
    added=Mark("-", "remove", "missing in AWS"),
    removed=Mark("+", "add", "only in AWS"),
    unchanged="equal",
    between="{} in the repository, {} in AWS",
    repository_first=True,
    felt=" (in AWS, against the repository)",
    stays=("is", "are"),
)
