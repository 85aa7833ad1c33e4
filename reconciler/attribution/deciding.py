"""The origin of one difference, decided from times and change sets. Pure.

AWS has a time for each object: when it was last modified. The documents have one, too: the committer date of the
commit that last changed what they say, on the first-parent line, so that a merge counts when it was merged.

- `unfinished`: the documents are younger than everything that AWS tells of the object. Nothing was applied since they
  were changed, whoever made AWS what it is. An object that does not exist was never applied if every object that no
  document names was last modified before: none of them can be it under another title.
- `changed_in_aws`: for every field and every member, the newest change set that wrote it was sent by somebody else, is
  younger than the documents, and wrote what AWS has now. A set that was undone by a later one accounts for nothing. If
  reconciler itself wrote the field last, the origin is unknown.
- `unknown` is everything else. A change set may be invisible: AWS lists those of the account and those shared with it,
  for 60 or 90 days. An object that was modified after the newest visible set was modified by such a one.

Two clocks are compared, so times that are less than `MARGIN` apart are in no order.

Example: the document is of 09:00:00 and lists prod-x, which the set `by hand` of 12:00:00 took out of
`products.allow` and put into `products.deny`. Both fields differ, and the set accounts for both. If AWS modified the
object at 15:00:00, too, the origin is unknown, and `by hand` is the evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from reconciler.effects import Fact
from reconciler.model import Action, Attribution, Change, ChangedBy, Edit, Origin, SetChange
from reconciler.past import FactKey, PastSet

MARGIN = 60
"""Seconds by which the clocks of git and of AWS may differ, and AWS's own from each other."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """A reason why something is unknown, and the *hint* what to do, empty where there is nothing to do."""

    why: str
    hint: str = ""


class _Writer(NamedTuple):
    """The newest change set that wrote one value or member of a field, and whether it wrote what AWS has now."""

    path: str
    by: PastSet | None
    as_found: bool


def without_sets(
    change: Change, edit: Edit | Unproven, modified: Mapping[str, str], others: Sequence[str], unlisted: tuple[str, ...]
) -> Attribution | None:
    """Return the origin of *change* if times alone prove it, else None.

    *modified* has the times of live objects by id, empty where AWS does not tell. *others* are the ids of those that no
    document names. Paths that begin with one of *unlisted* are changed without a new time.
    """
    last = edit if isinstance(edit, Edit) else None
    if change.action is Action.CREATE:
        return _of_creation(last, edit, [modified.get(id_, "") for id_ in others])
    known = last is not None and _is_after(last.at, modified.get(change.remote_id or "", ""))
    return Attribution(origin=Origin.UNFINISHED, edit=last) if known and not _paths(change, unlisted) else None


def _of_creation(last: Edit | None, edit: Edit | Unproven, others: Sequence[str]) -> Attribution:
    if all(last is not None and _is_after(last.at, time) for time in others):
        return Attribution(origin=Origin.UNFINISHED, edit=last)
    why = edit.why if isinstance(edit, Unproven) else "an object that no document names may be it under another title"
    return Attribution(origin=Origin.UNKNOWN, because=why, edit=last)


def with_sets(
    change: Change, edit: Edit | Unproven, modified: str, unlisted: tuple[str, ...], sets: Sequence[PastSet] | Unproven
) -> Attribution:
    """Return the origin of the *change* of an object that was last *modified* then.

    *sets* are the change sets on it, newest first, or why they could not be read.
    """
    found = () if isinstance(sets, Unproven) else sets
    last = edit if isinstance(edit, Edit) else None
    writers = list(_writers(change, found))
    told = tuple(_told(writers, found, last))
    why = next(_doubts(change, edit, modified, unlisted, sets, writers), "")
    origin = Origin.UNKNOWN if why else Origin.CHANGED_IN_AWS
    return Attribution(origin=origin, because=why, change_sets=told, edit=last)


