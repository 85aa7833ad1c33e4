"""Reads that fail during a run end in outcomes, never in a traceback or a guess."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.errors import Unreadable
from reconciler.model import Status
from tests.turns import FINANCE, MEMBER, Turns, change, errors, experience, world

IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: a, title: A, products: {{allow: [{IDS}]}}}}"
OTHER = "{kind: experience, name: b, title: B, status: disabled}"


def after_first(turns: Turns, operation: str) -> None:
    """Deny *operation* once the first operation has succeeded."""
    faults = turns.twin.faults
    turns.listener = lambda event: faults.deny(operation) if event["event"] == "succeeded" else None


def test_a_set_that_cannot_be_described_is_given_up_after_three_looks(turns: Turns) -> None:
    """Its id is in the report; the set continues in AWS, and the next run waits for it."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    turns.twin.faults.deny("DescribeChangeSet")
    run = turns.apply()
    (change_set,) = turns.twin.catalog.marketplace.change_sets
    ((code, message, address),) = errors(run.outcomes[0])
    assert (run.outcomes[0].status, run.outcomes[0].change_set_id) == (Status.FAILED, change_set)
    assert (code, address) == ("unreadable", "experience.b")
    assert message.endswith(f"(change set {change_set} was sent)")
    assert [event["event"] for event in turns.events] == ["started", "retrying", "retrying", "failed"]


MOVE = f"""
{{kind: experience, items: {{old: {{title: Old, principals: []}}, new: {{title: New, principals: [{FINANCE}]}}}}}}
"""


def moving(turns: Turns, **seed: Any) -> None:  # noqa: ANN401 - parts of a seed
    """Move a principal, and let three looks at the first half fail."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), **seed))
    turns.wish(MOVE)
    turns.twin.faults.fail("DescribeChangeSet", "AccessDeniedException", "no", status=403, times=3)


def test_the_effect_of_a_set_that_cannot_be_described_is_read_from_objects(turns: Turns) -> None:
    """The principal has left, so its second half is sent."""
    moving(turns)
    run = turns.apply()
    assert set(turns.named("New").principals) == {FINANCE}
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SUCCEEDED]
    assert (run.converged, run.exposed) == (True, ())


def test_a_set_that_cannot_be_described_is_awaited_while_the_list_has_it(turns: Turns) -> None:
    """The list of change sets shows that it still runs."""
    moving(turns, durations={"preparing": 0, "applying": 20})
    turns.turn()
    assert set(turns.named("New").principals) == {FINANCE}


def test_principals_of_a_set_that_cannot_be_read_are_told_as_possible(turns: Turns) -> None:
    """Neither the set nor the experiences can be read: the report says who may be exposed."""
    moving(turns)
    planning = turns.plan()
    faults = turns.twin.faults
    turns.listener = lambda event: faults.deny("ListEntities") if event["event"] == "started" else None
    run = turns.apply(planning)
    assert [(one.principal, one.accounts, one.maybe) for one in run.exposed] == [(FINANCE, (MEMBER,), True)]
    assert [problem.code for problem in run.problems] == ["not-verified"]


def test_two_failing_looks_only_cost_time(turns: Turns) -> None:
    """A short outage costs two pauses."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=2)
    turns.turn()
    assert [event["event"] for event in turns.events] == ["started", "retrying", "retrying", "succeeded"]


@pytest.mark.parametrize("operation", ["ListEntities", "BatchDescribeEntities"])
def test_a_set_is_not_sent_when_the_earlier_result_cannot_be_read(turns: Turns, operation: str) -> None:
    """The second set of a list needs a look at the result of the first."""
    turns.twin.reset(world(experience("A")))
    turns.wish(LONG)
    after_first(turns, operation)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert [(code, address) for code, _, address in errors(run.outcomes[1])] == [("unreadable", "experience.a")]
    assert (run.converged, run.remaining, run.unverified) == (None, ("experience.a",), ("experience.a",))


def test_the_last_look_decides_about_a_set_that_was_not_seen_to_end(turns: Turns) -> None:
    """The outcome tells what the run saw; *converged* tells what AWS has: the set has had its effect."""
    turns.twin.reset(world(experience("A")))
    turns.wish(LONG)
    after_first(turns, "DescribeChangeSet")
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert (run.converged, run.remaining) == (True, ())


