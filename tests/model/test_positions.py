"""Positions of a long list are a mapping like any other, without the memory of one."""

import pytest

from reconciler.model import Positions

LISTED = ["b", "a", "c"]


def test_positions_are_those_of_the_list() -> None:
    """It equals the dict of the positions, in the order of the list."""
    assert Positions(LISTED) == {"b": 0, "a": 1, "c": 2}
    assert list(Positions(LISTED)) == LISTED
    assert (len(Positions(LISTED)), "a" in Positions(LISTED), "x" in Positions(LISTED)) == (3, True, False)


def test_an_unknown_member_has_no_position() -> None:
    """It is a KeyError, as of a dict."""
    with pytest.raises(KeyError):
        Positions(LISTED)["x"]


def test_a_member_that_stands_twice_is_noticed() -> None:
    """Such a list has no single position for each member."""
    assert Positions(LISTED).unique
    assert not Positions([*LISTED, "a"]).unique
