"""Who is exposed when a run ends with principals that are nowhere."""

from reconciler.execute.putback import Nowhere
from reconciler.model import Address
from reconciler.pipeline.exposed import exposed, names_of
from reconciler.pipeline.proving import Course
from tests.organizations import FINANCE, ORGANIZATION, WALK_THROUGH, by_id, experience

TOP = experience("top", ORGANIZATION)
NOWHERE = Nowhere(FINANCE, Address("experience", "old"), Address("experience", "new"), "op-2.putback")
BEFORE = by_id(TOP, experience("old", FINANCE), experience("new"))
AFTER = by_id(TOP, experience("old"), experience("new", FINANCE))
MOVE = Course(WALK_THROUGH, (BEFORE, AFTER))


def test_without_anybody_nowhere_nobody_is_exposed() -> None:
    """The usual end of a run costs nothing."""
    assert exposed(MOVE, ()) == ()


def test_accounts_fall_to_what_is_above_them() -> None:
    """Those whom the principal was closest to, and no others; without another look, by what the run did."""
    (found,) = exposed(MOVE, [NOWHERE])
    assert (found.accounts, found.governed_by) == (("222222222222", "333333333333"), "experience.top")
    assert names_of(MOVE, [found]) == {"222222222222": "Ledger", "333333333333": "Account 1", FINANCE: "Finance"}


def test_an_account_of_its_own_experience_does_not_feel_it() -> None:
    """A closer experience governs it all the time."""
    own = experience("own", "333333333333")
    course = Course(WALK_THROUGH, ({**BEFORE, **by_id(own)}, {**AFTER, **by_id(own)}))
    assert [one.accounts for one in exposed(course, [NOWHERE])] == [("222222222222",)]


def test_what_was_observed_after_the_run_wins() -> None:
    """Somebody else has taken it, or it arrived after all."""
    theirs = by_id(TOP, experience("old"), experience("new"), experience("theirs", FINANCE))
    assert [one.governed_by for one in exposed(MOVE, [NOWHERE], theirs)] == ["experience.theirs"]
    assert exposed(MOVE, [NOWHERE], AFTER) == ()


def test_nobody_is_exposed_where_the_experience_governed_nobody() -> None:
    """A principal of a disabled experience is missed by no account."""
    off = by_id(TOP, experience("old", FINANCE, status="disabled"), experience("new"))
    assert exposed(Course(WALK_THROUGH, (off, AFTER)), [NOWHERE]) == ()
