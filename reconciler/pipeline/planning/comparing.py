"""Wishes compared with AWS: what changes, what is only told, and what the whole repository would change. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.diff import diff
from reconciler.kind import Matching, Planned, Remote, Remotes
from reconciler.model import Address, Change, Mode, Pair, Problem, SetChange, note

LEFT_OUT = "left-out"
"""The code of what `--no-removals` leaves as it is."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is planned, by kind, and what is only told.

    *settled* is what AWS will hold of each object that changes. *wholes* are, where only a part of the repository is
    planned, the changes that the whole would make of its objects.
    """

    planned: Mapping[str, Sequence[Planned]]
    settled: Mapping[Address, Any]
    notes: tuple[Problem, ...]
    wholes: Mapping[Address, Change]


def compare(remotes: Remotes, matchings: Mapping[str, Matching]) -> Differences:
    """Compare every pair; what is only observed becomes a note instead of a change."""
    planned: dict[str, list[Planned]] = {}
    settled: dict[Address, Any] = {}
    notes: list[Problem] = []
    wholes: dict[Address, Change] = {}
    for name, matching in matchings.items():
        for pair in sorted(matching.pairs, key=lambda pair: pair.desired.address):
            after, change = _compared(remotes[name], pair)
            if change and pair.desired.mode is Mode.OBSERVE:
                notes.append(_observed_difference(change))
            elif change:
                planned.setdefault(name, []).append(Planned(change=change, pair=pair))
                settled[change.address] = after
        for address, pair in matching.wholes.items():
            if pair.desired.mode is not Mode.OBSERVE:
                _, whole = _compared(remotes[name], pair)
                wholes |= {address: whole} if whole else {}
    return Differences(planned, settled, tuple(notes), wholes)


def _compared(remote: Remote, pair: Pair[Any]) -> tuple[Any, Change | None]:
    """Settle the wish of *pair*, and return it with what it changes."""
    after = remote.settle(pair.desired, pair.observed)
    fields = diff(pair.observed.spec if pair.observed else remote.blank, after)
    if not fields:
        return after, None
    action, reason = remote.intent(pair, after)
    change = Change(
        address=pair.desired.address,
        action=action,
        fields=fields,
        remote_id=pair.observed.remote_id if pair.observed else None,
        reason=reason,
        source=pair.desired.document.source,
        stakes=remote.stakes(pair, after),
    )
    return after, change


def _observed_difference(change: Change) -> Problem:
    paths = ", ".join(field.path for field in change.fields)
    message = f"{change.address} is only observed and differs in {paths}"
    return note("observed-difference", message, change.source, "", change.address)


def without_removals(differences: Differences) -> Iterator[Problem]:
    """Return a note for each object of which `--no-removals` leaves something as it is: it is no "no changes"."""
    planned = {one.change.address: one.change for many in differences.planned.values() for one in many}
    for address, whole in sorted(differences.wholes.items()):
        paths = [*_less(whole, planned.get(address))]
        if paths:
            message = f"--no-removals leaves out some of what {address} says of {', '.join(paths)}"
            yield note(LEFT_OUT, message, whole.source, "", address)


def _less(whole: Change, part: Change | None) -> Iterator[str]:
    """Return the paths of what *whole* adds, removes or sets and *part* does not."""
    for field in whole.fields:
        planned = part.field(field.path) if part else None
        if not isinstance(field, SetChange):
            less = planned != field
        elif isinstance(planned, SetChange):
            less = not (field.added <= planned.added and field.removed <= planned.removed)
        else:
            less = True
        if less:
            yield field.path
