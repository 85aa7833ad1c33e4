"""Who is exposed when a run ends: whoever is governed neither as before nor as wished."""

from dataclasses import replace

import pytest

from reconciler.governance import Experiences
from reconciler.impact import Course, Ending, names_of
from reconciler.model import Address, Exposed, Journey
from tests.organizations import FINANCE, ORGANIZATION, WALK_THROUGH, by_id, experience

LEDGER, ACCOUNT_1 = "222222222222", "333333333333"
TOP = experience("top", ORGANIZATION)
GONE = Journey(FINANCE, Address("experience", "old"), Address("experience", "new"), "op-2.putback")
BEFORE = by_id(TOP, experience("old", FINANCE), experience("new"))
AFTER = by_id(TOP, experience("old"), experience("new", FINANCE))
BETWEEN = by_id(TOP, experience("old"), experience("new"))
MOVE = Course(WALK_THROUGH, (BEFORE, AFTER))


def exposed(now: Experiences, *possible: Experiences, course: Course = MOVE, whole: bool = False) -> list[Exposed]:
    """Find who is exposed when FINANCE is on its way in the world *now*, or in another *possible* one."""
    return list(Ending(course, [GONE], [now, *possible], whole).exposed())


@pytest.mark.parametrize("world", [BEFORE, AFTER], ids=["before", "after"])
def test_who_is_governed_as_before_or_as_wished_is_not_exposed(world: Experiences) -> None:
    """Whatever became of the operations: back home, or arrived after all."""
    assert exposed(world) == []


def test_accounts_fall_to_what_is_above_them() -> None:
    """Those whom the principal was closest to, and no others."""
    (found,) = exposed(BETWEEN)
    assert (found.accounts, found.governed_by, found.held_by) == ((LEDGER, ACCOUNT_1), "experience.top", None)
    assert (found.principal, found.left, found.taker) == (FINANCE, "experience.old", "experience.new")
    assert names_of(MOVE, [found]) == {LEDGER: "Ledger", ACCOUNT_1: "Account 1", FINANCE: "Finance"}


def test_an_account_of_its_own_experience_does_not_feel_it() -> None:
    """A closer experience governs it all the time."""
    own = by_id(experience("own", ACCOUNT_1))
    course = Course(WALK_THROUGH, ({**BEFORE, **own}, {**AFTER, **own}))
    assert [one.accounts for one in exposed({**BETWEEN, **own}, course=course)] == [(LEDGER,)]


def test_somebody_else_who_has_taken_a_principal_is_told() -> None:
    """The last look decides, not what the run did."""
    theirs = by_id(TOP, experience("old"), experience("new"), experience("theirs", FINANCE))
    assert [(one.governed_by, one.held_by) for one in exposed(theirs)] == [("experience.theirs", "experience.theirs")]


def test_a_principal_put_back_into_a_disabled_experience_is_exposed() -> None:
    """It was put back, and governs nobody there: its accounts are told."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (found,) = exposed(off)
    assert (found.accounts, found.governed_by) == ((LEDGER, ACCOUNT_1), "experience.top")
    assert (found.held_by, found.putback) == ("experience.old", "op-2.putback")


def test_what_an_archived_experience_lists_it_does_not_hold() -> None:
    """It listed the principal all along, beside the experience that let it go."""
    stale = by_id(experience("stale", FINANCE, status="archived"))
    course = Course(WALK_THROUGH, ({**BEFORE, **stale}, {**AFTER, **stale}))
    assert [one.held_by for one in exposed({**BETWEEN, **stale}, course=course)] == [None]


def test_a_principal_that_nobody_misses_is_told_all_the_same() -> None:
    """A principal of a disabled experience is missed by no account, and yet no experience holds it any more."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (found,) = exposed(BETWEEN, course=Course(WALK_THROUGH, (off, AFTER)))
    assert (found.principal, found.accounts, found.held_by) == (FINANCE, (), None)


def test_accounts_of_which_no_principal_moves_are_told_with_both_ends() -> None:
    """Their own principal has left, and the one that shall govern them instead has not come."""
    before, after = by_id(experience("c", LEDGER)), by_id(experience("c", ORGANIZATION))
    (found,) = Ending(Course(WALK_THROUGH, (before, after)), [], [by_id(experience("c"))]).exposed()
    assert found == Exposed(principal=None, left="experience.c", taker="experience.c", accounts=(LEDGER,))


def test_of_what_is_only_possible_the_worst_is_told() -> None:
    """Nobody could look: it may have left, and it may not."""
    (found,) = exposed(BETWEEN, BEFORE)
    assert (found.maybe, found.accounts, found.governed_by) == (True, (LEDGER, ACCOUNT_1), "experience.top")
    assert [one.maybe for one in exposed(BETWEEN, BETWEEN)] == [False]


def test_what_is_only_possible_is_said_to_be_of_whoever_is_told() -> None:
    """Of a principal that no account misses, and of accounts of which no principal moves."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (missed_by_nobody,) = exposed(BETWEEN, off, course=Course(WALK_THROUGH, (off, AFTER)))
    assert (missed_by_nobody.accounts, missed_by_nobody.maybe) == ((), True)
    before, after = by_id(experience("c", LEDGER)), by_id(experience("c", ORGANIZATION))
    (at_both_ends,) = Ending(Course(WALK_THROUGH, (before, after)), [], [by_id(experience("c")), before]).exposed()
    assert (at_both_ends.accounts, at_both_ends.maybe) == ((LEDGER,), True)


def test_after_a_complete_run_edits_of_others_count_when_nothing_governs() -> None:
    """What governs an account is theirs to choose; that nothing does is everybody's concern."""
    theirs = by_id(TOP, experience("old"), experience("new", FINANCE), experience("theirs", LEDGER))
    nobody = {**AFTER, "experience.top": replace(TOP, principals=frozenset()), "experience.new": experience("new")}
    assert exposed(theirs, whole=True) == []
    free = {one.accounts: (one.left, one.taker) for one in exposed(nobody, whole=True)}
    assert free == {
        ("111111111111", "444444444444"): ("experience.top", "experience.top"),
        (LEDGER, ACCOUNT_1): ("experience.old", "experience.new"),
    }
