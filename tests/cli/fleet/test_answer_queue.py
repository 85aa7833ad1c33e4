"""The answers of all groups of a run, which come in one queue of the scheduler."""

from collections import deque
from typing import Any, cast

import pytest
from distributed import Queue
from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.fleet.cluster.answer_queue import AnswerQueue


class FakeQueue:
    """The scheduler's queue; it counts how often it is emptied, and may fall silent."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.left = deque[dict[str, Any]]()
        self.asked = 0
        self.silent = False

    def put(self, group: str, position: int) -> None:
        """Add an answer as a worker does."""
        self.left.append({"group": group, "answer": {"position": position}})

    def get(self, *, batch: bool) -> list[dict[str, Any]]:
        """Return all that is there."""
        assert batch
        self.asked += 1
        if self.silent:
            raise OSError
        found = [*self.left]
        self.left.clear()
        return found


class Waiting:
    """Groups that wait for their answers, on a clock that tests set."""

    def __init__(self, *groups: str) -> None:
        """Expect answers of *groups* at second 0."""
        self.queue, self.now = FakeQueue(), 0.0
        self.answers = AnswerQueue("run", lambda: cast("Queue", self.queue), lambda: self.now)
        for group in groups:
            self.answers.expect(group)

    def taken(self, group: str, *, at_once: bool = False) -> list[int]:
        """Return the positions that a group finds."""
        return [one["position"] for one in self.answers.take(group, at_once=at_once)]


def test_each_group_finds_its_own_answers() -> None:
    """The scheduler is asked once for both."""
    waiting = Waiting("a", "b")
    for group, position in (("b", 0), ("a", 0), ("b", 1)):
        waiting.queue.put(group, position)
    assert (waiting.taken("a"), waiting.taken("b"), waiting.taken("b")) == ([0], [0, 1], [])
    assert waiting.queue.asked == 1


@pytest.mark.parametrize(("now", "at_once", "found"), [(0.9, False, []), (1.0, False, [1]), (0.1, True, [1])])
def test_the_scheduler_is_asked_once_a_second_or_at_once(now: float, at_once: bool, found: list[int]) -> None:  # noqa: FBT001
    """A group that has ended does not wait for the next second."""
    waiting = Waiting("a")
    waiting.taken("a")
    waiting.queue.put("a", 1)
    waiting.now = now
    assert waiting.taken("a", at_once=at_once) == found


def test_a_scheduler_that_does_not_answer_has_no_answers() -> None:
    """They are found when it answers again."""
    waiting = Waiting("a")
    waiting.queue.put("a", 0)
    waiting.queue.silent = True
    assert waiting.taken("a") == []
    waiting.queue.silent = False
    assert waiting.taken("a", at_once=True) == [0]


def test_answers_of_a_group_that_is_given_up_are_dropped() -> None:
    """A worker that was cut off may still send some; the group was sent again under another name."""
    waiting = Waiting("a", "b")
    waiting.answers.forget("a")
    waiting.queue.put("a", 0)
    waiting.queue.put("b", 0)
    assert waiting.taken("b") == [0]
    waiting.answers.expect("a")
    assert waiting.taken("a", at_once=True) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.floats(0, 2)), max_size=40))
def test_no_answer_is_lost_or_told_twice(steps: list[tuple[str, bool, float]]) -> None:
    """Whatever groups look when, with answers between: at the end each has had its own, in their order."""
    waiting = Waiting(*"abc")
    sent: dict[str, list[int]] = {group: [] for group in "abc"}
    found: dict[str, list[int]] = {group: [] for group in "abc"}
    for number, (group, looks, seconds) in enumerate(steps):
        waiting.now += seconds
        if looks:
            found[group] += waiting.taken(group)
        else:
            sent[group].append(number)
            waiting.queue.put(group, number)
    for group in "abc":
        found[group] += waiting.taken(group, at_once=True)
    assert found == sent
