"""What must share a call, what must follow what, and what must follow it at once: requests as units and waves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Address, Request, RequestKey


class Cycle(ValueError):
    """Requests that wait for each other: a mistake of the kind that made them, never of the user."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Requests that share one call: the whole of a creation, those beside another, or a single request.

    What they wait for are positions of other units; *right_after* are some of *after*.
    """

    requests: tuple[Request, ...]
    after: frozenset[int]
    not_before: frozenset[int]
    right_after: frozenset[int] = frozenset()

    @property
    def address(self) -> Address:
        """Name the object; all requests of a unit are about the same one."""
        return self.requests[0].address

    @property
    def size(self) -> int:
        """Count the changes."""
        return len(self.requests)


def units_of(requests: Sequence[Request]) -> tuple[Unit, ...]:
    """Put what must share a call into one unit; edges become positions, those to unknown requests fall away."""
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
    """First halves of moves that share a set, and their second halves, which share the next one. Positions of units."""

    firsts: tuple[int, ...]
    seconds: tuple[int, ...]


def waves_of(units: Sequence[Unit]) -> tuple[UnitWave, ...]:
    """Put together what hangs together by `right_after`; what would need three sets in a row is no wave."""
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
    """Take everything out of *linked* that *start* is linked to, and give it."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = linked.pop(waiting.pop()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