def _doubts(
    change: Change,
    edit: Edit | Unproven,
    modified: str,
    unlisted: tuple[str, ...],
    sets: Sequence[PastSet] | Unproven,
    writers: Sequence[_Writer],
) -> Iterator[str]:
    """Return what keeps the origin from being proven, the most general reason first."""
    yield from (one.why for one in (edit, sets) if isinstance(one, Unproven))
    if paths := _paths(change, unlisted):
        yield f"AWS lists no changes of {', '.join(paths)}"
    if _seconds(modified, modified) is None:
        yield "AWS does not tell when it was last modified"
    elif not isinstance(sets, Unproven) and not (sets and _is_at_most(modified, sets[0].ended_at)):
        yield f"AWS modified it at {modified}, by a change set that it does not list to this account"
    at = edit.at if isinstance(edit, Edit) else ""
    for path in dict.fromkeys(one.path for one in writers):
        yield from (why for one in writers if one.path == path and (why := _doubt(one, at)))


def _doubt(writer: _Writer, edited_at: str) -> str:
    """Return why the newest writer of a value does not prove that somebody changed it in AWS; empty if it does."""
    if writer.by is None or not writer.as_found:
        return f"no change set that was read accounts for {writer.path}"
    if writer.by.ours:
        return f"reconciler itself wrote {writer.path} last, by change set {writer.by.id} at {writer.by.ended_at}"
    if _is_after(writer.by.started_at, edited_at):
        return ""
    wrote = f"change set {writer.by.id} wrote {writer.path}"
    if _is_after(edited_at, writer.by.started_at):
        return f"{wrote} before the document was changed"
    return f"{wrote} within {MARGIN} seconds of the change of the document, too close to tell which was first"


def _told(writers: Sequence[_Writer], sets: Sequence[PastSet], last: Edit | None) -> Iterator[ChangedBy]:
    """Return the change sets of others that account for a field and are not older than the documents."""
    for one in sets:
        paths = dict.fromkeys(writer.path for writer in writers if writer.by is one and writer.as_found)
        if paths and not one.ours and not (last and _is_after(last.at, one.ended_at)):
            yield ChangedBy(one.id, one.name, one.ended_at, tuple(paths))


def _writers(change: Change, sets: Sequence[PastSet]) -> Iterator[_Writer]:
    """Return the newest writer of each value and of each member that differs."""
    wrote: dict[FactKey, tuple[PastSet, Any]] = {}
    for one in reversed(sets):
        wrote.update({FactKey(fact.path, fact.member): (one, fact.value) for fact in one.facts})
    for path, member, value in _in_aws(change):
        by, written = wrote.get(FactKey(path, member), (None, None))
        yield _Writer(path, by, written == value)


def fact_keys(change: Change) -> frozenset[FactKey]:
    """Return each value and each member that differs."""
    return frozenset(FactKey(fact.path, fact.member) for fact in _in_aws(change))


def _in_aws(change: Change) -> Iterator[Fact]:
    """Return what AWS has where it differs from the documents."""
    for field in change.fields:
        if isinstance(field, SetChange):
            yield from (Fact(field.path, member, value=False) for member in sorted(field.added))
            yield from (Fact(field.path, member, value=True) for member in sorted(field.removed))
        else:
            yield Fact(field.path, None, field.before)


def _paths(change: Change, beginnings: tuple[str, ...]) -> list[str]:
    return [field.path for field in change.fields if field.path.startswith(beginnings)]


def _is_after(later: str, earlier: str) -> bool:
    """Tell whether a time is known to be later than another by more than the margin."""
    between = _seconds(earlier, later)
    return between is not None and between > MARGIN


def _is_at_most(time: str, latest: str) -> bool:
    """Tell whether a time is known to be no later than another, apart from the margin."""
    between = _seconds(latest, time)
    return between is not None and between <= MARGIN


def _seconds(since: str, until: str) -> float | None:
    """Return the seconds between two times; None if one of them is not known."""
    try:
        return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds()
    except (ValueError, TypeError):
        return None
