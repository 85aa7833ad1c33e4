"""Moves cut into waves: what leaves in one set and arrives in the next, few enough for both. Pure.

A wave takes at most 50 principals of an experience and 50 to one, in one change each (facts: catalog 1.10), and its
changes have to fit into two sets that follow each other. Waves need nothing of each other, so they may overlap: the
second halves of one share a set with the first halves of the next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reconciler.limits import SIZES, Sizes
from reconciler.model import Address, Move

from .growth import Flow, Flows, Growth, Node, Wave, nodes_of


def cut(moves: Iterable[Move], *, isolated: bool = False, sizes: Sizes = SIZES) -> list[Wave]:
    """Cut *moves* into waves: in as few changes as their numbers allow, unless they hang together too closely.

    Where change sets are *isolated*, each wave has one source and one target.
    """
    flows: Flows = {}
    gone: dict[Address, list[str]] = {}
    come: dict[Address, list[str]] = {}
    for principal, source, target in sorted(moves, key=lambda move: move.principal):
        if source and target:
            flows.setdefault((source, target), []).append(principal)
        elif source:
            gone.setdefault(source, []).append(principal)
        elif target:
            come.setdefault(target, []).append(principal)
    sets = _fewest_sets(flows, sizes)
    full = _full(flows, 1 if isolated else sizes.members, sizes.members)
    waves = [*full]
    for together in _connected(flows):
        waves += _grown(together, full, sets, sizes)
    waves += [Wave(leaving={source: rest}) for source, rest in _beside(gone, [wave.leaving for wave in waves], sizes)]
    waves += [Wave(arriving={target: rest}) for target, rest in _beside(come, [wave.arriving for wave in waves], sizes)]
    return waves


def _full(flows: Flows, least: int, most: int) -> list[Wave]:
    """Take from *flows* what fills changes on both sides: *least* to *most* from one experience to one other."""
    waves: list[Wave] = []
    for source, target in sorted(flows):
        principals = flows[source, target]
        while len(principals) >= least:
            wave = Wave()
            wave.carry(source, target, principals[:most])
            waves.append(wave)
            del principals[:most]
        if not principals:
            del flows[source, target]
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


def _connected(flows: Flows) -> list[Flows]:
    """Part *flows* that have no source and no target in common."""
    flows_of: dict[Node, list[Flow]] = {}
    for flow in flows:
        for node in nodes_of(*flow):
            flows_of.setdefault(node, []).append(flow)
    found: list[Flows] = []
    while flows_of:
        waiting = [next(iter(flows_of))]
        together: Flows = {}
        while waiting:
            for flow in flows_of.pop(waiting.pop(), ()):
                together[flow] = flows[flow]
                waiting += nodes_of(*flow)
        found.append(together)
    return found


def _members(flows: Flows) -> Counter[Node]:
    """Count the principals that leave and arrive at each experience."""
    found: Counter[Node] = Counter()
    for flow, principals in flows.items():
        found.update(dict.fromkeys(nodes_of(*flow), len(principals)))
    return found


def _fewest_sets(flows: Flows, sizes: Sizes) -> int:
    """Tell how many sets *flows* need at least, were all changes full."""
    return sizes.sets_for(sum(map(sizes.changes_for, _members(flows).values())))


def _grown(flows: Flows, before: Sequence[Wave], sets: int, sizes: Sizes) -> list[Wave]:
    """Make one wave of *flows* where it fits into two sets, else as many as it takes to share sets with each other.

    In the long run a set takes second halves of one wave and first halves of the next: equal sides of ten fill it
    exactly. Where one side is much the shorter, waves of ten changes in all leave fewer places empty. Taking flows
    whole makes fewer changes, parting them fewer waves that wait for each other: that counts once an experience has
    part in more of them than the *sets* that are needed anyway.
    """
    sides = [len(set(side)) for side in zip(*flows, strict=True)]
    most = max(_members(flows).values())
    if max(sides) <= sizes.changes and most <= sizes.members:
        return Growth(flows, whole=True, sizes=sizes).waves(sum(sides), max(sides))
    half = sizes.changes // 2
    equal, unequal = (sizes.changes, half), ((max(2, half), half), (sizes.changes, sizes.changes))
    shapes = (equal,) if min(sides) >= half else unequal
    ways = (True, False) if most > sizes.members else (False,)
    cuts = [Growth(flows, whole=whole, sizes=sizes).waves(*shape) for shape in shapes for whole in ways]
    return min(cuts, key=lambda waves: _cost(waves, before, sets))


def _cost(waves: Sequence[Wave], before: Sequence[Wave], sets: int) -> tuple[int, int]:
    """Give how many sets *waves* take at least, since those that share an experience wait; then their changes."""
    last: dict[Node, int] = {}
    for wave in (*before, *waves):
        last.update(dict.fromkeys(wave.nodes, 1 + max(last.get(node, 0) for node in wave.nodes)))
    return max(sets, 1 + max(last.values())), sum(len(wave.nodes) for wave in waves)
