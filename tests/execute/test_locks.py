"""Temporary refusals: locked entities, busy principals, throttling and failures of the service."""

import pytest

from reconciler.model import Status
from tests.trial import FINANCE, Trial, change, edit_in_time, errors, experience, hurry, world

BOTH = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}}}"


def messages(trial: Trial, event: str) -> list[str]:
    """Return the messages of all events with one name."""
    return [str(one["message"]) for one in trial.events if one["event"] == event]


def test_a_locked_experience_is_changed_when_the_foreign_set_has_ended(trial: Trial) -> None:
    """The other experience of the set goes ahead; the locked one is tried again until it is free."""
    trial.twin.reset(world(experience("A"), experience("B"), durations={"applying": 40}))
    trial.wish(BOTH)
    planning = trial.plan()
    edit_in_time(trial, change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-theirs"]}]}))
    run = trial.apply(planning)
    (locked, *_) = messages(trial, "retrying")
    assert locked.startswith(
        "sending the changes that AWS did not refuse: Requested change set has entities locked by change sets"
    )
    assert trial.twin.experiences()["exp-b"].status == "Disabled"
    stale = "planned on exp-a@1, now exp-a@2: another program or user changed it"
    assert errors(run.outcomes[0]) == [("stale", stale, "experience.a")]


def test_a_locking_set_that_fails_costs_only_time(trial: Trial) -> None:
    """The experience is still as planned, and is changed."""
    trial.twin.reset(world(experience("A"), durations={"applying": 40}))
    trial.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = trial.plan()
    trial.twin.faults.server_fault()
    edit_in_time(trial, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))
    run = trial.apply(planning)
    assert (run.outcomes[0].status, run.converged) == (Status.SUCCEEDED, True)
    assert trial.twin.experiences()["exp-a"].status == "Disabled"


def test_a_lock_that_does_not_go_away_is_given_up_after_half_an_hour(trial: Trial) -> None:
    """The reason has AWS's message, and no change of the set was made."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = trial.plan()
    trial.twin.faults.stick()
    edit_in_time(trial, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))
    hurry(trial)
    run = trial.apply(planning)
    theirs = next(iter(trial.twin.catalog.marketplace.change_sets))
    locked = f"Requested change set has entities locked by change sets - entity: 'exp-a' change sets: {theirs}."
    why = f"gave up after 1800 s: {locked} (nothing was sent)"
    assert (run.outcomes[0].status, run.outcomes[0].change_set_id) == (Status.FAILED, None)
    assert errors(run.outcomes[0]) == [("ResourceInUseException", why, "experience.a")]
    assert 1800 <= trial.clock.at < 2500


def test_two_locked_experiences_do_not_wait_for_each_other(trial: Trial) -> None:
    """The second is locked after the first: each is tried again until it is free."""
    trial.twin.reset(world(experience("A"), experience("B"), durations={"applying": 40}))
    trial.wish(BOTH)
    planning = trial.plan()
    trial.twin.faults.server_fault(times=2)
    edit_in_time(trial, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))

    def lock_b() -> None:
        edit_in_time(trial, change("exp-b", "UpdateExperience", {"Description": "Theirs"}))

    trial.twin.faults.before("ListChangeSets", lock_b)
    run = trial.apply(planning)
    assert (run.outcomes[0].status, run.converged) == (Status.SUCCEEDED, True)
    assert {item.status for item in trial.twin.experiences().values()} == {"Disabled"}


def test_a_lock_after_a_lost_answer_is_awaited_with_the_same_token(trial: Trial) -> None:
    """The lock is most likely that of the same set; repeating the request returns its id."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled}")
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.clock.waking = [
        lambda: trial.twin.faults.fail("StartChangeSet", "ResourceInUseException", "locked", status=423)
    ]
    trial.converge()
    assert len(trial.twin.catalog.marketplace.change_sets) == 1
    assert len(set(trial.posted)) == 1


