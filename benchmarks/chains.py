"""`python -m benchmarks.chains [--fastest] [MOVES …]`: the longest chain of change sets in plans with many moves.

A chain is change sets that wait for each other, in the plan as it is applied. Prints one line for each number of moves:
the change sets, the longest chain, and the CPU seconds of batching and of the whole plan.
"""

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

from reconciler.batch import Batching
from reconciler.impact import Course
from reconciler.kind import Planned
from reconciler.kinds.experience.requests import requests
from reconciler.model import Exposure, Operation, Plan, Terms, chained_sets
from reconciler.pipeline.planning.choosing import Choice

from .moving import change_of, pairs_of, replayed
from .world import MANAGEMENT, World, make_world

NUMBERS_OF_MOVES = (0, 10, 100, 500, 2_000, 5_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """The operations of a plan with so many moves, its exposures, and the CPU seconds of batching and of all steps."""

    moves: int
    operations: Sequence[Operation]
    exposures: Sequence[Exposure]
    batching: float
    whole: float

    @property
    def chain(self) -> int:
        """Return the number of operations in the longest chain."""
        return chained_sets(self.operations)

    @property
    def exposed(self) -> int:
        """Return the seconds of exposures that are not without governance, summed over accounts."""
        return sum(one.seconds * len(one.accounts) for one in self.exposures if one.governed_by is not None)


def planned_chains(world: World, moves: int, *, fastest: bool = False) -> Chained:
    """Plan *moves* moves and 5,000 changes of products in *world*."""
    pairs: tuple[Any, ...] = tuple(pairs_of(world, moves))
    planned = [Planned(change=change, pair=pair) for pair in pairs if (change := change_of(pair))]
    terms = Terms(organization=world.organization, fastest=fastest)
    began = process_time()
    wanted = requests(planned, terms)
    before_batching = process_time()
    batching = Batching.of(wanted, account=MANAGEMENT, fastest=fastest)
    batched = process_time()

    def proven(made: Plan) -> Course:
        return Course(world.organization, replayed(pairs, planned, made.operations))

    choice = Choice(Plan(created_at="", commit=None), batching, proven, fastest=fastest)
    best = choice.best(world.organization)
    whole = process_time() - began
    return Chained(
        moves=moves,
        operations=best.made.operations,
        exposures=best.made.exposures,
        batching=batched - before_batching,
        whole=whole,
    )


def main() -> None:
    """Print one line for each number of moves."""
    world, fastest = make_world(), "--fastest" in sys.argv[1:]
    given = [int(one) for one in sys.argv[1:] if one.isdigit()]
    for moves in given or NUMBERS_OF_MOVES:
        made = planned_chains(world, moves, fastest=fastest)
        print(
            f"{moves:6,} moves: {len(made.operations):4} sets, chain {made.chain:4}; exposed {made.exposed:,} s;",
            f"CPU {made.batching:.2f} s batching, {made.whole:.2f} s in all",
        )


if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    main()
