"""After Ctrl-C at any point, the report tells what is done, what continues in AWS, and what was never sent."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Address, Status
from reconciler.pipeline import Run
from tests.trial import FINANCE, MEMBER, Trial, edit_in_time, experience, world

IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: a, title: A, products: {{allow: [{IDS}]}}}}"


def outcomes(run: Run) -> list[tuple[str, Status, str | None]]:
    """Check that the report can be written; return operation, status and reason of each outcome."""
    assert json.loads(json.dumps(run.as_json()))["plan_digest"] == run.plan.digest
    return [(outcome.operation, outcome.status, outcome.because) for outcome in run.outcomes]


def a_slow_world(trial: Trial) -> None:
    """Let change sets take ten seconds, with a plan of two of them."""
    trial.twin.reset(world(experience("A"), durations={"preparing": 5, "applying": 5}))
    trial.wish(LONG)


def test_ctrl_c_while_a_set_runs(trial: Trial) -> None:
    """The set continues in AWS with its id in the report, and its dependants are skipped."""
    a_slow_world(trial)
    trial.clock.waking = [lambda: None, trial.interrupt]
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    assert outcomes(run) == [
        ("op-1", Status.FAILED, f"interrupted; change set {change_set} goes on in AWS"),
        ("op-2", Status.SKIPPED, "interrupted"),
    ]
    assert run.outcomes[0].change_set_id == change_set
    assert (run.interrupted, run.converged, run.remaining) == (True, None, ("experience.a",))


def test_ctrl_c_while_a_set_waits_for_its_retry(trial: Trial) -> None:
    """The report names the set that failed and says that it did not succeed."""
    a_slow_world(trial)
    trial.twin.faults.server_fault()
    trial.listener = lambda event: trial.interrupt() if event["event"] == "retrying" else None
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    why = f"interrupted; change set {change_set} did not succeed"
    assert outcomes(run)[0] == ("op-1", Status.FAILED, why)


def test_ctrl_c_while_an_answer_is_awaited(trial: Trial) -> None:
    """The list of running sets tells whether AWS accepted the set; it is not sent again."""
    a_slow_world(trial)
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.clock.waking = [trial.interrupt]
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    assert outcomes(run) == [
        ("op-1", Status.FAILED, f"interrupted; change set {change_set} goes on in AWS"),
        ("op-2", Status.SKIPPED, "interrupted"),
    ]
    assert trial.written() == {"StartChangeSet": 1}


def test_ctrl_c_while_an_answer_is_awaited_and_the_set_has_ended(trial: Trial) -> None:
    """Whether AWS accepted the set is unknown, so the experience is read and reported."""
    trial.wish(LONG)
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.clock.waking = [trial.interrupt]
    run = trial.apply()
    assert outcomes(run)[1:] == [("op-2", Status.SKIPPED, "interrupted")]
    assert run.outcomes[0].created == {Address("experience", "a"): trial.named("A").id}


@pytest.mark.parametrize("event", ["started", "polling", "succeeded"])
def test_ctrl_c_while_progress_is_reported(trial: Trial, event: str) -> None:
    """The event that was being told is in the report, once."""
    a_slow_world(trial)
    trial.listener = lambda told: trial.interrupt() if told["event"] == event else None
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    on_its_way = ("op-1", Status.FAILED, f"interrupted; change set {change_set} goes on in AWS")
    first = ("op-1", Status.SUCCEEDED, None) if event == "succeeded" else on_its_way
    assert outcomes(run) == [first, ("op-2", Status.SKIPPED, "interrupted")]
    assert run.interrupted


def test_ctrl_c_before_anything_was_sent(trial: Trial) -> None:
    """Nothing was written, so all operations are skipped."""
    a_slow_world(trial)
    trial.twin.faults.throttle("StartChangeSet")
    trial.clock.waking = [trial.interrupt]
    run = trial.apply()
    assert [status for _, status, _ in outcomes(run)] == [Status.SKIPPED, Status.SKIPPED]


def test_ctrl_c_during_the_last_look(trial: Trial) -> None:
    """All outcomes are known; only whether AWS is as desired is not."""
    trial.wish("{kind: experience, name: a, title: A}")

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            trial.twin.faults.stick()
            create = {"ChangeType": "CreateExperience", "Entity": {"Type": "Experience@1.0"}}
            edit_in_time(trial, {**create, "DetailsDocument": {"Name": "B"}}, name="reconciler 0123456789ab op-1 none")
            trial.clock.waking = [trial.interrupt]

    trial.listener = heard
    run = trial.apply()
    assert outcomes(run) == [("op-1", Status.SUCCEEDED, None)]
    assert (run.interrupted, run.converged, run.remaining) == (True, None, ())
    assert run.unverified == ("experience.a",)
    assert trial.events[-1]["event"] == "waiting"


@pytest.mark.parametrize("applying", [0, 20])
def test_ctrl_c_while_principals_leave(trial: Trial, applying: int) -> None:
    """The running set continues in AWS: the report says which accounts may then be ungoverned."""
    durations = {"preparing": 0, "applying": applying}
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), durations=durations))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    trial.listener = lambda event: trial.interrupt() if event["event"] == "started" else None
    run = trial.apply()
    assert [(one.principal, one.accounts, one.governed_by, one.maybe) for one in run.exposed] == [
        (FINANCE, (MEMBER,), None, True)
    ]


@pytest.mark.parametrize("at", range(1, 9))
def test_a_run_after_an_interrupted_one_ends_in_the_same_state(trial: Trial, at: int) -> None:
    """Interrupted at any pause and run again, AWS is as desired, and nothing was created twice."""
    trial.twin.reset(world(durations={"preparing": 3, "applying": 3}))
    trial.wish(LONG.replace("title: A", "title: A, status: enabled"))
    trial.clock.waking = [*[lambda: None] * (at - 1), trial.interrupt]
    trial.apply()
    trial.clock.waking = []
    trial.converge()
    assert len(trial.twin.experiences()) == 1
    assert (trial.named("A").status, len(trial.named("A").allow)) == ("Enabled", 60)


def test_a_logo_that_was_not_sent_is_sent_by_the_next_run(trial: Trial) -> None:
    """The creation sets the tag with the hash; without the branding, the tag proves nothing."""
    logo = "https://example.com/logo.png"
    trial.wish(f"{{kind: experience, name: a, title: A, branding: {{title: A, logo_url: {logo}}}}}")
    trial.twin.faults.server_fault(applied=2)
    trial.listener = lambda event: trial.interrupt() if event["event"] == "retrying" else None
    assert trial.apply().interrupted
    assert (trial.named("A").branding, list(trial.named("A").tags)) == (None, ["reconciler:logo"])
    trial.listener = lambda _event: None
    trial.converge(again=True)
    assert dict(trial.named("A").branding or {}).keys() == {"Title", "LogoUrl"}
