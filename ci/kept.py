"""One comment and one issue for each settings file, on whichever server: found again, updated, and closed.

A text is ours if the owner of the token wrote it and if it begins with the marker of the answer; the digest in a marker
does not count. If there are several (two runs at the same moment), the oldest one is kept.

Example: `<!-- reconciler plan prod/reconciler.yaml sha256:1… -->` is the marker of the comment that begins with
`<!-- reconciler plan prod/reconciler.yaml sha256:2… -->`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from rest import RestError

_MARKER: Final = re.compile(r"<!-- reconciler \S+ (?P<settings>.+) (?=sha256:(?:[0-9a-f]{64}|none) -->$)")
_USUAL: Final = "reconciler.yaml"
_TITLE: Final = "AWS differs from the repository"
_NO_DRIFT, _DRIFT = "0", "2"


@dataclass(frozen=True, slots=True)
class Text:
    """A comment or an issue by the number that its server changes it by."""

    number: int
    author: str
    body: str


class Comments(Protocol):
    """The comments of one pull request. Each method raises RestError."""

    @property
    def place(self) -> str:
        """What the comments are on, such as `pull request 7`."""

    def each(self) -> Iterable[Text]:
        """Yield all of them."""

    def write(self, body: str) -> None:
        """Add one."""

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""

    def remove(self, number: int) -> None:
        """Remove one."""


class Issues(Protocol):
    """The open issues among which ours is. Each method raises RestError."""

    def each(self) -> Iterable[Text]:
        """Yield all of them."""

    def open(self, title: str, body: str) -> int:
        """Open one, and return its number."""

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""

    def close(self, number: int, why: str) -> None:
        """Close one; *why* is a comment, which is written first."""


def _marker(body: str) -> re.Match[str] | None:
    return _MARKER.match(body.partition("\n")[0])


def _ours(found: Iterable[Text], author: str, body: str) -> list[Text]:
    """Return those of *found* that are ours, the oldest first. Raises RestError if *body* has no marker."""
    marker = _marker(body)
    if not marker:
        raise RestError("the file does not begin with a marker of reconciler")
    ours = (one for one in found if one.author == author and one.body.startswith(marker[0]))
    return sorted(ours, key=lambda one: one.number)


def _title(body: str) -> str:
    """Return the title of the issue *body*; it names the settings file unless that is the usual one."""
    marker = _marker(body)
    settings = marker["settings"] if marker else _USUAL
    return _TITLE if settings == _USUAL else f"{_TITLE}: {settings}"


def keep_comment(comments: Comments, author: str, body: str) -> str:
    """Write *body* into the one comment of *author*, and return what was done."""
    ours = _ours(comments.each(), author, body)
    if not ours:
        comments.write(body)
        return f"A comment was written on {comments.place}."
    first, *more = ours
    if first.body != body:
        comments.change(first.number, body)
    for one in more:
        comments.remove(one.number)
    return f"The comment on {comments.place} was updated."


def keep_issue(issues: Issues, author: str, body: str, code: str, commit: str) -> str:
    """Open, update or close the one issue of *author*, and return what was done.

    *body* is the answer of `reconciler drift` at *commit*, which ended with *code*.
    """
    ours = _ours(issues.each(), author, body)
    if not ours:
        if code != _DRIFT:
            return "No issue is open, and none was opened."
        return f"Issue {issues.open(_title(body), body)} was opened."
    first, *more = ours
    for one in more:
        issues.close(one.number, "Another issue is kept about this.")
    if code == _NO_DRIFT:
        issues.close(first.number, f"There is no drift any more: AWS is as {commit} says.")
        return f"Issue {first.number} was closed: there is no drift any more."
    if first.body != body:
        issues.change(first.number, body)
    return f"Issue {first.number} was updated and stays open."
