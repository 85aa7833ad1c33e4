"""The choice of packings: the fewest change sets, and of those the shortest chain of sets that wait for each other.

The fastest packing is the one with the shortest chain, as long as it takes at most a tenth more sets.

Who leaves a source after its list has changed lives with the new list until then. List scheduling is the measure: a
half of a move is late if it comes more than one set later after its source's first change than in list scheduling.

Example: 120 changes of 60 objects. List scheduling takes the objects in their order and fills 6 sets. Packing on levels
fills 6 sets, too, and none of them waits for another: that one is taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Address, Request, RequestKey, longest_chain

from .levels import on_levels
from .manners import manners
from .order import Unit
from .pack import pack
from .tasks import Tasks
from .waits import awaited

Sets = Sequence[Sequence[Request]]


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSets:
    """Change sets with their longest *chain*.

    *leads* are the halves of moves by which principals leave an object after its first other change: for so many sets.
    *late* are the principals that leave too late, and *early* the sum of the sets over all principals that leave late.
    """

    sets: Sets
    chain: int
    leads: Mapping[RequestKey, int]
    late: int = 0
    early: int = 0

    @classmethod
    def of(cls, sets: Sets, listed: "MeasuredSets | None" = None) -> "MeasuredSets":
        """Measure *sets*, beside those of list scheduling (*listed*)."""
        waits = awaited(sets)
        leads = _leads(sets, waits)
        principals = {one.key: len(one.leaving) for requests in sets for one in requests if one.key in leads}
        usual = listed.leads if listed else leads
        late = sum(principals[key] for key, lead in leads.items() if lead > 1 + usual.get(key, 0))
        early = sum(principals[key] * lead for key, lead in leads.items())
        return cls(sets, longest_chain(enumerate(waits)), leads, late, early)


def _leads(sets: Sets, waits: Sequence[Iterable[int]]) -> Mapping[RequestKey, int]:
    level: list[int] = []
    changed: dict[Address, int] = {}
    for requests, earlier in zip(sets, waits, strict=True):
        level.append(1 + max((level[one] for one in earlier), default=0))
        for one in requests:
            if not one.verb.governed:
                changed[one.address] = min(changed.get(one.address, level[-1]), level[-1])
    return {
        one.key: lead
        for requests, own in zip(sets, level, strict=True)
        for one in requests
        if one.leaving and (lead := own - changed.get(one.address, own)) > 0
    }


@dataclass(frozen=True, slots=True)
class Packings:
    """The packing by list scheduling (*listed*), and the *better* ones.

    The best one is the first. If principals leave too late in it, the best one in which none does is the second.
    """

    listed: MeasuredSets
    better: Sequence[MeasuredSets] = ()

    @property
    def ranked(self) -> Sequence[MeasuredSets]:
        """Return the better packings, the best one first, and that of list scheduling at last."""
        return (*self.better, self.listed)


def packings(units: Sequence[Unit], *, isolated: bool = False, fastest: bool = False, room: int) -> Packings:
    """Pack *units* into change sets, in an order in which each set comes after those that it waits for.

    There are never more sets than list scheduling needs; with *fastest*, at most a tenth more. Raises Cycle. Isolated
    sets are packed by list scheduling only.
    """
    scheduled = pack(units, isolated=isolated, room=room)
    listed = MeasuredSets.of([_requests(together) for together in scheduled])
    if isolated or listed.chain <= 1:
        return Packings(listed)

    def rank(one: MeasuredSets) -> tuple[int, int, int, int]:
        sets = len(one.sets)
        return (one.chain, sets, one.late, one.early) if fastest else (sets, one.chain, one.late, one.early)

    found = list(_on_levels(units, scheduled, listed, room=room, fastest=fastest))
    fewest = min(len(one.sets) for one in (*found, listed))
    most = fewest * 11 // 10 if fastest else fewest
    ranked = sorted((one for one in found if len(one.sets) <= most and rank(one) < rank(listed)), key=rank)
    best = ranked[:1]
    in_time = [one for one in ranked[1:] if not one.late][:1] if best and best[0].late else []
    return Packings(listed, [*best, *in_time])


def _on_levels(
    units: Sequence[Unit], scheduled: Sequence[Sequence[Unit]], listed: MeasuredSets, *, room: int, fastest: bool
) -> Iterator[MeasuredSets]:
    """Yield the packings on levels, until one has the shortest possible chain and nobody leaves too late."""
    tasks = Tasks.of(units)
    shortest = 1 + max(tasks.earliest)
    if listed.chain == shortest:
        return
    numbers = {request.key: number for number, together in enumerate(listed.sets) for request in together}
    place = {index: numbers[unit.requests[0].key] for index, unit in enumerate(units)}
    for manner in manners(tasks, place, room, len(scheduled) * 11 // 10 if fastest else len(scheduled)):
        leveled = on_levels(tasks, manner, room)
        if leveled is not None:
            one = MeasuredSets.of([_requests(units[index] for index in indices) for indices in leveled], listed)
            yield one
            if one.chain == shortest and not one.late:
                return


def _requests(units: Iterable[Unit]) -> Sequence[Request]:
    return [request for unit in units for request in unit.requests]
