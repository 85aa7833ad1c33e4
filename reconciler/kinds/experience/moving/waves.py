"""Moves cut into waves: what leaves in one set and arrives in the next, few enough for both. Pure.

A wave takes at most 50 principals of an experience and 50 to one, in one change each (facts: catalog 1.10), and its
changes have to fit into two sets that follow each other. Waves need nothing of each other, so they may overlap: the
second halves of one share a set with the first halves of the next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reconciler.limits import SIZES, Sizes
from reconciler.model import Address, Move

from .wave_builder import Ends, GroupedMoves, Node, Wave, WaveBuilder, nodes_of


def cut(moves: Iterable[Move], *, isolated: bool = False, sizes: Sizes = SIZES) -> list[Wave]:
    """Cut *moves* into waves: in as few changes as their numbers allow, unless they hang together too closely.

    Where change sets are *isolated*, each wave has one source and one target.
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
        waves += _built(together, full, sets, sizes)
    waves += [Wave(leaving={source: rest}) for source, rest in _beside(gone, [wave.leaving for wave in waves], sizes)]
    waves += [Wave(arriving={target: rest}) for target, rest in _beside(come, [wave.arriving for wave in waves], sizes)]
    return waves


def _full(moves: GroupedMoves, least: int, most: int) -> list[Wave]:
    """Take from *moves* what fills changes on both sides: *least* to *most* from one experience to one other."""
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
    """Put principals of *lists* into changes that have room for them; return the rest, cut into changes."""
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
    """Group *moves* so that no two groups have a source or a target in common."""
    ends_of: dict[Node, list[Ends]] = {}
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
        found.update(dict.fromkeys(nodes_of(*ends), len(principals)))
    return found


def _fewest_sets(moves: GroupedMoves, sizes: Sizes) -> int:
    """Tell how many sets *moves* need at least, were all changes full."""
    return sizes.sets_for(sum(map(sizes.changes_for, _members(moves).values())))


def _built(moves: GroupedMoves, before: Sequence[Wave], sets: int, sizes: Sizes) -> list[Wave]:
    """Make one wave of *moves* where it fits into two sets, else as many as it takes to share sets with each other.

    In the long run a set takes second halves of one wave and first halves of the next: equal sides of ten fill it
    exactly. Where one side is much the shorter, waves of ten changes in all leave less room empty. Where the moves
    of one source and target stay together, there are fewer changes; where they are parted, fewer waves wait for each
    other. That counts once an experience has part in more waves than the *sets* that are needed anyway.
    """
    sides = [len(set(side)) for side in zip(*moves, strict=True)]
    most = max(_members(moves).values())
    if max(sides) <= sizes.changes and most <= sizes.members:
        return WaveBuilder(moves, whole=True, sizes=sizes).waves(sum(sides), max(sides))
    half = sizes.changes // 2
    equal, unequal = (sizes.changes, half), ((max(2, half), half), (sizes.changes, sizes.changes))
    shapes = (equal,) if min(sides) >= half else unequal
    ways = (True, False) if most > sizes.members else (False,)
    cuts = [WaveBuilder(moves, whole=whole, sizes=sizes).waves(*shape) for shape in shapes for whole in ways]
    return min(cuts, key=lambda waves: _cost(waves, before, sets))


def _cost(waves: Sequence[Wave], before: Sequence[Wave], sets: int) -> tuple[int, int]:
    """Give how many sets *waves* take at least, since those that share an experience wait; then their changes."""
    last: dict[Node, int] = {}
    for wave in (*before, *waves):
        last.update(dict.fromkeys(wave.nodes, 1 + max(last.get(node, 0) for node in wave.nodes)))
    return max(sets, 1 + max(last.values())), sum(len(wave.nodes) for wave in waves)
