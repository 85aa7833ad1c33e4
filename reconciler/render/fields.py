"""The fields of one change: single values before and after, lists by the members that change."""

from collections.abc import Iterator, Sequence
from itertools import chain

from reconciler.printed import SetChangeJson, ValueChangeJson

from .moves import Remarks
from .page import Page
from .wording import ChangeMark, Wording, shown
from .words import clean

_WIDE = 90


def field_lines(page: Page, wording: Wording, field: ValueChangeJson, column: int, *, new: bool) -> Iterator[str]:
    """Show a single value in one line, or in three when it is long; *column* is where values begin.

    A *new* object has no value before: only the value after is shown.
    """
    path, (first, second) = clean(field["path"]), wording.values(field)
    if new and field["before"] is None:
        yield f"    {path:<{column}}{shown(field['path'], field['after'])}"
    elif len(first) + len(second) <= _WIDE:
        yield f"    {path:<{column}}{_cautious(page, field, wording.between.format(first, second))}"
    else:
        yield f"    {path}"
        for mark, side in zip(wording.marks(), (first, second), strict=True):
            yield f"      {mark.paint(page.style)}{mark.sign} {side}{page.style.off}"


def _cautious(page: Page, field: ValueChangeJson, line: str) -> str:
    """Mark the field `products`: a first policy denies every product that it does not list."""
    return f"{page.style.warning}{line}{page.style.off}" if field["path"] == "products" else line


def member_lines(page: Page, wording: Wording, field: SetChangeJson, column: int, remarks: Remarks) -> Iterator[str]:
    """Show how many members of a list change, then which."""
    added, removed = field["added"], field["removed"]
    yield f"    {clean(field['path']):<{column}}{counts(wording, field)}"
    width = max((len(clean(member)) for member in chain(page.shown(added), page.shown(removed))), default=0)
    yield from _members(page, wording.added, added, width, remarks)
    yield from _members(page, wording.removed, removed, width, remarks)


def counts(wording: Wording, field: SetChangeJson) -> str:
    """Say how many members of a list change and how many do not: `2 added, 12 unchanged`."""
    numbers = {
        wording.added.word: len(field["added"]),
        wording.removed.word: len(field["removed"]),
        wording.unchanged: field["unchanged"],
    }
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number) or "empty"


def _members(page: Page, mark: ChangeMark, members: Sequence[str], width: int, remarks: Remarks) -> Iterator[str]:
    """Show the members of one side: sign, id, name, and the remark about a move."""
    off = page.style.off
    begin = f"      {mark.paint(page.style)}{mark.sign} "
    for member in page.shown(members):
        name = page.name(member)
        line = f"{clean(member):<{width}}  {clean(name)}" if name else clean(member)
        remark = remarks.get(member)
        yield f"{begin}{line}{off}  ({remark})" if remark else f"{begin}{line}{off}"
    yield from page.rest(members, "      ")
