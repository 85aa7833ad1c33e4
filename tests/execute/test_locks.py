"""Temporary refusals: locked entities, busy principals, throttling and failures of the service."""

import pytest

from reconciler.model import Status
from tests.turns import FINANCE, Turns, change, edit_in_time, errors, experience, hurry, world

BOTH = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}}}"


def messages(turns: Turns, event: str) -> list[str]:
    """Return the messages of all events with one name."""
    return [str(one["message"]) for one in turns.events if one["event"] == event]


def test_a_locked_experience_is_changed_when_the_foreign_set_has_ended(turns: Turns) -> None:
    """The other experience of the set goes ahead; the locked one is tried again until it is free."""
    turns.twin.reset(world(experience("A"), experience("B"), durations={"applying": 40}))
    turns.wish(BOTH)
    planning = turns.plan()
    edit_in_time(turns, change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-theirs"]}]}))
    run = turns.apply(planning)
    (locked, *_) = messages(turns, "retrying")
    assert locked.startswith("without what is held up: Requested change set has entities locked by change sets")
    assert turns.twin.experiences()["exp-b"].status == "Disabled"
    stale = "planned on exp-a@1, now exp-a@2: somebody else changed it"
    assert errors(run.outcomes[0]) == [("stale", stale, "experience.a")]


def test_a_locking_set_that_fails_costs_only_time(turns: Turns) -> None:
    """The experience is still as planned, and is changed."""
    turns.twin.reset(world(experience("A"), durations={"applying": 40}))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = turns.plan()
    turns.twin.faults.server_fault()
    edit_in_time(turns, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))
    run = turns.apply(planning)
    assert (run.outcomes[0].status, run.converged) == (Status.SUCCEEDED, True)
    assert turns.twin.experiences()["exp-a"].status == "Disabled"


def test_a_lock_that_does_not_go_away_is_given_up_after_half_an_hour(turns: Turns) -> None:
    """The reason has AWS's message, and no change of the set was made."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = turns.plan()
    turns.twin.faults.stick()
    edit_in_time(turns, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))
    hurry(turns)
    run = turns.apply(planning)
    theirs = next(iter(turns.twin.catalog.marketplace.change_sets))
    locked = f"Requested change set has entities locked by change sets - entity: 'exp-a' change sets: {theirs}."
    why = f"gave up after 1800 s: {locked} (nothing was sent)"
    assert (run.outcomes[0].status, run.outcomes[0].change_set_id) == (Status.FAILED, None)
    assert errors(run.outcomes[0]) == [("ResourceInUseException", why, "experience.a")]
    assert 1800 <= turns.clock.at < 2500


def test_two_locked_experiences_do_not_wait_for_each_other(turns: Turns) -> None:
    """The second is locked after the first: each is tried again until it is free."""
    turns.twin.reset(world(experience("A"), experience("B"), durations={"applying": 40}))
    turns.wish(BOTH)
    planning = turns.plan()
    turns.twin.faults.server_fault(times=2)
    edit_in_time(turns, change("exp-a", "UpdateExperience", {"Description": "Theirs"}))

    def lock_b() -> None:
        edit_in_time(turns, change("exp-b", "UpdateExperience", {"Description": "Theirs"}))

    turns.twin.faults.before("ListChangeSets", lock_b)
    run = turns.apply(planning)
    assert (run.outcomes[0].status, run.converged) == (Status.SUCCEEDED, True)
    assert {item.status for item in turns.twin.experiences().values()} == {"Disabled"}


def test_a_lock_after_a_lost_answer_is_awaited_with_the_same_token(turns: Turns) -> None:
    """The lock is most likely that of the same set; repeating the request returns its id."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    turns.twin.faults.lose_answer("StartChangeSet")
    turns.clock.waking = [
        lambda: turns.twin.faults.fail("StartChangeSet", "ResourceInUseException", "locked", status=423)
    ]
    turns.turn()
    assert len(turns.twin.catalog.marketplace.change_sets) == 1
    assert len(set(turns.posted)) == 1


