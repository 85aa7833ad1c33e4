from collections.abc import Callable

import pytest

from reconciler.interruption import Interruption


def nothing() -> None:
    """Do nothing."""


def asked(interruption: Interruption) -> bool:
    """Ask for an interruption; return whether it raised at once."""
    try:
        interruption.ask()
    except KeyboardInterrupt:
        return True
    return False


def test_without_a_running_step_the_first_request_raises_once() -> None:
    """Later requests do nothing."""
    interruption = Interruption()
    assert (interruption.asked, interruption.leaving) == (False, False)
    assert [asked(interruption) for _ in range(5)] == [True, False, False, False, False]
    assert (interruption.asked, interruption.leaving) == (True, True)


def test_a_running_step_delays_the_first_request_and_not_the_second() -> None:
    """The first is noted, and the second raises."""
    interruption, noted = Interruption(), list[bool]()
    with interruption.deferred(lambda: True, lambda: noted.append(interruption.leaving)):
        assert [asked(interruption) for _ in range(3)] == [False, True, False]
    assert noted == [False]


def test_a_request_between_two_steps_raises_at_once() -> None:
    """No step has to be finished."""
    interruption = Interruption()
    with interruption.deferred(lambda: False, nothing):
        assert asked(interruption)


def test_the_program_ends_after_the_running_step() -> None:
    """The delayed request takes effect, so no further call is sent."""
    interruption = Interruption()
    with interruption.deferred(lambda: True, nothing):
        interruption.ask()
        assert not interruption.leaving
    assert interruption.leaving


def test_a_note_that_fails_does_not_stop_the_running_step() -> None:
    """A full disk leaves no principal between two experiences."""
    interruption = Interruption()

    def fail() -> None:
        raise OSError("no space left on device")

    with interruption.deferred(lambda: True, fail):
        assert not asked(interruption)


@pytest.mark.parametrize("times", [1, 3])
def test_a_request_within_held_raises_right_after_it(times: int) -> None:
    """A report is written completely, and then the program ends."""
    interruption, written = Interruption(), list[int]()

    def write() -> None:
        with interruption.held():
            for number in range(times):
                interruption.ask()
                written.append(number)

    with pytest.raises(KeyboardInterrupt):
        write()
    assert written == list(range(times))


def test_a_first_request_within_held_is_noted_right_after_it() -> None:
    """A running step still delays it."""
    interruption, told = Interruption(), list[str]()
    with interruption.deferred(lambda: True, lambda: told.append("noted")):
        with interruption.held():
            interruption.ask()
            told.append("written")
        told.append("going on")
    assert told == ["written", "noted", "going on"]


def test_a_program_that_ends_is_not_interrupted_again() -> None:
    """Another Ctrl-C does not break off the last report."""
    interruption = Interruption()
    interruption.leave()
    assert not asked(interruption)
    assert interruption.leaving


def test_writes_decided_before_and_after_the_request_are_told_apart() -> None:
    """A write that waited for its turn differs from a put-back that the request caused."""
    interruption = Interruption()
    seen = [interruption.unconsidered]
    steps: list[Callable[[], None]] = [interruption.consider, interruption.ask, interruption.consider]
    with interruption.deferred(lambda: True, nothing):
        for step in steps:
            step()
            seen.append(interruption.unconsidered)
    assert seen == [False, False, True, False]
