"""How many calls must still follow each unit of work: what list scheduling places first.

Units are tasks of one time step on a machine that runs 20 at a time, requests' `after` edges their precedence. Where
the edges form an in-forest, taking the highest ready units first uses the fewest steps: T. C. Hu, "Parallel
Sequencing and Assembly Line Problems", Operations Research 9 (1961).
"""

from collections.abc import Sequence

from .order import Cycle, Unit, UnitWave


def heights(units: Sequence[Unit], waves: Sequence[UnitWave] = ()) -> tuple[int, ...]:
    """Give for each unit how many calls must at least follow its own. Raises Cycle.

    All first halves of a wave have the same height, one above that of all its second halves.
    """
    alone = Nodes.of(units, ())
    plain = alone.order()
    if plain is None:
        raise Cycle(f"requests of {alone.stuck().address} wait for each other")
    nodes = Nodes.of(units, waves) if waves else alone
    order = nodes.order() if waves else plain
    return nodes.heights(order) if order is not None else alone.heights(plain)


class Nodes:
    """Units, those of a wave taken as one; *offset* is 1 for second halves, 0 for all others."""

    def __init__(self, units: Sequence[Unit], node: list[int], offset: list[int]) -> None:
        """Take units with the node that each belongs to: the position of one of its units."""
        self.units, self.node, self.offset = units, node, offset
        self.members: dict[int, list[int]] = {}
        for index, one in enumerate(node):
            self.members.setdefault(one, []).append(index)

    @classmethod
    def of(cls, units: Sequence[Unit], waves: Sequence[UnitWave]) -> "Nodes":
        """Take each of *waves* as one."""
        node, offset = list(range(len(units))), [0] * len(units)
        for wave in waves:
            for index in (*wave.firsts, *wave.seconds):
                node[index] = wave.firsts[0]
            for index in wave.seconds:
                offset[index] = 1
        return cls(units, node, offset)

    def order(self) -> list[int] | None:
        """Give nodes, each after those that it waits for; None when some wait for each other."""
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
        """Give a unit that waits for itself in the end."""
        return self.units[next(one for one, count in self.waiting.items() if count)]

    def heights(self, order: Sequence[int]) -> tuple[int, ...]:
        """Give the height of every unit."""
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
