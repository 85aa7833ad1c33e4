"""Reads that fail during a run end in outcomes, never in a traceback or a guess."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.errors import Unreadable
from reconciler.model import Status
from tests.trial import FINANCE, MEMBER, Trial, change, errors, experience, world

IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: a, title: A, products: {{allow: [{IDS}]}}}}"
OTHER = "{kind: experience, name: b, title: B, status: disabled}"


def after_first(trial: Trial, operation: str) -> None:
    """Deny *operation* once the first operation has succeeded."""
    faults = trial.twin.faults
    trial.listener = lambda event: faults.deny(operation) if event["event"] == "succeeded" else None


def test_a_set_that_cannot_be_described_is_given_up_after_three_looks(trial: Trial) -> None:
    """The report has the id of the set; the set continues in AWS, and the next run waits for it."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    trial.twin.faults.deny("DescribeChangeSet")
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    ((code, message, address),) = errors(run.outcomes[0])
    assert (run.outcomes[0].status, run.outcomes[0].change_set_id) == (Status.FAILED, change_set)
    assert (code, address) == ("unreadable", "experience.b")
    assert message.endswith(f"(change set {change_set} was sent)")
    assert [event["event"] for event in trial.events] == ["started", "retrying", "retrying", "failed"]


MOVE = f"""
{{kind: experience, items: {{old: {{title: Old, principals: []}}, new: {{title: New, principals: [{FINANCE}]}}}}}}
"""


def moving(trial: Trial, **seed: Any) -> None:  # noqa: ANN401 - parts of a seed
    """Move a principal, and let three looks at the first half fail."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), **seed))
    trial.wish(MOVE)
    trial.twin.faults.fail("DescribeChangeSet", "AccessDeniedException", "no", status=403, times=3)


def test_the_effect_of_a_set_that_cannot_be_described_is_read_from_objects(trial: Trial) -> None:
    """The principal has left, so its second half is sent."""
    moving(trial)
    run = trial.apply()
    assert set(trial.named("New").principals) == {FINANCE}
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SUCCEEDED]
    assert (run.converged, run.exposed) == (True, ())


def test_a_set_that_cannot_be_described_is_awaited_while_the_list_has_it(trial: Trial) -> None:
    """The list of change sets shows that it still runs."""
    moving(trial, durations={"preparing": 0, "applying": 20})
    trial.converge()
    assert set(trial.named("New").principals) == {FINANCE}


def test_principals_of_a_set_that_cannot_be_read_are_reported_as_possible(trial: Trial) -> None:
    """Neither the set nor the experiences can be read: the report says who may be exposed."""
    moving(trial)
    planning = trial.plan()
    faults = trial.twin.faults
    trial.listener = lambda event: faults.deny("ListEntities") if event["event"] == "started" else None
    run = trial.apply(planning)
    assert [(one.principal, one.accounts, one.maybe) for one in run.exposed] == [(FINANCE, (MEMBER,), True)]
    assert [problem.code for problem in run.problems] == ["not-verified"]


def test_two_failing_looks_only_cost_time(trial: Trial) -> None:
    """A short outage costs two pauses."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=2)
    trial.converge()
    assert [event["event"] for event in trial.events] == ["started", "retrying", "retrying", "succeeded"]


@pytest.mark.parametrize("operation", ["ListEntities", "BatchDescribeEntities"])
def test_a_set_is_not_sent_when_the_earlier_result_cannot_be_read(trial: Trial, operation: str) -> None:
    """The second set of a list needs a look at the result of the first."""
    trial.twin.reset(world(experience("A")))
    trial.wish(LONG)
    after_first(trial, operation)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert [(code, address) for code, _, address in errors(run.outcomes[1])] == [("unreadable", "experience.a")]
    assert (run.converged, run.remaining, run.unverified) == (None, ("experience.a",), ("experience.a",))


def test_the_last_look_decides_about_a_set_that_was_not_seen_to_end(trial: Trial) -> None:
    """The outcome tells what the run saw; *converged* tells what AWS has: the set has had its effect."""
    trial.twin.reset(world(experience("A")))
    trial.wish(LONG)
    after_first(trial, "DescribeChangeSet")
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert (run.converged, run.remaining) == (True, ())


