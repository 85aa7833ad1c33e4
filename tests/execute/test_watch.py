"""When change sets that run are looked at, and at how many calls. Nothing is called: AWS is a list of durations."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import Unreadable
from reconciler.execute.sight import Sight
from reconciler.execute.watch import PAUSE, Watch, looks_by
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary

SECONDS = st.floats(1, 300)


@dataclass
class Aws:
    """Change sets by id, each with its start and end; *calls* counts pages and descriptions; *late* is by id."""

    sets: dict[str, tuple[float, float]] = field(default_factory=dict)
    calls: int = 0
    late: dict[str, float] = field(default_factory=dict)
    now: float = 0.0
    broken: bool = False
    hidden: set[str] = field(default_factory=set)
    lock: Any = field(default_factory=Lock)

    def list_change_sets(
        self, *, status: Collection[str] = (), ended_after: str | None = None, newest: int | None = None
    ) -> tuple[ChangeSetSummary, ...]:
        """Return the change sets of a status, newest first, as one call for each twenty."""
        if self.broken:
            raise Unreadable("no answer")
        there = (one for one in self.sets if self.sets[one][0] <= self.now and one not in self.hidden)
        found = [one for one in there if not status or self._status(one) in status]
        found = [one for one in found if ended_after is None or moment(self.sets[one][1]) > ended_after]
        found = sorted(found, key=lambda one: self.sets[one], reverse=True)[:newest]
        self.calls += max(1, -(-len(found) // 20))
        return tuple(ChangeSetSummary(one, one, self._status(one), (), *self._times(one)) for one in found)

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Return one change set."""
        with self.lock:
            self.calls += 1
        return ChangeSet(id=change_set_id, name=change_set_id, status=self._status(change_set_id))

    def time(self) -> str:
        """Return AWS's time."""
        return moment(self.now)

    def _times(self, change_set_id: str) -> tuple[str, str | None]:
        began, ended = self.sets[change_set_id]
        return moment(began), moment(ended) if ended <= self.now else None

    def _status(self, change_set_id: str) -> str:
        return "APPLYING" if self.now < self.sets[change_set_id][1] else "SUCCEEDED"


def moment(seconds: float) -> str:
    """Return a time as AWS writes it."""
    return f"{datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


def watching(aws: Aws) -> Watch:
    """Return a watch of no change set yet."""
    return Watch(Sight(cast("Catalog", aws)))


def watched(aws: Aws, durations: Sequence[float], watch: Watch | None = None) -> Watch:
    """Start change sets at five a second and look at them as a run does, until all have ended."""
    watch, began = watch or watching(aws), aws.now
    waiting = [(f"cs-{len(aws.sets) + n}", began + n / 5, seconds) for n, seconds in enumerate(durations)]
    while waiting or watch.began:
        aws.now = min([watch.due_of(one) for one in watch.began] + [at for _, at, _ in waiting[:1]])
        for id_, at, seconds in waiting[:1]:
            if at <= aws.now:
                aws.sets[id_] = (at, at + seconds)
                watch.start(id_, at, 0.0)
                del waiting[0]
        for one in [one for one in watch.began if watch.due_of(one) <= aws.now]:
            if watch.look(one, aws.now) is None:
                describe(aws, watch, one)
    return watch


def describe(aws: Aws, watch: Watch, one: str) -> None:
    """Describe a change set, as the run does when it is not known to run."""
    began, ended = aws.sets[one]
    over = watch.sight.describe(one).ended
    if over:
        aws.late[one] = aws.now - ended
    watch.described(one, aws.now, ended=over, lasted=ended - began if over else None)


def one_by_one(durations: Sequence[float]) -> int:
    """Return how many calls it takes to describe each change set with growing pauses, until it has ended."""
    times = [1.0, 2.5, 4.75, 8.125, 13.1875, 20.78125, 32.171875, *(47.171875 + 15 * n for n in range(100))]
    return sum(next(number for number, at in enumerate(times, 1) if at >= seconds) for seconds in durations)


