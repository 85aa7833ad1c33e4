"""When a run looks at the change sets that AWS carries out, and what it then sees.

One ListChangeSets tells of all that run. A change set that is not listed any more is described, once. A lone change set
is described at each look instead, which takes the same number of calls.

AWS does not say how long a change set takes, so a run looks again and again: every `PAUSE` seconds, as long as that
takes no more calls than describing each change set with growing pauses (`EARNING`) would take. For five and more change
sets at a time this is always so: an end is seen within `PAUSE` seconds, however long a change set takes. For two, three
and four it is so for the first minutes, and for a lone one for fifteen seconds. After that, the run saves its looks for
the time after which the change sets before have ended. Before the first change set of the run has ended, these are the
newest ones of the account: the first look at a lone change set lists them with it.

Example: ten change sets are started at 0 s and take 60 s each. Describing each at 1, 2.5, 4.75, 8.1, 13.2, 20.8, 32.2,
47.2 and 62.2 s takes 90 calls. The run lists them every 3.5 s, 18 times, and describes each once: 28 calls. It sees the
end after 62 s.

Example: change sets run one after the other, and the first two took 60 s. The run looks at the third after 1,
10.5, 20.1, 29.6, 39.2, 48.7, 58.2 and 61.8 s, which takes 8 calls.

Example: the only change set of a run takes 60 s, as the latest ones of others did. The first look lists them, and the
run looks at the same times.
"""

from bisect import bisect
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, inf
from typing import Final

from reconciler.errors import ReconcilerError

from .attempt import BLIND_LOOKS, FIRST_LOOK, LONGEST_PAUSE
from .sight import MOST_PAGES, Sight, pages

SHORTEST: Final = 2.0
PAUSE: Final = 3.5
"""Seconds between two looks, at least and at most. With the time of the calls, an end is seen within four seconds."""
GROWTH: Final = 1.5
EARNING: Final = tuple(accumulate((1.0, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625)))
"""The ages, in seconds, at which a change set earns one look more; later it does so every `LONGEST_PAUSE` seconds."""
MARGIN: Final = 0.001
"""Seconds, since sums of times are not exact."""
KNOWN: Final = 20
"""How many of the latest durations tell how long the next change set may take."""


