"""Requests as units, which share a call, and units as waves, which need two consecutive change sets.

Example: CreateExperience and CreateProcurementPolicy of a new experience are `whole`: one unit of two changes. `ou-1`
leaves a (unit 0), and `ou-2` leaves b (unit 2). One change of c, `right_after` both, takes both (unit 1). Units 0 and 2
are the first halves of one wave, and unit 1 is its second half.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Address, Request, RequestKey


class Cycle(ValueError):
    """Requests that wait for each other: a bug of the kind that made them, never a mistake of the user."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Requests that share one call: all of a creation, a request with those beside it, or a single request.

    The edges are positions of other units; *right_after* is a part of *after*.
    """

    requests: tuple[Request, ...]
    after: frozenset[int]
    not_before: frozenset[int]
    right_after: frozenset[int] = frozenset()

    @property
    def address(self) -> Address:
        """Return the object, which is the same for all requests of a unit."""
        return self.requests[0].address

    @property
    def size(self) -> int:
        """Return the number of changes."""
        return len(self.requests)


def units_of(requests: Sequence[Request]) -> tuple[Unit, ...]:
    """Return *requests* as units. Edges become positions of units; edges to requests that are not here are dropped."""
    groups: dict[Address | RequestKey, list[Request]] = {}
    for request in requests:
        groups.setdefault(request.address if request.whole else request.beside or request.key, []).append(request)
    position = {request.key: index for index, group in enumerate(groups.values()) for request in group}
    return tuple(_unit(index, group, position) for index, group in enumerate(groups.values()))


def _unit(index: int, group: Collection[Request], position: Mapping[RequestKey, int]) -> Unit:
    after = {position[key] for request in group for key in request.after if key in position}
    not_before = {position[key] for request in group for key in request.not_before if key in position}
    at_once = {position[key] for request in group for key in request.right_after if key in position}
    return Unit(tuple(group), frozenset(after), frozenset(not_before - {index}), frozenset(at_once))


@dataclass(frozen=True, slots=True)
class UnitWave:
    """The first halves of moves, which share a change set, and the second halves, which share the next one.

    Both are positions of units.
    """

    firsts: tuple[int, ...]
    seconds: tuple[int, ...]


def waves_of(units: Sequence[Unit]) -> tuple[UnitWave, ...]:
    """Return the units that `right_after` connects, as waves; units that need three sets in a row are no wave."""
    linked: dict[int, set[int]] = {}
    for index, unit in enumerate(units):
        for first in unit.right_after:
            linked.setdefault(index, set()).add(first)
            linked.setdefault(first, set()).add(index)
    found: list[UnitWave] = []
    while linked:
        together = _together(next(iter(linked)), linked)
        seconds = {index for index in together if units[index].right_after}
        if not any(units[index].right_after & seconds for index in seconds):
            found.append(UnitWave(tuple(sorted(together - seconds)), tuple(sorted(seconds))))
    return tuple(found)


def _together(start: int, linked: dict[int, set[int]]) -> set[int]:
    """Remove from *linked* everything connected to *start*, and return it."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = linked.pop(waiting.pop()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
