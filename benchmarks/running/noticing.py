"""How late a run notices that a change set has ended, and what the looking costs.

A few experiences with one changed list each are applied in sets of their own, which do not wait for each other. All
sets last equally long, or each its own time, so that a program that learns how long they take gains nothing. In one
case, the account has earlier sets that took about as long, as is usual.

The aims: half of the ends within 2 s, all within 4 s, and no more calls than the program made before it was changed
(`Case.looks`, measured by this file at commit 20dcac2, which described each running set with growing pauses).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.figures import Beside, Figure
from benchmarks.moving import pairs_of
from benchmarks.world import SEED, make_world

from .bounds import least_seconds
from .moves import MEDIAN, MOST, all_open
from .runs import LOOKING, Ran, Work


@dataclass(frozen=True, slots=True)
class Case:
    """So many sets beside each other, of *lasts* seconds each (None: of 5 to 60 s), and the calls made before.

    One set alone is run once for each whole number of seconds from 5 to 60. With *history*, twenty sets that took at
    most a tenth longer or shorter have ended before.
    """

    sets: int
    lasts: float | None
    looks: int
    history: bool = False

    @property
    def runs(self) -> Sequence[Mapping[int, float]]:
        """Return for each run the seconds of each set, by its number."""
        if self.sets == 1:
            return [{0: float(seconds)} for seconds in range(*SHORTEST_TO_LONGEST)]
        random = Random(SEED + self.sets)  # noqa: S311 - repeatable, nothing secret
        return [{n: self.lasts or round(random.uniform(*SHORTEST_TO_LONGEST), 2) for n in range(self.sets)}]

    @property
    def name(self) -> str:
        """Return the case in words."""
        lasts = "5 to 60 s" if self.lasts is None else f"{self.lasts:g} s"
        lasts += " as earlier ones" if self.history else ""
        return f"{len(self.runs)} lone sets of {lasts}" if self.sets == 1 else f"{self.sets} sets of {lasts}"

    def earlier(self, durations: Mapping[int, float]) -> Sequence[float]:
        """Return the seconds that earlier sets took."""
        return [durations[0] * (0.9 + 0.01 * number) for number in range(20)] if self.history else ()


SHORTEST_TO_LONGEST = 5, 61
CASES = (
    Case(1, None, 495),
    Case(1, None, 495, history=True),
    Case(10, 10, 60),
    Case(10, 30, 81),
    Case(10, 60, 101),
    Case(10, None, 70),
    Case(60, 10, 357),
    Case(60, 30, 481),
    Case(60, 60, 601),
    Case(60, None, 464),
)
MANY = 60
"""The number of sets from which the time of the apply is a figure, too: fewer start at once."""


def noticing_figures(folder: Path) -> Iterator[Figure]:
    """Yield, for each case, the median and the longest delay, and the calls; for many sets, the time of the apply."""
    world = all_open(make_world())
    for case in CASES:
        work = Work(tuple(islice(pairs_of(world, 0), case.sets)), world.organization, change_sets="isolated")
        planning = work.planned(folder / f"noticing-{case.sets}-{case.lasts}-{case.history}")
        yield from _figures(case, [work.run(planning, one, case.earlier(one)) for one in case.runs])


def _figures(case: Case, runs: Sequence[Ran]) -> Iterator[Figure]:
    late = sorted(one for ran in runs for one in ran.late)
    yield Figure(name=f"{case.name}: noticed, median", value=round(median(late), 2), unit="s", aim=MEDIAN)
    yield Figure(name=f"{case.name}: noticed, at most", value=round(late[-1], 2), unit="s", aim=MOST)
    calls = sum((Counter(ran.calls) for ran in runs), Counter[str]())
    note = ", ".join(f"{count} {action}" for action, count in sorted(calls.items()) if action in LOOKING)
    before, looks = Beside("at 20dcac2", case.looks), sum(calls[action] for action in LOOKING)
    yield Figure(name=f"{case.name}: calls to look", value=looks, unit="", aim=case.looks, beside=before, note=note)
    if case.sets >= MANY:
        longest = max(case.runs[0].values())
        least = Beside("the quotas, at least", round(least_seconds(case.sets, 1, longest), 1))
        seconds, aim = round(runs[0].seconds, 1), round(least.value + MOST, 1)
        yield Figure(name=f"{case.name}: apply", value=seconds, unit="s", aim=aim, beside=least)
