"""500 experiences with a changed list each, and accounts that move: change sets, longest chain, time of an apply.

Aims are those of the goals: sets and chain for each number of moves. The aim of an apply is the time of that chain if
the end of each of its sets is noticed after two seconds, and its sets are started at the quota.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from benchmarks.figures import Beside, Figure
from benchmarks.moving import pairs_of
from benchmarks.world import World, make_world
from reconciler.model import AccountState

from .bounds import Bound, least_seconds
from .runs import Work, longest_chain

LASTS = (10, 30, 60)
NOTICED = 2.0
"""Seconds within which the median of ends should be noticed."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The change sets and the longest chain that a number of moves should need."""

    moves: int
    sets: int
    chain: int
    fastest: int | None = None

    def seconds(self, lasts: float) -> float:
        """Return the seconds of an apply with this chain, the ends of which are noticed in time."""
        return round(least_seconds(self.sets, self.chain, lasts + NOTICED), 1)


AIMS = (Aim(0, 50, 1), Aim(10, 51, 3), Aim(100, 60, 4), Aim(500, 83, 9), Aim(2_000, 151, 58))
QUICK = AIMS[:3]


def move_figures(folder: Path, *, quick: bool = False) -> Iterator[Figure]:
    """Plan each number of moves once, and apply the plan with sets of each duration."""
    world = all_open(make_world())
    for aim in QUICK if quick else AIMS:
        work = Work(tuple(pairs_of(world, aim.moves)), world.organization)
        began = process_time()
        planning = work.planned(folder / f"moves-{aim.moves}")
        cpu = process_time() - began
        operations, bound, name = planning.plan.operations, Bound.of(work.pairs), f"{aim.moves:,} moves"
        told = f"load and plan {cpu:.1f} s of CPU"
        fewest = Beside("any plan, at least", bound.sets)
        yield Figure(
            name=f"{name}: change sets", value=len(operations), unit="", aim=aim.sets, beside=fewest, note=told
        )
        shortest = Beside("any plan, at least", bound.chain)
        chain = longest_chain(operations)
        yield Figure(name=f"{name}: longest chain", value=chain, unit="sets", aim=aim.chain, beside=shortest)
        for lasts in LASTS:
            ran = work.run(planning, lasts)
            least = Beside("the quotas, at least", round(bound.seconds(lasts), 1))
            note = f"at most {ran.catalog.most_open} sets open; ends noticed after {ran.median:.1f} s in the median"
            yield Figure(
                name=f"{name}, {lasts} s a set: apply",
                value=round(ran.seconds, 1),
                unit="s",
                aim=aim.seconds(lasts),
                beside=least,
                note=note,
            )


def all_open(world: World) -> World:
    """Return *world* with all accounts open: a closed one would be left out of a move."""
    organization = world.organization
    accounts = {id_: replace(one, state=AccountState.ACTIVE) for id_, one in organization.accounts.items()}
    return replace(world, organization=replace(organization, accounts=accounts))
