"""Of several ways to cut moves into requests, the fastest change sets take the one with the shortest chain."""

from reconciler.kinds.experience.ways import with_shortest_chain
from reconciler.limits import Sizes
from tests.batch.requests import change, key

SIZES = Sizes(changes=2, members=1)


def test_the_fastest_way_has_the_shortest_chain() -> None:
    """Two sets that wait for each other, or two that do not."""
    chained = (change("a"), change("b"), change("c", after={key("a", "UpdateExperience")}))
    free = (change("a"), change("b"), change("c"))
    assert with_shortest_chain([chained, free], SIZES) == free
    assert with_shortest_chain([free, chained], SIZES) == free


def test_the_fastest_way_takes_at_most_a_tenth_more_sets() -> None:
    """Two sets of a chain are fewer than three without one."""
    chained = (change("a"), change("b"), change("c", after={key("a", "UpdateExperience")}))
    many = tuple(change(name) for name in "abcde")
    assert with_shortest_chain([many, chained], SIZES) == chained
