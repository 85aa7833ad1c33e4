"""The accounts that are exposed when a run ends: governed neither as before nor as desired."""

from dataclasses import replace

import pytest

from reconciler.governance import Experiences
from reconciler.impact import Course, Ending, names_of
from reconciler.model import Address, Exposed, InterruptedMove
from tests.organizations import FINANCE, ORGANIZATION, WALK_THROUGH, by_id, experience

LEDGER, ACCOUNT_1 = "222222222222", "333333333333"
TOP = experience("top", ORGANIZATION)
GONE = InterruptedMove(FINANCE, Address("experience", "old"), Address("experience", "new"), "op-2.putback")
BEFORE = by_id(TOP, experience("old", FINANCE), experience("new"))
AFTER = by_id(TOP, experience("old"), experience("new", FINANCE))
BETWEEN = by_id(TOP, experience("old"), experience("new"))
MOVE = Course(WALK_THROUGH, (BEFORE, AFTER))


def exposed(now: Experiences, *possible: Experiences, course: Course = MOVE, whole: bool = False) -> list[Exposed]:
    """Return the exposed accounts while FINANCE is between experiences; AWS is *now*, or one of *possible*."""
    return list(Ending(course, [GONE], [now, *possible], whole).exposed())


@pytest.mark.parametrize("world", [BEFORE, AFTER], ids=["before", "after"])
def test_accounts_governed_as_before_or_as_desired_are_not_exposed(world: Experiences) -> None:
    """Either the principal is at its source, or it has arrived at its target."""
    assert exposed(world) == []


def test_accounts_of_a_lost_principal_are_governed_by_the_seat_above() -> None:
    """Only accounts whose closest seat was that principal are exposed."""
    (found,) = exposed(BETWEEN)
    assert (found.accounts, found.governed_by, found.held_by) == ((LEDGER, ACCOUNT_1), "experience.top", None)
    assert (found.principal, found.left, found.taker) == (FINANCE, "experience.old", "experience.new")
    assert names_of(MOVE, [found]) == {LEDGER: "Ledger", ACCOUNT_1: "Account 1", FINANCE: "Finance"}


def test_an_account_with_a_closer_seat_is_not_exposed() -> None:
    """A closer experience governs the account all the time."""
    own = by_id(experience("own", ACCOUNT_1))
    course = Course(WALK_THROUGH, ({**BEFORE, **own}, {**AFTER, **own}))
    assert [one.accounts for one in exposed({**BETWEEN, **own}, course=course)] == [(LEDGER,)]


def test_another_experience_that_took_the_principal_is_named() -> None:
    """The last look decides, not what the run did."""
    theirs = by_id(TOP, experience("old"), experience("new"), experience("theirs", FINANCE))
    assert [(one.governed_by, one.held_by) for one in exposed(theirs)] == [("experience.theirs", "experience.theirs")]


def test_a_principal_put_back_into_a_disabled_experience_is_exposed() -> None:
    """A disabled experience governs no account, so the accounts of the principal are reported."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (found,) = exposed(off)
    assert (found.accounts, found.governed_by) == ((LEDGER, ACCOUNT_1), "experience.top")
    assert (found.held_by, found.putback) == ("experience.old", "op-2.putback")


def test_an_archived_experience_does_not_hold_what_it_lists() -> None:
    """An archived experience listed the principal all along, as the source did, and is not its holder."""
    stale = by_id(experience("stale", FINANCE, status="archived"))
    course = Course(WALK_THROUGH, ({**BEFORE, **stale}, {**AFTER, **stale}))
    assert [one.held_by for one in exposed({**BETWEEN, **stale}, course=course)] == [None]


def test_a_lost_principal_that_governed_no_account_is_reported() -> None:
    """The source was disabled, so no account is exposed, and yet no experience holds the principal any more."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (found,) = exposed(BETWEEN, course=Course(WALK_THROUGH, (off, AFTER)))
    assert (found.principal, found.accounts, found.held_by) == (FINANCE, (), None)


def test_exposed_accounts_without_a_move_are_reported_with_both_ends() -> None:
    """The accounts' own principal has left, and the principal that replaces it has not arrived."""
    before, after = by_id(experience("c", LEDGER)), by_id(experience("c", ORGANIZATION))
    (found,) = Ending(Course(WALK_THROUGH, (before, after)), [], [by_id(experience("c"))]).exposed()
    assert found == Exposed(principal=None, left="experience.c", taker="experience.c", accounts=(LEDGER,))


def test_of_several_possible_states_the_worst_is_reported() -> None:
    """AWS could not be read: the principal may or may not have left."""
    (found,) = exposed(BETWEEN, BEFORE)
    assert (found.maybe, found.accounts, found.governed_by) == (True, (LEDGER, ACCOUNT_1), "experience.top")
    assert [one.maybe for one in exposed(BETWEEN, BETWEEN)] == [False]


def test_every_exposure_that_is_only_possible_says_so() -> None:
    """A principal without accounts and accounts without a move are marked as possible."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    (missed_by_nobody,) = exposed(BETWEEN, off, course=Course(WALK_THROUGH, (off, AFTER)))
    assert (missed_by_nobody.accounts, missed_by_nobody.maybe) == ((), True)
    before, after = by_id(experience("c", LEDGER)), by_id(experience("c", ORGANIZATION))
    (at_both_ends,) = Ending(Course(WALK_THROUGH, (before, after)), [], [by_id(experience("c")), before]).exposed()
    assert (at_both_ends.accounts, at_both_ends.maybe) == ((LEDGER,), True)


def test_after_a_complete_run_edits_of_others_count_when_nothing_governs() -> None:
    """Others may choose what governs an account; an account that nothing governs is reported."""
    theirs = by_id(TOP, experience("old"), experience("new", FINANCE), experience("theirs", LEDGER))
    nobody = {**AFTER, "experience.top": replace(TOP, principals=frozenset()), "experience.new": experience("new")}
    assert exposed(theirs, whole=True) == []
    free = {one.accounts: (one.left, one.taker) for one in exposed(nobody, whole=True)}
    assert free == {
        ("111111111111", "444444444444"): ("experience.top", "experience.top"),
        (LEDGER, ACCOUNT_1): ("experience.old", "experience.new"),
    }
