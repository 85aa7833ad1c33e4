"""Dependencies between sets are added after packing and do not pack sets again."""

from dataclasses import replace

from reconciler.batch.waits import awaited
from reconciler.model import Request
from tests.batch.requests import change, key


def halves(part: int) -> tuple[Request, Request]:
    """Return the two halves of a move from `a` to `b`."""
    left = key("a", "DisassociateAudience", part)
    arrival = change("b", "AssociateAudience", part, after={left})
    return change("a", "DisassociateAudience", part), replace(arrival, right_after=frozenset({left}))


def test_a_set_waits_for_its_dependencies_and_the_last_set_of_its_objects() -> None:
    """The last set of an object waits for the sets before it. Requests in no set are ignored."""
    sets = [
        [change("a")],
        [change("a", "AllowProductProcurement")],
        [change("b", not_before={key("a", "UpdateExperience"), key("c", "UpdateExperience")})],
        [change("a", "DenyProductProcurement"), change("b", "AllowProductProcurement")],
    ]
    assert awaited(sets) == [set(), {0}, {0}, {1, 2}]


def test_nothing_is_waited_for_between_the_halves_of_a_move() -> None:
    """The first half waits for whatever locks the target, so principals do not stay between two experiences."""
    leaving, arriving = halves(0)
    assert awaited([[change("b")], [leaving], [arriving]]) == [set(), {0}, {0, 1}]


def test_a_wave_waits_for_what_a_wave_that_follows_it_needs() -> None:
    """The first wave waits for the dependencies of later waves. So no wait falls between the halves of a move."""
    (first, second), (third, fourth) = halves(0), halves(1)
    locked = replace(fourth, after=fourth.after | {key("c", "UpdateExperience")})
    sets = [[change("c")], [first], [second, third], [locked]]
    assert awaited(sets) == [set(), {0}, {0, 1}, {0, 2}]


def test_the_source_is_held_until_the_second_half_has_ended() -> None:
    """A put-back takes the principal to the source again, so no other set may lock the source before that."""
    leaving, arriving = halves(0)
    assert awaited([[leaving], [arriving], [change("a")]]) == [set(), {0}, {1}]


def test_a_source_that_another_set_has_touched_in_between_is_not_held() -> None:
    """Halves that are apart do not wait for what came in between: the principal arrives as soon as it can."""
    leaving, arriving = halves(0)
    sets = [[leaving], [change("a")], [arriving], [change("a", "AllowProductProcurement")]]
    assert awaited(sets) == [set(), {0}, {0}, {1}]
