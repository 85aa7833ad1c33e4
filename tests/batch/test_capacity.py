"""Units that are ready are taken by rank; an isolated set takes those of one object only."""

from reconciler.batch.capacity import Capacity, Rank, Ready
from reconciler.batch.order import Unit
from tests.batch.requests import address, change

FIRST: Rank = (-2, address("b"), -1, 7)
SECOND: Rank = (-1, address("a"), -1, 3)
THIRD: Rank = (0, address("b"), -1, 5)


def ready(*, isolated: bool) -> Ready:
    """Return all three ranks on offer; FIRST is offered twice."""
    found = Ready(isolated=isolated)
    found.offer([THIRD, FIRST, SECOND, FIRST])
    return found


def test_the_highest_comes_first_and_each_once() -> None:
    """A set that is about no object yet takes ready units by rank, each once."""
    for isolated in (False, True):
        one = ready(isolated=isolated)
        assert [one.best(None) for _ in range(4)] == [FIRST, SECOND, THIRD, None]


def test_a_set_about_one_object_takes_only_that_objects_units() -> None:
    """The other units remain for the next set."""
    one = ready(isolated=True)
    assert [one.best(address("b")) for _ in range(3)] == [FIRST, THIRD, None]
    assert [one.best(None) for _ in range(2)] == [SECOND, None]


def test_a_unit_that_did_not_fit_can_be_offered_again() -> None:
    """A unit that is offered again keeps its rank."""
    one = ready(isolated=True)
    assert one.best(address("a")) == SECOND
    one.offer([SECOND])
    assert [one.best(None) for _ in range(3)] == [FIRST, SECOND, THIRD]


def test_an_isolated_set_has_room_for_one_object() -> None:
    """The first unit decides the object; a set has at most 20 changes."""
    units = [Unit((change(name),), frozenset(), frozenset()) for name in "aab"]
    capacity = Capacity(units, isolated=True, room=20)
    assert (capacity.address, capacity.fit([0, 1]), capacity.fit([0, 2])) == (None, True, False)
    capacity.take([0])
    assert (capacity.address, capacity.fit([1]), capacity.fit([2])) == (address("a"), True, False)
    capacity.leave(0)
    assert (capacity.address, capacity.fit([2]), capacity.room) == (None, True, 20)
