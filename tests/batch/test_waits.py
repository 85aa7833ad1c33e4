"""What a set waits for is told of sets alone: what has been packed already is not packed again."""

from dataclasses import replace

from reconciler.batch.waits import awaited
from reconciler.model import Request
from tests.batch.requests import change, key


def halves(part: int) -> tuple[Request, Request]:
    """Move principals from `a` to `b`."""
    left = key("a", "DisassociateAudience", part)
    arrival = change("b", "AssociateAudience", part, after={left})
    return change("a", "DisassociateAudience", part), replace(arrival, right_after=frozenset({left}))


def test_a_set_waits_for_its_dependencies_and_the_last_set_of_its_objects() -> None:
    """The last one only: that one waits for those before it. What is in no set is not waited for."""
    sets = [
        [change("a")],
        [change("a", "AllowProductProcurement")],
        [change("b", not_before={key("a", "UpdateExperience"), key("c", "UpdateExperience")})],
        [change("a", "DenyProductProcurement"), change("b", "AllowProductProcurement")],
    ]
    assert awaited(sets) == [set(), {0}, {0}, {1, 2}]


def test_nothing_is_waited_for_between_the_halves_of_a_move() -> None:
    """What the taker is still locked by, the giver waits for too: principals do not sit between two experiences."""
    leaving, arriving = halves(0)
    assert awaited([[change("b")], [leaving], [arriving]]) == [set(), {0}, {0, 1}]


def test_a_wave_waits_for_what_a_wave_that_follows_it_needs() -> None:
    """Wave by wave in sets that follow each other: a wait between the halves of the second moves before the first."""
    (first, second), (third, fourth) = halves(0), halves(1)
    locked = replace(fourth, after=fourth.after | {key("c", "UpdateExperience")})
    sets = [[change("c")], [first], [second, third], [locked]]
    assert awaited(sets) == [set(), {0}, {0, 1}, {0, 2}]
