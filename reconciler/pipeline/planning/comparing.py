"""The desired state compared with AWS: changes, notes, and what the whole repository would change. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.diff import diff
from reconciler.kind import Matching, Planned, Remote, Remotes
from reconciler.model import (
    ENDING,
    Action,
    Address,
    Change,
    FieldChange,
    Mode,
    Pair,
    Problem,
    SetChange,
    note,
    observed_digest,
)

LEFT_OUT = "left-out"
"""The code of the note about what `--no-removals` leaves as it is."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes that are *planned*, by kind, and the *notes* about differences that are only reported.

    *settled* is what AWS will hold of each object that changes. If only a part of the repository is planned, *wholes*
    has the changes that the whole would make to the planned objects.
    """

    planned: Mapping[str, Sequence[Planned]]
    settled: Mapping[Address, Any]
    notes: tuple[Problem, ...]
    wholes: Mapping[Address, Change]


def compare(remotes: Remotes, matchings: Mapping[str, Matching]) -> Differences:
    """Compare every pair; return a note instead of a change for an object that is only observed."""
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
    """Return the settled spec of *pair* and the change that it makes, or None."""
    after = remote.settle(pair.desired, pair.observed)
    found = diff(pair.observed.spec if pair.observed else remote.blank, after)
    if not found:
        return after, None
    fields = tuple(_with_sources(remote, pair, one) for one in found)
    action, reason = remote.intent(pair, after)
    change = Change(
        address=pair.desired.address,
        action=action,
        fields=fields,
        remote_id=pair.observed.remote_id if pair.observed else None,
        reason=reason,
        source=pair.desired.document.source,
        stakes=remote.stakes(pair, after),
        observed=_relied_on(remote, pair, action),
    )
    return after, change


def _with_sources(remote: Remote, pair: Pair[Any], changed: FieldChange) -> FieldChange:
    """Return *changed* with the places where other documents add its members, or end their stay."""
    return replace(changed, sources=remote.sources(pair, changed)) if isinstance(changed, SetChange) else changed


def _relied_on(remote: Remote, pair: Pair[Any], action: Action) -> str | None:
    """Return the digest of what AWS has of an object; lists that others edit count only where the object ends."""
    if pair.observed is None:
        return None
    return observed_digest(pair.observed.spec, () if action in ENDING else remote.open_lists)


def _observed_difference(change: Change) -> Problem:
    paths = ", ".join(field.path for field in change.fields)
    message = f"{change.address} (mode: observe) differs from the repository in {paths}"
    return note("observed-difference", message, change.source, "", change.address)


def without_removals(differences: Differences) -> Iterator[Problem]:
    """Return a note for each object that `--no-removals` keeps from being as desired."""
    planned = {one.change.address: one.change for many in differences.planned.values() for one in many}
    for address, whole in sorted(differences.wholes.items()):
        paths = [*_less(whole, planned.get(address))]
        if paths:
            message = f"this plan leaves out changes of {address} in {', '.join(paths)}"
            yield note(LEFT_OUT, message, whole.source, "", address)


def _less(whole: Change, part: Change | None) -> Iterator[str]:
    """Return the paths of the fields that *whole* changes and *part* does not, or not in full."""
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
