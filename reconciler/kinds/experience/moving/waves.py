"""Moves cut into waves: principals that leave in one change set and arrive in the next one. Pure.

A change has at most 50 principals of one experience (facts: catalog 1.10), and the changes of a wave must fit into two
change sets. The waves of a level do not depend on each other, so they may overlap: the arrivals of one share a change
set with the departures of the next. That makes one chain of them. In *rounds*, each wave may fill two change sets of
its own, and the waves of a round share no experience: they can be carried out side by side.

Example: 120 principals move from `legacy` to `web`. They are three waves of 50, 50 and 20, in four change sets:
`legacy` releases 50; `web` takes 50 and `legacy` releases 50; `web` takes 50 and `legacy` releases 20; `web` takes 20.

Example: from each of 40 experiences, principals move to two of 40 others. Waves of 20 sources and 20 targets come in
rounds of two.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reconciler.limits import SIZES, Sizes
from reconciler.model import Address, Move

from .wave_builder import GroupedMoves, MoveEnds, Node, Rounds, Wave, WaveBuilder, nodes_of


def cut(
    moves: Iterable[Move], *, isolated: bool = False, rounds: Rounds | None = None, sizes: Sizes = SIZES
) -> list[Wave]:
    """Cut *moves* into waves of few changes.

    If change sets are *isolated*, each wave has one source and one target. With *rounds*, waves that need not wait for
    each other are preferred to waves that share change sets.
    """
    grouped: GroupedMoves = {}
    gone: dict[Address, list[str]] = {}
    come: dict[Address, list[str]] = {}
    for principal, source, target in sorted(moves, key=lambda move: move.principal):
        if source and target:
            grouped.setdefault((source, target), []).append(principal)
        elif source:
            gone.setdefault(source, []).append(principal)
        elif target:
            come.setdefault(target, []).append(principal)
    sets = _fewest_sets(grouped, sizes)
    full = _full(grouped, 1 if isolated else sizes.members, sizes.members)
    waves = [*full]
    for together in _connected(grouped):
        waves += _built(together, full, sets, sizes, rounds=rounds)
    waves += [Wave(leaving={source: rest}) for source, rest in _beside(gone, [wave.leaving for wave in waves], sizes)]
    waves += [Wave(arriving={target: rest}) for target, rest in _beside(come, [wave.arriving for wave in waves], sizes)]
    return waves


def _full(moves: GroupedMoves, least: int, most: int) -> list[Wave]:
    """Take waves out of *moves* that have *least* to *most* principals of one source and target."""
    waves: list[Wave] = []
    for source, target in sorted(moves):
        principals = moves[source, target]
        while len(principals) >= least:
            wave = Wave()
            wave.carry(source, target, principals[:most])
            waves.append(wave)
            del principals[:most]
        if not principals:
            del moves[source, target]
    return waves


def _beside(
    lists: Mapping[Address, list[str]], sides: Sequence[dict[Address, list[str]]], sizes: Sizes
) -> list[tuple[Address, list[str]]]:
    """Put principals of *lists* into changes that have room; return the others, cut into changes."""
    rest: list[tuple[Address, list[str]]] = []
    for address, principals in sorted(lists.items()):
        left = principals
        for side in sides:
            if address in side and left:
                room = sizes.members - len(side[address])
                side[address].extend(left[:room])
                left = left[room:]
        rest += [(address, part) for part in sizes.cut(left)]
    return rest


def _connected(moves: GroupedMoves) -> list[GroupedMoves]:
    """Split *moves* into groups that have no source and no target in common."""
    ends_of: dict[Node, list[MoveEnds]] = {}
    for ends in moves:
        for node in nodes_of(*ends):
            ends_of.setdefault(node, []).append(ends)
    found: list[GroupedMoves] = []
    while ends_of:
        waiting = [next(iter(ends_of))]
        together: GroupedMoves = {}
        while waiting:
            for ends in ends_of.pop(waiting.pop(), ()):
                together[ends] = moves[ends]
                waiting += nodes_of(*ends)
        found.append(together)
    return found


def _members(moves: GroupedMoves) -> Counter[Node]:
    """Count the principals that leave and arrive at each experience."""
    found: Counter[Node] = Counter()
    for ends, principals in moves.items():
        for node in nodes_of(*ends):
            found[node] += len(principals)
    return found


def _fewest_sets(moves: GroupedMoves, sizes: Sizes) -> int:
    """Return how many change sets *moves* would need if all changes were full."""
    return sizes.sets_for(sum(map(sizes.changes_for, _members(moves).values())))


def _built(
    moves: GroupedMoves, before: Sequence[Wave], sets: int, sizes: Sizes, *, rounds: Rounds | None
) -> Sequence[Wave]:
    """Return one wave if *moves* fit into two change sets; else several that share change sets with each other.

    In the long run, a change set has the arrivals of one wave and the departures of the next: sides of ten changes each
    fill it. If one side is much shorter, waves of ten changes in all leave less room unused. Taking all principals of
    one source and target together makes fewer changes; splitting them makes fewer waves that wait for each other. That
    counts when an experience takes part in more waves than the number of change sets (*sets*) that are needed anyway.
    """
    sides = [len(set(side)) for side in zip(*moves, strict=True)]
    most = max(_members(moves).values())
    if max(sides) <= sizes.changes and most <= sizes.members:
        return WaveBuilder(moves, whole=True, sizes=sizes).waves(sum(sides), max(sides))
    if rounds:
        cuts = [WaveBuilder(moves, whole=whole, sizes=sizes).rounds(sizes.changes, rounds) for whole in (True, False)]
        return min(cuts, key=lambda waves: sum(len(wave.nodes) for wave in waves))
    half = sizes.changes // 2
    equal, unequal = (sizes.changes, half), ((max(2, half), half), (sizes.changes, sizes.changes))
    shapes = (equal,) if min(sides) >= half else unequal
    ways = (True, False) if most > sizes.members else (False,)
    cuts = [WaveBuilder(moves, whole=whole, sizes=sizes).waves(*shape) for shape in shapes for whole in ways]
    return min(cuts, key=lambda waves: _cost(waves, before, sets))


def _cost(waves: Sequence[Wave], before: Sequence[Wave], sets: int) -> tuple[int, int]:
    """Return how many change sets *waves* take at least, and how many changes; waves that share an experience wait."""
    last: dict[Node, int] = {}
    for wave in (*before, *waves):
        last.update(dict.fromkeys(wave.nodes, 1 + max(last.get(node, 0) for node in wave.nodes)))
    return max(sets, 1 + max(last.values())), sum(len(wave.nodes) for wave in waves)
