"""The tokens of a group: a task begins once, however often dask runs its group."""

from collections import deque
from typing import cast

from distributed import Queue
from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.fleet.cluster.on_worker import QueuedTokens


class FakeQueue:
    """The scheduler's queue of the tokens of a group; it may fall silent."""

    def __init__(self, size: int) -> None:
        """Begin with one token for each task."""
        self.left = deque(range(size))
        self.silent = False

    def get(self, timeout: float) -> int:
        """Return the next token; wait for *timeout* seconds where there is none."""
        if self.silent or not self.left:
            raise TimeoutError(timeout)
        return self.left.popleft()


def tokens_of(queue: FakeQueue) -> QueuedTokens:
    """Return the tokens as one worker sees them."""
    return QueuedTokens(cast("Queue", queue))


@given(size=st.integers(0, 6), turns=st.lists(st.integers(0, 2), max_size=30))
def test_of_several_workers_with_one_group_one_begins_each_task(size: int, turns: list[int]) -> None:
    """Each asks for all tasks in their order, in turns of any kind: no task begins twice."""
    queue = FakeQueue(size)
    workers = [(tokens_of(queue), iter(range(size))) for _ in range(3)]
    begun: list[int] = []
    for turn in turns:
        tokens, positions = workers[turn]
        begun += [position for position in (next(positions, None),) if position is not None and tokens.take(position)]
    assert len(begun) == len(set(begun))


def test_a_second_start_begins_what_is_left() -> None:
    """The first worker has taken the first two tokens."""
    queue = FakeQueue(4)
    first, second = tokens_of(queue), tokens_of(queue)
    assert [first.take(position) for position in (0, 1)] == [True, True]
    assert [second.take(position) for position in range(4)] == [False, False, True, True]


def test_a_scheduler_that_does_not_answer_lets_nothing_begin() -> None:
    """It may have handed out the token. The worker asks no more for this group."""
    queue = FakeQueue(2)
    queue.silent = True
    tokens = tokens_of(queue)
    assert not tokens.take(0)
    queue.silent = False
    assert not tokens.take(1)
