"""500 experiences with a changed list each, and accounts that move: change sets, longest chain, time of an apply.

Aims are those of the goals: sets and chain for each number of moves. The aim of an apply follows from them: that chain,
started at the quota, if the end of each of its sets is noticed after two seconds and the last one after four.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from benchmarks.figures import Beside, Figure, unmeasured
from benchmarks.moving import pairs_of
from benchmarks.world import World, make_world
from reconciler.errors import InvalidInput
from reconciler.impact import CHANGE_SET_SECONDS
from reconciler.model import AccountState, Plan

from .bounds import Bound, least_seconds
from .runs import Ran, Work, longest_chain

LASTS = (10, 30, 60)
MEDIAN, MOST = 2.0, 4.0
"""Seconds within which half of the ends should be noticed, and all."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The change sets and the longest chain that a number of moves should need with a setting of `change_sets`.

    *exposed* are the seconds that accounts were exposed at commit 20dcac2, summed over accounts, and the longest of one
    account; none of them was without an experience that governs it.
    """

    moves: int
    sets: int
    chain: int
    exposed: tuple[int, int]
    change_sets: str = "minimal"

    @property
    def name(self) -> str:
        """Return the case in words."""
        return f"{self.moves:,} moves{'' if self.change_sets == 'minimal' else f', {self.change_sets}'}"

    def seconds(self, lasts: float) -> float:
        """Return the seconds of an apply with this chain, the ends of which are noticed in time."""
        return round(least_seconds(self.sets, self.chain, lasts) + (self.chain - 1) * MEDIAN + MOST, 1)


AIMS = (
    Aim(0, 50, 1, (0, 0)),
    Aim(10, 51, 3, (300, 30)),
    Aim(100, 60, 4, (4_710, 510)),
    Aim(500, 83, 9, (147_330, 2_190)),
    Aim(2_000, 151, 58, (2_167_440, 4_470)),
    Aim(2_000, 153, 19, (2_167_440, 4_470), "fastest"),
)
QUICK = AIMS[:3]


def move_figures(folder: Path, *, quick: bool = False) -> Iterator[Figure]:
    """Plan each number of moves once, and apply the plan with sets of each duration."""
    world = all_open(make_world())
    for aim in QUICK if quick else AIMS:
        work = Work(tuple(pairs_of(world, aim.moves)), world.organization, aim.change_sets)
        began = process_time()
        try:
            planning = work.planned(folder / f"moves-{aim.moves}-{aim.change_sets}")
        except InvalidInput as error:
            yield unmeasured(aim.name, error.problems[0].message if error.problems else error.message)
            continue
        told, bound = f"load and plan {process_time() - began:.1f} s of CPU", Bound.of(work.pairs)
        yield from _shape(aim, planning.plan, bound, told)
        yield from _exposed(aim, planning.plan)
        for lasts in LASTS:
            yield _applied(aim, work.run(planning, lasts), bound, lasts, planning.plan)


def _shape(aim: Aim, made: Plan, bound: Bound, told: str) -> Iterator[Figure]:
    """Yield the number of change sets and the longest chain."""
    sets, chain = len(made.operations), longest_chain(made.operations)
    fewest = Beside("any plan, at least", bound.sets)
    yield Figure(name=f"{aim.name}: change sets", value=sets, unit="", aim=aim.sets, beside=fewest, note=told)
    shortest = Beside("any plan, at least", bound.chain)
    yield Figure(name=f"{aim.name}: longest chain", value=chain, unit="sets", aim=aim.chain, beside=shortest)


def _exposed(aim: Aim, made: Plan) -> Iterator[Figure]:
    """Yield the seconds of exposure as the plan tells them: all accounts, the longest of one, those ungoverned."""
    every, ungoverned = Counter[str](), 0
    for one in made.exposures:
        every.update(dict.fromkeys(one.accounts, one.seconds))
        ungoverned += 0 if one.governed_by else one.seconds * len(one.accounts)
    total, longest = aim.exposed
    longest_now = max(every.values(), default=0)
    note = f"{len(every):,} accounts; {ungoverned} s without governance"
    before = Beside("at 20dcac2", total)
    yield Figure(name=f"{aim.name}: exposed, all accounts", value=every.total(), unit="s", beside=before, note=note)
    before = Beside("at 20dcac2", longest)
    yield Figure(name=f"{aim.name}: exposed, longest of one", value=longest_now, unit="s", beside=before)


def _applied(aim: Aim, ran: Ran, bound: Bound, lasts: int, made: Plan) -> Figure:
    """Return the time of one apply."""
    expected = f"; the plan expects {made.budget['expected_seconds']} s" if lasts == CHANGE_SET_SECONDS else ""
    open_ = f"at most {ran.catalog.most_open} sets open"
    return Figure(
        name=f"{aim.name}, {lasts} s a set: apply",
        value=round(ran.seconds, 1),
        unit="s",
        aim=aim.seconds(lasts),
        beside=Beside("the quotas, at least", round(bound.seconds(lasts), 1)),
        note=f"{open_}; ends noticed after {ran.median:.1f} s in the median{expected}",
    )


def all_open(world: World) -> World:
    """Return *world* with all accounts open: a closed one would be left out of a move."""
    organization = world.organization
    accounts = {id_: replace(one, state=AccountState.ACTIVE) for id_, one in organization.accounts.items()}
    return replace(world, organization=replace(organization, accounts=accounts))
