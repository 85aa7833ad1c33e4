"""One block per change: the object, the action, and the fields that differ."""

from collections.abc import Iterator, Mapping

from reconciler.model import Absence

from .fields import counts, field_lines, member_lines
from .moves import Moves
from .page import Document, Page
from .wording import DRIFTED, Wording
from .words import clean, quoted

_WIDEST = 32


def change_lines(page: Page, wording: Wording, document: Document) -> Iterator[str]:
    """Show every change of a plan document, an empty line before each."""
    moves, absent = Moves(() if wording is DRIFTED else document["changes"]), _absent(document)
    for change in document["changes"]:
        yield ""
        yield _heading(page, wording, change)
        yield page.faint("    " + ": ".join(clean(change[key]) for key in ("source", "reason") if change[key]))
        yield from _fields(page, wording, _with_absent(change, absent), moves)


def _absent(document: Document) -> Mapping[str, list[str]]:
    """Return by address the messages about principals that the plan leaves out of the desired state."""
    found: dict[str, list[str]] = {}
    for problem in document["problems"]:
        if problem["code"] in set(Absence):
            found.setdefault(problem["address"], []).append(problem["message"])
    return found


def _with_absent(change: Document, absent: Mapping[str, list[str]]) -> Document:
    """Return *change* with the messages about absent principals in its field `principals`, which a new object gets."""
    said = absent.get(change["address"], [])
    fields = [field | {"absent": said} if field["path"] == "principals" else field for field in change["fields"]]
    if said and change["action"] == "create" and not any("absent" in field for field in fields):
        fields.append({"path": "principals", "added": [], "removed": [], "unchanged": 0, "absent": said})
    return {**change, "fields": fields}


def title(page: Page, change: Document) -> str:
    """Return the object's title in AWS after the change; empty when the plan does not hold it."""
    titles = (field["after"] for field in change["fields"] if field["path"] == "title")
    return next(titles, None) or page.name(change["remote_id"] or "")


def _heading(page: Page, wording: Wording, change: Document) -> str:
    """Name the object: action, address, title and id."""
    mark = wording.actions[change["action"]]
    known = title(page, change)
    parts = [f"{mark.paint(page.style)}{mark.sign} {mark.word}{page.style.off}", page.strong(clean(change["address"]))]
    if known:
        parts.append(quoted(known))
    if change["remote_id"]:
        parts.append(f"({clean(change['remote_id'])})")
    return " ".join(parts) + page.refused(page.refusals.of(change["address"]))


def _fields(page: Page, wording: Wording, change: Document, moves: Moves) -> Iterator[str]:
    """Show one field per line, values in one column; the title of a new object stands in its heading only."""
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
        yield from (f"      {page.style.warning}! {clean(one)}{page.style.off}" for one in field.get("absent", ()))
