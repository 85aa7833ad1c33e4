"""One block per change: the object, the action, and the fields that differ."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.model import Absence
from reconciler.printed import ChangeJson, FieldChangeJson, PlanJson

from .fields import counts, field_lines, member_lines
from .moves import Moves
from .origins import origin_said
from .page import Page
from .wording import DRIFTED, Wording
from .words import clean, quoted

_WIDEST = 32
_PRINCIPALS = "principals"


def change_lines(page: Page, wording: Wording, plan: PlanJson) -> Iterator[str]:
    """Show every change of a plan below a heading, an empty line before each."""
    moves, absent = Moves(() if wording is DRIFTED else plan["changes"]), _absent(plan)
    if plan["changes"]:
        yield page.strong(wording.changes)
    for change in plan["changes"]:
        yield ""
        yield _heading(page, wording, change)
        yield page.faint("    " + ": ".join(clean(change[key]) for key in ("source", "reason") if change[key]))
        yield from (f"    {one}" for one in [origin_said(page, change) if wording is DRIFTED else ""] if one)
        yield from _fields(page, wording, change, moves, absent.get(change["address"], ()))


def _absent(plan: PlanJson) -> Mapping[str, list[str]]:
    """Return by address the messages about principals that the plan leaves out of the desired state."""
    found: dict[str, list[str]] = {}
    for problem in plan["problems"]:
        if problem["code"] in set(Absence):
            found.setdefault(problem["address"] or "", []).append(problem["message"])
    return found


def _listing_principals(change: ChangeJson) -> Sequence[FieldChangeJson]:
    """Return the fields of *change*, with an empty list of principals if it creates an object without any."""
    fields = change["fields"]
    if change["action"] != "create" or any(field["path"] == _PRINCIPALS for field in fields):
        return fields
    return [*fields, {"path": _PRINCIPALS, "added": [], "removed": [], "unchanged": 0}]


def title(page: Page, change: ChangeJson) -> str:
    """Return the object's title in AWS after the change; empty when the plan does not hold it."""
    titles = (field["after"] for field in change["fields"] if field["path"] == "title" and "after" in field)
    return next(titles, None) or page.name(change["remote_id"] or "")


def _heading(page: Page, wording: Wording, change: ChangeJson) -> str:
    """Name the object: action, address, title and id."""
    mark = wording.actions[change["action"]]
    known = title(page, change)
    parts = [f"{mark.paint(page.style)}{mark.sign} {mark.word}{page.style.off}", page.strong(clean(change["address"]))]
    if known:
        parts.append(quoted(known))
    if change["remote_id"]:
        parts.append(f"({clean(change['remote_id'])})")
    return " ".join(parts) + page.refused(page.refusals.of(change["address"]))


def _fields(page: Page, wording: Wording, change: ChangeJson, moves: Moves, absent: Sequence[str]) -> Iterator[str]:
    """Show one field per line, values in one column; the title of a new object stands in its heading only.

    *absent* are the messages about absent principals; they stand below the list of principals.
    """
    new = change["action"] == "create"
    listed = _listing_principals(change) if absent else change["fields"]
    fields = [field for field in listed if not (new and field["path"] == "title")]
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
        if field["path"] == _PRINCIPALS:
            yield from (f"      {page.style.warning}! {clean(one)}{page.style.off}" for one in absent)