@pytest.mark.parametrize("operation", ["ListEntities", "BatchDescribeEntities"])
def test_a_refusal_that_cannot_be_explained_is_an_outcome(trial: Trial, operation: str) -> None:
    """AWS returns 422 and denies the look that would explain it: the operation fails as unreadable."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    planning = trial.plan()
    trial.twin.edit(change("exp-b", "UpdateExperience", {"Description": "Theirs"}))
    trial.twin.faults.deny(operation)
    run = trial.apply(planning)
    assert [(code, address) for code, _, address in errors(run.outcomes[0])] == [("unreadable", "experience.b")]
    assert str(run.outcomes[0].because).endswith("(nothing was sent)")
    assert trial.twin.experiences()["exp-b"].status == "Enabled"


def test_a_lock_that_cannot_be_explained_is_an_outcome(trial: Trial) -> None:
    """ListChangeSets, which would name the locking set, is denied: the operation fails as unreadable."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    planning = trial.plan()
    trial.twin.faults.fail("StartChangeSet", "ResourceInUseException", "locked", status=423, times=1000)
    faults = trial.twin.faults
    faults.after("ListChangeSets", lambda: faults.deny("ListChangeSets"))
    run = trial.apply(planning)
    assert [(code, address) for code, _, address in errors(run.outcomes[0])] == [("unreadable", "experience.b")]


@pytest.mark.parametrize("operation", ["ListChangeSets", "GetCallerIdentity"])
def test_no_set_is_sent_when_running_sets_cannot_be_read(trial: Trial, operation: str) -> None:
    """Another run may be creating the same experience."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    planning = trial.plan()
    trial.twin.faults.deny(operation)
    with pytest.raises(Unreadable):
        trial.apply(planning)
    assert trial.written() == {}


def test_a_failed_set_whose_effect_cannot_be_read_is_not_sent_again(trial: Trial) -> None:
    """After SERVER_FAULT the effect is unknown, and a second attempt could create an experience twice."""
    trial.wish("{kind: experience, name: a, title: A}")
    planning = trial.plan()
    trial.twin.faults.server_fault(applied=1)
    trial.twin.faults.after("StartChangeSet", lambda: trial.twin.faults.deny("ListEntities"))
    run = trial.apply(planning)
    assert run.outcomes[0].status is Status.FAILED
    assert (trial.written(), len(trial.twin.experiences())) == ({"StartChangeSet": 1}, 1)


def test_other_operations_go_on_while_one_is_unreadable(trial: Trial) -> None:
    """Three failing looks concern one set; the set of the other experience, which depends on nothing, succeeds."""
    trial.settings("change_sets: isolated\n")
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    trial.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=5)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SUCCEEDED]
    assert (run.converged, len(trial.twin.experiences())) == (True, 2)


@pytest.mark.parametrize("operation", ["ListEntities", "ListAWSServiceAccessForOrganization", "ListChangeSets"])
def test_a_last_look_that_fails_is_a_problem_and_never_converged(trial: Trial, operation: str) -> None:
    """Every operation succeeded; the report says that the result is not verified."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    after_first(trial, operation)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("experience.b",))
    assert [(problem.code, problem.severity) for problem in run.problems] == [("not-verified", "warning")]
    assert run.problems[0].message.startswith("AWS could not be read again: ")


def test_credentials_that_end_before_the_last_look_leave_all_unknown(trial: Trial) -> None:
    """A marketplace is read as a whole, so all of it is unknown, and no difference is said to remain."""
    trial.twin.reset(world(experience("B")))
    trial.wish(OTHER)
    faults = trial.twin.faults

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            for read in ("GetCallerIdentity", "DescribeOrganization", "ListEntities", "ListChangeSets", "ListRoots"):
                faults.fail(read, "ExpiredTokenException", "The security token is expired", times=99)

    trial.listener = heard
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("experience.b",))
    assert "ExpiredTokenException: AWS does not accept the credentials" in run.problems[0].message


def test_a_last_look_that_fails_is_repeated(trial: Trial) -> None:
    """A short outage after the last set costs pauses and leaves no doubt."""
    trial.wish("{kind: experience, name: a, title: A}")
    faults = trial.twin.faults

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            faults.fail("ListAWSServiceAccessForOrganization", "ServiceException", status=500, times=3)

    trial.listener = heard
    trial.converge()
    assert [event["event"] for event in trial.events][-4:] == ["succeeded", "waiting", "waiting", "waiting"]
    assert trial.clock.slept[-3:] == [2.0, 5.0, 15.0]