def test_a_tag_that_is_throttled_is_set_later(trial: Trial) -> None:
    """Calls that set tags are retried like all others."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, tags: {team: new}}")
    trial.twin.faults.throttle("TagResource", times=2)
    trial.converge()
    assert trial.written() == {"TagResource": 3}


def test_a_busy_principal_is_tried_again_while_the_rest_goes_on(trial: Trial) -> None:
    """ENTITY_IN_USE means "try again later"; the other experience does not wait."""
    trial.twin.reset(world(experience("A"), experience("B")))
    busy = "There is already a conflicting change in progress for the selected account. Try again later"
    trial.twin.faults.fail_change("AssociateAudience", "ENTITY_IN_USE", busy, times=2)
    trial.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}}, b: {{title: B, status: disabled}}}}}}"
    )
    run = trial.converge()
    assert run.outcomes[0].errors == ()
    assert trial.written() == {"StartChangeSet": 4}
    sent = [[change.type for change in item.changes] for item in trial.twin.catalog.marketplace.change_sets.values()]
    assert sent == [["AssociateAudience", "UpdateExperience"], ["UpdateExperience"]] + [["AssociateAudience"]] * 2
    assert messages(trial, "retrying") == [
        f"sending the changes that AWS did not refuse: experience.a: ENTITY_IN_USE: {busy}",
        f"ENTITY_IN_USE: {busy}",
    ]
    about = [event["addresses"] for event in trial.events if event["event"] in {"started", "retrying"}]
    both, rest, busy_one = ["experience.a", "experience.b"], ["experience.b"], ["experience.a"]
    assert about == [both, rest, rest, busy_one, busy_one, busy_one]


def test_a_principal_that_stays_busy_is_given_up_with_the_reason(trial: Trial) -> None:
    """After half an hour the operation fails with AWS's message, and its dependants are skipped with it."""
    trial.twin.reset(world(experience("A", principals=[FINANCE]), experience("B")))
    trial.twin.faults.fail_change("DisassociateAudience", "ENTITY_IN_USE", "Try again later", times=1000)
    trial.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: []}}, b: {{title: B, principals: [{FINANCE}]}}}}}}"
    )
    hurry(trial)
    run = trial.apply()
    first, second = run.outcomes
    ((code, why, address),) = errors(first)
    assert (code, address) == ("CLIENT_ERROR", "experience.a")
    assert why.startswith("gave up after 1800 s: ENTITY_IN_USE: Try again later")
    assert (second.status, second.because) == (Status.SKIPPED, f"experience.b: waits for experience.a: {why}")
    assert 1800 <= trial.clock.at < 2500


REFUSALS = {
    "too many requests": ("ThrottlingException", 429),
    "too many open sets": ("ServiceQuotaExceededException", 402),
    "the service failed": ("InternalServiceException", 500),
    "a gateway answered": ("Unknown", 503),
}


@pytest.mark.parametrize(("code", "status"), REFUSALS.values(), ids=REFUSALS)
def test_a_temporary_refusal_is_retried(trial: Trial, code: str, status: int) -> None:
    """Three refusals in a row cost three pauses and nothing else."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.twin.faults.fail("StartChangeSet", code, "Later, please", status=status, times=3)
    trial.converge()
    assert trial.clock.slept[:3] == [1.0, 1.5, 2.25]
    assert messages(trial, "retrying") == ["Later, please"] * 3
    assert len(trial.twin.experiences()) == 1


@pytest.mark.parametrize(("code", "status"), REFUSALS.values(), ids=REFUSALS)
def test_a_lasting_refusal_is_given_up_after_half_an_hour(trial: Trial, code: str, status: int) -> None:
    """The operation fails with AWS's code and message; the report says whether a set may have been started."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.twin.faults.fail("StartChangeSet", code, "Later, please", status=status, times=100)
    hurry(trial)
    run = trial.apply()
    doubt = "whether a change set was started is unknown" if status >= 500 else "nothing was sent"
    why = f"gave up after 1800 s: Later, please ({doubt})"
    assert errors(run.outcomes[0]) == [(code, why, "experience.a")]
    assert 1800 <= trial.clock.at < 2500
    assert (run.converged, run.remaining, trial.twin.experiences()) == (False, ("experience.a",), {})


def test_the_quota_of_open_sets_only_slows_a_run_down(trial: Trial) -> None:
    """With one open set allowed, three independent sets run one after the other."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(quotas={"open_change_sets": 1}, durations={"preparing": 10, "applying": 10}))
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}, c: {title: C}}}")
    trial.converge()
    assert 60 <= trial.clock.at < 130
