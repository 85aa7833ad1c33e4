"""One block per change: which object, what happens to it, and only what differs."""

from collections.abc import Iterator

from .fields import counts, field_lines, member_lines
from .moves import Moves
from .page import Document, Page
from .wording import DRIFTED, Wording
from .words import clean, quoted

_WIDEST = 32


def change_lines(page: Page, wording: Wording, document: Document) -> Iterator[str]:
    """Show every change of a plan document, an empty line before each."""
    moves = Moves(() if wording is DRIFTED else document["changes"])
    for change in document["changes"]:
        yield ""
        yield _heading(page, wording, change)
        yield page.faint("    " + ": ".join(clean(change[key]) for key in ("source", "reason") if change[key]))
        yield from _fields(page, wording, change, moves)


def title(page: Page, change: Document) -> str:
    """Give the object's title in AWS after the change, as far as the document knows it; else nothing."""
    titles = (field["after"] for field in change["fields"] if field["path"] == "title")
    return next(titles, None) or page.name(change["remote_id"] or "")


def _heading(page: Page, wording: Wording, change: Document) -> str:
    """Name the object by everything it is known by."""
    mark = wording.actions[change["action"]]
    known = title(page, change)
    parts = [f"{mark.paint(page.style)}{mark.sign} {mark.word}{page.style.off}", page.strong(clean(change["address"]))]
    if known:
        parts.append(quoted(known))
    if change["remote_id"]:
        parts.append(f"({clean(change['remote_id'])})")
    return " ".join(parts) + page.refused(page.refusals.of(change["address"]))


def _fields(page: Page, wording: Wording, change: Document, moves: Moves) -> Iterator[str]:
    """Show the fields under each other, values in one column; what the heading says is not said again."""
    new = change["action"] == "create"
    fields = [field for field in change["fields"] if not (new and field["path"] == "title")]
    column = min(max((len(field["path"]) for field in fields), default=0), _WIDEST) + 2
    for field in fields:
        mark = page.refused(page.refusals.of(change["address"], field["path"]))
        if "added" not in field:
            first, *more = field_lines(page, wording, field, column, new=new)
        elif new and wording is DRIFTED:
            first, *more = [f"    {clean(field['path']):<{column}}{counts(wording, field)}"]
        else:
            first, *more = member_lines(page, wording, field, column, moves.remarks(change, field))
        yield first + mark
        yield from more
