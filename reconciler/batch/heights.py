"""Heights: how many change sets must follow the one with a unit. List scheduling places the highest units first.

Units are tasks of one time step on a machine that runs 20 at a time; the edges `after` are their precedence. Where the
edges form an in-forest, taking the highest ready units first uses the fewest steps: T. C. Hu, "Parallel Sequencing and
Assembly Line Problems", Operations Research 9 (1961).

Example: b is after a, and c is after b. The heights of a, b and c are 2, 1 and 0. d is `not_before` a, which means that
it may share a's set: its height is 0. Of a wave, all departures have the same height, one more than all arrivals.
"""

from collections.abc import Sequence

from .order import Cycle, Unit, UnitWave


def heights(units: Sequence[Unit], waves: Sequence[UnitWave] = ()) -> tuple[int, ...]:
    """Return for each unit how many change sets must at least follow its own. Raises Cycle.

    All first halves of a wave have the same height, one more than all its second halves. Waves are ignored when they
    would wait for each other.
    """
    alone = Nodes.of(units, ())
    plain = alone.order()
    if plain is None:
        raise Cycle(f"requests of {alone.stuck().address} wait for each other")
    nodes = Nodes.of(units, waves) if waves else alone
    order = nodes.order() if waves else plain
    return nodes.heights(order) if order is not None else alone.heights(plain)


class Nodes:
    """The graph of units, in which the units of a wave are one node; *offset* is 1 for second halves, else 0."""

    def __init__(self, units: Sequence[Unit], node: list[int], offset: list[int]) -> None:
        """Keep *units* and the node of each, which is the position of one of the units in it."""
        self.units, self.node, self.offset = units, node, offset
        self.members: dict[int, list[int]] = {}
        for index, one in enumerate(node):
            self.members.setdefault(one, []).append(index)

    @classmethod
    def of(cls, units: Sequence[Unit], waves: Sequence[UnitWave]) -> "Nodes":
        """Return the graph with one node for each of *waves* and for each other unit."""
        node, offset = list(range(len(units))), [0] * len(units)
        for wave in waves:
            for index in (*wave.firsts, *wave.seconds):
                node[index] = wave.firsts[0]
            for index in wave.seconds:
                offset[index] = 1
        return cls(units, node, offset)

    def order(self) -> list[int] | None:
        """Return the nodes in topological order, or None when there is a cycle."""
        waiting = dict.fromkeys(self.members, 0)
        followers: dict[int, list[int]] = {one: [] for one in self.members}
        for index, unit in enumerate(self.units):
            for earlier in unit.after | unit.not_before:
                if self.node[earlier] != self.node[index]:
                    followers[self.node[earlier]].append(self.node[index])
                    waiting[self.node[index]] += 1
        order = [one for one, count in waiting.items() if not count]
        for one in order:
            for later in followers[one]:
                waiting[later] -= 1
                if not waiting[later]:
                    order.append(later)
        self.waiting = waiting
        return order if len(order) == len(waiting) else None

    def stuck(self) -> Unit:
        """Return a unit of a cycle, or one that waits for a cycle; `order` has found the cycle."""
        return self.units[next(one for one, count in self.waiting.items() if count)]

    def heights(self, order: Sequence[int]) -> tuple[int, ...]:
        """Return the height of every unit; *order* is the topological order of the nodes."""
        found = {one: max(self.offset[index] for index in members) for one, members in self.members.items()}
        for one in reversed(order):
            for index in self.members[one]:
                here = found[one] - self.offset[index]
                for edges, calls in ((self.units[index].after, 1), (self.units[index].not_before, 0)):
                    for earlier in edges:
                        node = self.node[earlier]
                        if node != one:
                            found[node] = max(found[node], here + calls + self.offset[earlier])
        return tuple(found[self.node[index]] - self.offset[index] for index in range(len(self.units)))
