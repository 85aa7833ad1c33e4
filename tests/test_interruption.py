from collections.abc import Callable

import pytest

from reconciler.interruption import Interruption


def nothing() -> None:
    """Note nothing."""


def asked(interruption: Interruption) -> bool:
    """Ask, and tell whether that was obeyed at once."""
    try:
        interruption.ask()
    except KeyboardInterrupt:
        return True
    return False


def test_what_only_reads_is_left_at_once_and_once() -> None:
    """The first wish is obeyed where it comes; all others find it obeyed."""
    interruption = Interruption()
    assert (interruption.asked, interruption.leaving) == (False, False)
    assert [asked(interruption) for _ in range(5)] == [True, False, False, False, False]
    assert (interruption.asked, interruption.leaving) == (True, True)


def test_what_is_under_way_makes_the_first_wish_wait_and_not_the_second() -> None:
    """The first is noted, the second obeyed."""
    interruption, noted = Interruption(), list[bool]()
    with interruption.deferred(lambda: True, lambda: noted.append(interruption.leaving)):
        assert [asked(interruption) for _ in range(3)] == [False, True, False]
    assert noted == [False]


def test_nothing_under_way_makes_no_wish_wait() -> None:
    """Between two steps there is nothing to be brought to an end."""
    interruption = Interruption()
    with interruption.deferred(lambda: False, nothing):
        assert asked(interruption)


def test_no_call_is_sent_after_what_was_under_way() -> None:
    """A wish that waited is obeyed by whoever would go on."""
    interruption = Interruption()
    with interruption.deferred(lambda: True, nothing):
        interruption.ask()
        assert not interruption.leaving
    assert interruption.leaving


def test_a_note_that_fails_keeps_nothing_from_its_end() -> None:
    """A full disk strands nobody."""
    interruption = Interruption()

    def fail() -> None:
        raise OSError("no space left on device")

    with interruption.deferred(lambda: True, fail):
        assert not asked(interruption)


@pytest.mark.parametrize("times", [1, 3])
def test_a_wish_within_held_is_obeyed_right_after_it(times: int) -> None:
    """A report is written whole, and then the program ends."""
    interruption, written = Interruption(), list[int]()

    def write() -> None:
        with interruption.held():
            for number in range(times):
                interruption.ask()
                written.append(number)

    with pytest.raises(KeyboardInterrupt):
        write()
    assert written == list(range(times))


def test_a_first_wish_within_held_is_noted_right_after_it() -> None:
    """What is under way still makes it wait."""
    interruption, told = Interruption(), list[str]()
    with interruption.deferred(lambda: True, lambda: told.append("noted")):
        with interruption.held():
            interruption.ask()
            told.append("written")
        told.append("going on")
    assert told == ["written", "noted", "going on"]


def test_whoever_leaves_is_not_interrupted_on_the_way() -> None:
    """The last report is not broken off by one more Ctrl-C."""
    interruption = Interruption()
    interruption.leave()
    assert not asked(interruption)
    assert interruption.leaving


def test_what_was_decided_on_before_the_wish_is_told_from_what_was_after() -> None:
    """A write that waited for its turn is another thing than one that brings somebody home."""
    interruption = Interruption()
    seen = [interruption.unconsidered]
    steps: list[Callable[[], None]] = [interruption.consider, interruption.ask, interruption.consider]
    with interruption.deferred(lambda: True, nothing):
        for step in steps:
            step()
            seen.append(interruption.unconsidered)
    assert seen == [False, False, True, False]