def test_a_tag_that_is_throttled_is_set_later(turns: Turns) -> None:
    """Calls that set tags are retried like all others."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, tags: {team: new}}")
    turns.twin.faults.throttle("TagResource", times=2)
    turns.turn()
    assert turns.written() == {"TagResource": 3}


def test_a_busy_principal_is_tried_again_while_the_rest_goes_on(turns: Turns) -> None:
    """ENTITY_IN_USE means "try again later"; the other experience does not wait."""
    turns.twin.reset(world(experience("A"), experience("B")))
    busy = "There is already a conflicting change in progress for the selected account. Try again later"
    turns.twin.faults.fail_change("AssociateAudience", "ENTITY_IN_USE", busy, times=2)
    turns.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}}, b: {{title: B, status: disabled}}}}}}"
    )
    run = turns.turn()
    assert run.outcomes[0].errors == ()
    assert turns.written() == {"StartChangeSet": 4}
    sent = [[change.type for change in item.changes] for item in turns.twin.catalog.marketplace.change_sets.values()]
    assert sent == [["AssociateAudience", "UpdateExperience"], ["UpdateExperience"]] + [["AssociateAudience"]] * 2
    assert messages(turns, "retrying") == [
        f"without what is held up: experience.a: ENTITY_IN_USE: {busy}",
        f"ENTITY_IN_USE: {busy}",
    ]
    about = [event["addresses"] for event in turns.events if event["event"] in {"started", "retrying"}]
    both, rest, busy_one = ["experience.a", "experience.b"], ["experience.b"], ["experience.a"]
    assert about == [both, rest, rest, busy_one, busy_one, busy_one]


def test_a_principal_that_stays_busy_is_given_up_with_the_reason(turns: Turns) -> None:
    """After half an hour the operation fails with AWS's message, and its dependants are skipped with it."""
    turns.twin.reset(world(experience("A", principals=[FINANCE]), experience("B")))
    turns.twin.faults.fail_change("DisassociateAudience", "ENTITY_IN_USE", "Try again later", times=1000)
    turns.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: []}}, b: {{title: B, principals: [{FINANCE}]}}}}}}"
    )
    hurry(turns)
    run = turns.apply()
    first, second = run.outcomes
    ((code, why, address),) = errors(first)
    assert (code, address) == ("CLIENT_ERROR", "experience.a")
    assert why.startswith("gave up after 1800 s: ENTITY_IN_USE: Try again later")
    assert (second.status, second.because) == (Status.SKIPPED, f"experience.b: waits for experience.a: {why}")
    assert 1800 <= turns.clock.at < 2500


REFUSALS = {
    "too many requests": ("ThrottlingException", 429),
    "too many open sets": ("ServiceQuotaExceededException", 402),
    "the service failed": ("InternalServiceException", 500),
    "a gateway answered": ("Unknown", 503),
}


@pytest.mark.parametrize(("code", "status"), REFUSALS.values(), ids=REFUSALS)
def test_a_temporary_refusal_is_retried(turns: Turns, code: str, status: int) -> None:
    """Three refusals in a row cost three pauses and nothing else."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.twin.faults.fail("StartChangeSet", code, "Later, please", status=status, times=3)
    turns.turn()
    assert turns.clock.slept[:3] == [1.0, 1.5, 2.25]
    assert messages(turns, "retrying") == ["Later, please"] * 3
    assert len(turns.twin.experiences()) == 1


@pytest.mark.parametrize(("code", "status"), REFUSALS.values(), ids=REFUSALS)
def test_a_lasting_refusal_is_given_up_after_half_an_hour(turns: Turns, code: str, status: int) -> None:
    """The operation fails with AWS's code and message; the report says whether a set may have been started."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.twin.faults.fail("StartChangeSet", code, "Later, please", status=status, times=100)
    hurry(turns)
    run = turns.apply()
    doubt = "whether a change set was started is unknown" if status >= 500 else "nothing was sent"
    why = f"gave up after 1800 s: Later, please ({doubt})"
    assert errors(run.outcomes[0]) == [(code, why, "experience.a")]
    assert 1800 <= turns.clock.at < 2500
    assert (run.converged, run.remaining, turns.twin.experiences()) == (False, ("experience.a",), {})


def test_the_quota_of_open_sets_only_slows_a_run_down(turns: Turns) -> None:
    """With one open set allowed, three independent sets run one after the other."""
    turns.settings("change_sets: isolated\n")
    turns.twin.reset(world(quotas={"open_change_sets": 1}, durations={"preparing": 10, "applying": 10}))
    turns.wish("{kind: experience, items: {a: {title: A}, b: {title: B}, c: {title: C}}}")
    turns.turn()
    assert 60 <= turns.clock.at < 130