@pytest.mark.parametrize("seconds", [10.0, 30.0, 60.0])
@pytest.mark.parametrize("number", [1, 10, 60, 200])
def test_an_end_is_seen_within_four_seconds_at_no_more_calls(number: int, seconds: float) -> None:
    """Calls are compared with describing each change set with growing pauses; the median is two seconds."""
    aws = Aws()
    watched(aws, [seconds] * number)
    assert max(aws.late.values()) <= 3.5
    assert sorted(aws.late.values())[number // 2] <= 2.2
    assert aws.calls <= one_by_one([seconds] * number)


@given(st.lists(SECONDS, min_size=1, max_size=12))
def test_looks_never_take_more_calls_than_describing_one_by_one(durations: list[float]) -> None:
    """However long change sets take, and however many there are, no look is made before it is earned."""
    aws = Aws()
    watched(aws, durations)
    assert len(aws.late) == len(durations)
    assert aws.calls <= one_by_one(durations) + len(durations)


@given(st.floats(2, 600))
def test_ends_of_five_and_more_sets_are_seen_within_the_pause(seconds: float) -> None:
    """The bound holds for any duration, and holds without knowing how long change sets take."""
    aws = Aws()
    watched(aws, [seconds] * 5)
    assert max(aws.late.values()) <= PAUSE + 0.01


@given(st.floats(1, 15))
def test_the_end_of_a_lone_set_is_seen_within_the_pause(seconds: float) -> None:
    """This holds for the first fifteen seconds of the first change set of a run."""
    aws = Aws()
    watched(aws, [seconds])
    assert max(aws.late.values()) <= PAUSE


@given(st.floats(20, 200), st.floats(-1, 1))
def test_a_set_that_takes_as_long_as_those_before_is_seen_in_time(seconds: float, differs: float) -> None:
    """Change sets run one after the other: from the third on, the looks are where the ends are expected."""
    aws = Aws()
    watch = watched(aws, [seconds])
    watched(aws, [seconds + 1], watch)
    watched(aws, [seconds - 1], watch)
    watched(aws, [seconds + differs], watch)
    assert aws.late["cs-3"] <= PAUSE
    assert aws.calls <= one_by_one([seconds, seconds + 1, seconds - 1, seconds + differs])


@given(st.floats(20, 200), st.floats(-1, 1))
def test_a_lone_set_that_takes_as_long_as_those_of_others_is_seen_in_time(seconds: float, differs: float) -> None:
    """The first look at the first set of a run lists the newest sets of the account: no further call is made for it."""
    aws = Aws(now=1_000.0, sets={f"theirs-{n}": (n, n + seconds + (n % 3 - 1)) for n in range(30)})
    watched(aws, [seconds + differs])
    assert aws.late["cs-30"] <= PAUSE + 1
    assert aws.calls <= one_by_one([seconds + differs])


def test_a_few_sets_that_took_unusually_long_or_short_do_not_count() -> None:
    """Of twenty sets, the two shortest and the two longest say nothing of the next one."""
    took = [1.0, 2.0, *[60.0] * 16, 500.0, 3_600.0]
    aws = Aws(now=10_000.0, sets={f"theirs-{n}": (n, n + seconds) for n, seconds in enumerate(took)})
    watched(aws, [60.0])
    assert aws.late["cs-20"] <= PAUSE
    assert aws.calls <= one_by_one([60.0])


def test_a_history_that_cannot_be_listed_is_not_asked_for_again() -> None:
    """The set is described at once instead."""
    aws = Aws(broken=True, sets={"cs-a": (0.0, 60.0)})
    watch = watching(aws)
    watch.start("cs-a", 0.0, 0.0)
    assert list(told(watch, aws, "cs-a")) == [None]
    describe(aws, watch, "cs-a")
    assert list(told(watch, aws, "cs-a")) == [None]
    assert watch.history == ()


def told(watch: Watch, aws: Aws, *ids: str) -> Iterator[str | None]:
    """Return what a look says of each change set, at the time of the next look."""
    aws.now = watch.due
    return (watch.look(one, aws.now) for one in ids)


def two(aws: Aws) -> Watch:
    """Return a watch of two change sets that take a minute."""
    watch = watching(aws)
    for one in ("cs-a", "cs-b"):
        aws.sets[one] = (0.0, 60.0)
        watch.start(one, 0.0, 0.0)
    return watch


def test_a_set_that_runs_without_being_listed_is_described_with_pauses() -> None:
    """AWS may list a change set later than it has accepted it."""
    aws = Aws(hidden={"cs-b"})
    watch = two(aws)
    assert list(told(watch, aws, "cs-a", "cs-b")) == ["APPLYING", None]
    watch.described("cs-b", aws.now, ended=False)
    assert watch.due_of("cs-b") == aws.now + 3.5
    watch.described("cs-b", aws.now, ended=False)
    assert watch.due_of("cs-b") == aws.now + 5.25
    aws.hidden.clear()
    assert list(told(watch, aws, "cs-a", "cs-b")) == ["APPLYING", "APPLYING"]
    assert watch.due_of("cs-b") == watch.due


def test_looks_that_fail_leave_everything_as_it_is_known() -> None:
    """Two looks in a row may fail; then each change set is described, with pauses of its own."""
    aws = Aws()
    watch = two(aws)
    aws.broken = True
    assert list(told(watch, aws, "cs-a", "cs-b")) == ["no answer", "no answer"]
    assert list(told(watch, aws, "cs-a", "cs-b")) == ["no answer", "no answer"]
    assert list(told(watch, aws, "cs-a", "cs-b")) == [None, None]
    aws.broken = False
    assert list(told(watch, aws, "cs-a", "cs-b")) == ["APPLYING", "APPLYING"]


def test_a_look_counts_the_open_sets_of_others() -> None:
    """They take room for sets of the run."""
    aws = Aws()
    watch = two(aws)
    aws.sets |= {f"theirs-{n}": (0.0, 100.0) for n in range(30)}
    list(told(watch, aws, "cs-a"))
    assert watch.sight.others == 30


def test_a_set_earns_looks_as_it_grows_older() -> None:
    """After a minute a change set has earned eight looks, later four a minute."""
    assert [looks_by(age) for age in (0.0, 1.0, 2.4, 2.5, 33.0, 60.0, 62.2, 122.2)] == [0, 1, 1, 2, 7, 8, 9, 13]
