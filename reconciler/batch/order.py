"""How many calls must still follow each unit of work: what list scheduling places first.

Units are tasks of one time step on a machine of 20 places, requests' `after` edges their precedence. Where the edges
form an in-forest, taking the highest ready units first uses the fewest steps: T. C. Hu, "Parallel Sequencing and
Assembly Line Problems", Operations Research 9 (1961).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Address, Request, RequestKey


class Cycle(ValueError):
    """Requests that wait for each other: a mistake of the kind that made them, never of the user."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Requests that share one call: the whole of a creation, or a single request."""

    requests: tuple[Request, ...]
    after: frozenset[int]
    not_before: frozenset[int]

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
        groups.setdefault(request.address if request.whole else request.key, []).append(request)
    position = {request.key: index for index, group in enumerate(groups.values()) for request in group}
    return tuple(_unit(index, group, position) for index, group in enumerate(groups.values()))


def _unit(index: int, group: Collection[Request], position: Mapping[RequestKey, int]) -> Unit:
    after = {position[key] for request in group for key in request.after if key in position}
    not_before = {position[key] for request in group for key in request.not_before if key in position}
    return Unit(tuple(group), frozenset(after), frozenset(not_before - {index}))


def heights(units: Sequence[Unit]) -> tuple[int, ...]:
    """Give for each unit how many calls must at least follow its own. Raises Cycle."""
    found = [0] * len(units)
    for index in reversed(_topological(units)):
        for earlier in units[index].after:
            found[earlier] = max(found[earlier], found[index] + 1)
        for earlier in units[index].not_before:
            found[earlier] = max(found[earlier], found[index])
    return tuple(found)


def _topological(units: Sequence[Unit]) -> list[int]:
    waiting = [len(unit.after | unit.not_before) for unit in units]
    followers: list[list[int]] = [[] for _ in units]
    for index, unit in enumerate(units):
        for earlier in unit.after | unit.not_before:
            followers[earlier].append(index)
    order = [index for index, count in enumerate(waiting) if not count]
    for index in order:
        for later in followers[index]:
            waiting[later] -= 1
            if not waiting[later]:
                order.append(later)
    if len(order) < len(units):
        stuck = next(unit for index, unit in enumerate(units) if index not in set(order))
        raise Cycle(f"requests of {stuck.address} wait for each other")
    return order