def looks_by(age: float) -> int:
    """Return how many looks a change set of *age* seconds has earned."""
    return bisect(EARNING, age) + max(0, int((age - EARNING[-1]) // LONGEST_PAUSE))


def earns_next(age: float) -> float:
    """Return the age at which a change set of *age* seconds earns its next look."""
    earned = looks_by(age)
    return EARNING[earned] if earned < len(EARNING) else EARNING[-1] + LONGEST_PAUSE * (earned - len(EARNING) + 1)


@dataclass(slots=True)
class Watch:
    """The change sets of a run that AWS carries out: when each was started, and what the latest look has shown.

    *sight* is what the latest look has shown, and *due* the time of the next one, in seconds of the monotonic clock.
    *spent* counts the calls for looks, and *earned* the looks that change sets have earned which have ended. *unlisted*
    are change sets that run without being listed, each with its next look and pause. *failed* counts the looks in a row
    that AWS did not answer, *why* is the reason of the latest one. *paid* is the lone change set whose description
    counts as a look. *durations* are the seconds that change sets of the run took, *history* those of earlier ones,
    None until they were listed.
    """

    sight: Sight
    began: dict[str, float] = field(default_factory=dict)
    due: float = inf
    spent: int = 0
    earned: int = 0
    durations: list[float] = field(default_factory=list)
    unlisted: dict[str, tuple[float, float]] = field(default_factory=dict)
    failed: int = 0
    why: str = ""
    paid: str | None = None
    history: Sequence[float] | None = None

    def start(self, change_set_id: str, now: float, jitter: float) -> float:
        """Watch a change set that AWS has accepted; return when to look at it first."""
        self.began.setdefault(change_set_id, now)
        first = now + FIRST_LOOK * (1 + 0.25 * jitter)
        self.due = self._affordable(first if len(self.began) == 1 else max(now, min(self.due, now + PAUSE)))
        return self.due

    def is_first(self, change_set_id: str) -> bool:
        """Tell whether a change set is the one that has been watched the longest."""
        return next(iter(self.began), None) == change_set_id

    def due_of(self, change_set_id: str) -> float:
        """Return when to look at a change set again."""
        return self.unlisted.get(change_set_id, (self.due, 0.0))[0]

    def look(self, change_set_id: str, now: float) -> str | None:
        """Return what is known of a change set that runs; None if it has to be described.

        Lists the change sets that run, if that is due.
        """
        if change_set_id not in self.began or change_set_id in self.sight.ends:
            return None
        if self.due <= now:
            self._list(now)
        if 0 < self.failed < BLIND_LOOKS:
            return self.why
        if change_set_id in self.sight.listed:
            self.unlisted.pop(change_set_id, None)
        return self.sight.listed.get(change_set_id)

    def described(self, change_set_id: str, now: float, *, ended: bool, lasted: float | None = None) -> None:
        """Note what describing a change set has shown; *lasted* are the seconds that it took, if it has succeeded."""
        if change_set_id not in self.began:
            return
        self.spent += change_set_id != self.paid
        self.paid = None
        if ended:
            self._end(change_set_id, now, lasted)
        elif len(self.began) > 1:
            pause = min(self.unlisted.get(change_set_id, (0.0, PAUSE / GROWTH))[1] * GROWTH, LONGEST_PAUSE)
            self.unlisted[change_set_id] = (now + pause, pause)

    def forget(self, change_set_id: str | None, now: float) -> None:
        """Stop watching a change set that the run does not wait for any more."""
        if change_set_id in self.began:
            self._end(str(change_set_id), now, None)

    def _end(self, change_set_id: str, now: float, lasted: float | None) -> None:
        self.earned += max(1, looks_by(now - self.began.pop(change_set_id)))
        self.unlisted.pop(change_set_id, None)
        if lasted is not None:
            self.durations = [*self.durations, lasted][-KNOWN:]
        if not self.began:
            self.due = inf

    def _list(self, now: float) -> None:
        """List the change sets that run, unless there is only one: that one will be described after the first look."""
        if len(self.began) == 1:
            self._look_at(next(iter(self.began)))
        else:
            self._take_sight()
        self.due = self._affordable(now + self._pause(now))

    def _look_at(self, lone: str) -> None:
        self.failed, self.sight.listed = 0, {}
        self.spent += 1
        if self.durations or self.history is not None:
            self.paid = lone
            return
        self.history = ()
        with suppress(ReconcilerError):
            self.history = self.sight.learn(lone)

    def _take_sight(self) -> None:
        try:
            self.spent += self.sight.look(tuple(self.began), self.unlisted.keys())
            self.failed = 0
        except ReconcilerError as error:
            self.sight.listed = {}
            self.failed, self.why, self.spent = self.failed + 1, error.message, self.spent + 1

    def _affordable(self, at: float) -> float:
        """Return *at*, or the later time by which the next look is earned."""
        while self.spent + self._cost() > self._earned_by(at):
            at = min(began + earns_next(at - began) for began in self.began.values()) + MARGIN
        return at

    def _pause(self, now: float) -> float:
        """Return the seconds until the next look.

        Looks before the time in which ends are expected are spread, so that enough are left for that time.
        """
        lasting = self._look_cost() * LONGEST_PAUSE / len(self.began)
        shortest = min(PAUSE, max(SHORTEST, lasting))
        known = sorted(self.durations or self.history or ())
        if not known or lasting <= PAUSE:
            return shortest
        oldest, unusual = min(self.began.values()), len(known) // 10
        first, last = oldest + known[unusual] - PAUSE / 2, oldest + known[-1 - unusual] + PAUSE
        spare = self._earned_by(last) - self.spent - self._cost() - ceil((last - first) / PAUSE) * self._look_cost()
        return max(shortest, (first - now) / max(1, 1 + spare // self._look_cost()))

    def _earned_by(self, at: float) -> int:
        return self.earned + sum(looks_by(at - began) for began in self.began.values())

    def _look_cost(self) -> int:
        return 1 if len(self.began) == 1 else min(MOST_PAGES, pages(len(self.began) + self.sight.others))

    def _cost(self) -> int:
        """Return the calls of the next look, and of describing the change sets when they have ended."""
        return self._look_cost() + (len(self.began) if len(self.began) > 1 else 0)