@pytest.mark.parametrize("operation", ["ListEntities", "BatchDescribeEntities"])
def test_a_refusal_that_cannot_be_explained_is_an_outcome(turns: Turns, operation: str) -> None:
    """AWS returns 422 and denies the look that would explain it: the operation fails as unreadable."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    planning = turns.plan()
    turns.twin.edit(change("exp-b", "UpdateExperience", {"Description": "Theirs"}))
    turns.twin.faults.deny(operation)
    run = turns.apply(planning)
    assert [(code, address) for code, _, address in errors(run.outcomes[0])] == [("unreadable", "experience.b")]
    assert str(run.outcomes[0].because).endswith("(nothing was sent)")
    assert turns.twin.experiences()["exp-b"].status == "Enabled"


def test_a_lock_that_cannot_be_explained_is_an_outcome(turns: Turns) -> None:
    """ListChangeSets, which would name the locking set, is denied: the operation fails as unreadable."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    planning = turns.plan()
    turns.twin.faults.fail("StartChangeSet", "ResourceInUseException", "locked", status=423, times=1000)
    faults = turns.twin.faults
    faults.after("ListChangeSets", lambda: faults.deny("ListChangeSets"))
    run = turns.apply(planning)
    assert [(code, address) for code, _, address in errors(run.outcomes[0])] == [("unreadable", "experience.b")]


@pytest.mark.parametrize("operation", ["ListChangeSets", "GetCallerIdentity"])
def test_no_set_is_sent_when_running_sets_cannot_be_read(turns: Turns, operation: str) -> None:
    """Another run may be creating the same experience."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    planning = turns.plan()
    turns.twin.faults.deny(operation)
    with pytest.raises(Unreadable):
        turns.apply(planning)
    assert turns.written() == {}


def test_a_failed_set_whose_effect_cannot_be_read_is_not_sent_again(turns: Turns) -> None:
    """After SERVER_FAULT the effect is unknown, and a second attempt could create an experience twice."""
    turns.wish("{kind: experience, name: a, title: A}")
    planning = turns.plan()
    turns.twin.faults.server_fault(applied=1)
    turns.twin.faults.after("StartChangeSet", lambda: turns.twin.faults.deny("ListEntities"))
    run = turns.apply(planning)
    assert run.outcomes[0].status is Status.FAILED
    assert (turns.written(), len(turns.twin.experiences())) == ({"StartChangeSet": 1}, 1)


def test_other_operations_go_on_while_one_is_unreadable(turns: Turns) -> None:
    """Three failing looks concern one set; the set of the other experience, which depends on nothing, succeeds."""
    turns.settings("change_sets: isolated\n")
    turns.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    turns.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=5)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SUCCEEDED]
    assert (run.converged, len(turns.twin.experiences())) == (True, 2)


@pytest.mark.parametrize("operation", ["ListEntities", "ListRoots", "ListChangeSets"])
def test_a_last_look_that_fails_is_a_problem_and_never_converged(turns: Turns, operation: str) -> None:
    """Every operation succeeded; the report says that the result is not verified."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    after_first(turns, operation)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("experience.b",))
    assert [(problem.code, problem.severity) for problem in run.problems] == [("not-verified", "warning")]
    assert run.problems[0].message.startswith("AWS could not be read again: ")


def test_credentials_that_end_before_the_last_look_leave_all_unknown(turns: Turns) -> None:
    """A marketplace is read as a whole, so all of it is unknown, and no difference is said to remain."""
    turns.twin.reset(world(experience("B")))
    turns.wish(OTHER)
    faults = turns.twin.faults

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            for read in ("GetCallerIdentity", "DescribeOrganization", "ListEntities", "ListChangeSets", "ListRoots"):
                faults.fail(read, "ExpiredTokenException", "The security token is expired", times=99)

    turns.listener = heard
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("experience.b",))
    assert "ExpiredTokenException: AWS does not accept the credentials" in run.problems[0].message


def test_a_last_look_that_fails_is_repeated(turns: Turns) -> None:
    """A short outage after the last set costs pauses and leaves no doubt."""
    turns.wish("{kind: experience, name: a, title: A}")
    faults = turns.twin.faults

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            faults.fail("ListRoots", "ServiceException", status=500, times=3)

    turns.listener = heard
    turns.turn()
    assert [event["event"] for event in turns.events][-4:] == ["succeeded", "waiting", "waiting", "waiting"]
    assert turns.clock.slept[-3:] == [2.0, 5.0, 15.0]
