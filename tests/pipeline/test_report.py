"""The run report, and the name, tags and token of everything that a run sends."""

from dataclasses import replace

from reconciler.errors import PlanBug
from tests.trial import FINANCE, Trial, experience, world

LONG = (
    f"{{kind: experience, name: long, title: Long, products: {{allow: [{', '.join(f'prod-{n}' for n in range(60))}]}}}}"
)


def sets_started(trial: Trial) -> list[tuple[str, dict[str, str]]]:
    """Return name and tags of every change set that was started, in order."""
    marketplace = trial.twin.catalog.marketplace
    return [(item.name, marketplace.tags.get(item.arn, {})) for item in marketplace.change_sets.values()]


def test_the_report_has_one_outcome_for_each_operation(trial: Trial) -> None:
    """The report has digest, times, outcomes, whether AWS is as desired, and what remains (contract 5)."""
    trial.wish("{kind: experience, name: a, title: A}")
    planning = trial.plan()
    report = trial.apply(planning).as_json()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    (made,) = trial.twin.experiences()
    assert report == {
        "format_version": "1.0",
        "plan_digest": planning.plan.digest,
        "started_at": "2026-11-22T10:00:00Z",
        "ended_at": "2026-11-22T10:00:01Z",
        "outcomes": [
            {
                "operation": "op-1",
                "status": "succeeded",
                "action": "StartChangeSet",
                "addresses": ["experience.a"],
                "created": made,
                "created_ids": {"experience.a": made},
                "in_part": False,
                "change_set_id": change_set,
                "request_id": report["outcomes"][0]["request_id"],
                "errors": [],
                "because": None,
            }
        ],
        "converged": True,
        "remaining": [],
        "unverified": [],
        "exposed": [],
        "names": {},
        "spent": {**report["spent"], "throttled": 0, "seconds": 1.0},
        "problems": [],
    }


def test_a_report_counts_the_calls_that_aws_has_received(trial: Trial) -> None:
    """It counts reading for the plan, writing, waiting and reading again. The plan counts its reading alone."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.twin.calls.clear()
    planning = trial.plan()
    assert planning.plan.budget["reading"]["calls"] == trial.twin.calls.operations()
    assert planning.plan.budget["calls"] == {"StartChangeSet": 1}
    assert planning.plan.budget["expected_seconds"] == 31
    spent = trial.apply(planning).as_json()["spent"]
    assert spent["calls"] == trial.twin.calls.operations()
    assert (spent["calls"]["StartChangeSet"], spent["calls"]["DescribeChangeSet"]) == (1, 2)


def test_a_report_counts_throttled_calls_and_the_time_of_waits(trial: Trial) -> None:
    """AWS refuses the first StartChangeSet, and the run sends it again after a pause."""
    trial.wish("{kind: experience, name: a, title: A}")
    planning = trial.plan()
    trial.twin.faults.throttle("StartChangeSet")
    spent = trial.apply(planning).spent
    assert (spent.calls["StartChangeSet"], spent.throttled) == (2, 1)
    assert spent.seconds == trial.clock.at


def test_an_operation_that_makes_several_objects_names_each(trial: Trial) -> None:
    """One set creates two experiences: *created* has no single id, and each has one by its address."""
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    (outcome,) = trial.apply().as_json()["outcomes"]
    made = {f"experience.{one.name.lower()}": id_ for id_, one in trial.twin.experiences().items()}
    assert (outcome["created"], outcome["created_ids"], len(made)) == (None, made, 2)


def test_a_report_of_nothing_to_do_is_converged(trial: Trial) -> None:
    """An empty plan is carried out without a call that writes."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.converge()
    trial.twin.calls.clear()
    run = trial.apply()
    assert (run.outcomes, run.converged, trial.written()) == ((), True, {})


def test_a_change_set_says_which_tool_plan_and_commit_made_it(trial: Trial) -> None:
    """The name is `reconciler DIGEST12 OP COMMIT7`, and the tags have the same in full."""
    trial.wish(LONG)
    planning = trial.plan()
    trial.apply(planning)
    digest12 = planning.plan.digest.removeprefix("sha256:")[:12]
    tags = {"reconciler:version": "0.1.0", "reconciler:plan": digest12}
    tags["reconciler:commit"] = "0123456789abcdef0123456789abcdef01234567"
    assert sets_started(trial) == [
        (f"reconciler {digest12} op-1 0123456", tags),
        (f"reconciler {digest12} op-2 0123456", tags),
    ]


def test_a_commit_that_lacks_a_part_of_the_plan_is_marked(trial: Trial) -> None:
    """A reader does not look for the change in that commit."""
    trial.commit = "0123456789abcdef0123456789abcdef01234567-dirty"
    trial.wish("{kind: experience, name: a, title: A}")
    digest12 = trial.converge().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(trial)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 0123456-dirty", trial.commit)


def test_without_a_commit_the_name_says_none(trial: Trial) -> None:
    """Outside a git repository a set still has a name and tags."""
    trial.commit = None
    trial.wish("{kind: experience, name: a, title: A}")
    digest12 = trial.converge().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(trial)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 none", "none")


def test_a_set_sent_again_after_a_failure_has_a_new_token(trial: Trial) -> None:
    """For AWS it is a new request, not a repetition of the old one."""
    trial.twin.faults.server_fault()
    trial.wish("{kind: experience, name: a, title: A}")
    trial.converge()
    assert (len(trial.posted), len(set(trial.posted))) == (2, 2)
    assert trial.written() == {"StartChangeSet": 2}


def test_name_tags_and_tokens_are_no_part_of_the_digest(trial: Trial) -> None:
    """Only live and desired state make the digest; commit, time and token do not."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled}")
    first = trial.plan().plan
    trial.commit, trial.clock.at = None, 3600.0
    assert trial.plan().plan.digest == first.digest
    assert replace(first, commit="fedcba9", created_at="").digest == first.digest
    assert "token" not in str(first.as_json()["operations"])
    assert "ChangeSetName" not in str(first.as_json()["operations"])


def test_the_first_operation_locks_on_the_observed_revision(trial: Trial) -> None:
    """A later operation names the operation whose result has the revision."""
    trial.twin.reset(world(experience("Long", revision=6)))
    trial.wish(LONG)
    first, second = trial.plan().plan.operations
    assert first.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": "exp-long@6"}
    known = {"known_after": "op-1", "address": "experience.long"}
    assert second.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": known}


def test_remaining_objects_are_named_in_the_report(trial: Trial) -> None:
    """A change that failed remains, and so does an object in error."""
    trial.twin.reset(world(experience("Mine"), experience("Theirs", principals=[FINANCE]), experience("Free")))
    trial.wish(
        f"""
        {{kind: experience, items: {{free: {{title: Free, status: disabled}}, mine: {{title: Mine, status: disabled}},
                                     held: {{title: Held, principals: [{FINANCE}]}}}}}}
        """
    )
    trial.twin.faults.fail_change("UpdateExperience", "CLIENT_ERROR", "No.", experience="exp-mine")
    run = trial.apply()
    assert (run.converged, run.remaining) == (False, ("experience.held", "experience.mine"))
    assert [problem.code for problem in run.problems] == ["near-miss"]


def test_a_bug_that_the_last_look_finds_is_kept_with_what_repeats_it(trial: Trial) -> None:
    """The plan after the run has a bug; the report of the run is written nevertheless."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, products: {allow: [prod-a]}}")
    planning = trial.plan()
    kind = planning.repository.kinds["experience"]
    assert kind.remote
    lossy = replace(kind, remote=replace(kind.remote, requests=lambda _planned, _terms: ()))
    repository = replace(planning.repository, kinds={**planning.repository.kinds, "experience": lossy})
    trial.twin.faults.fail_change("AllowProductProcurement", "CLIENT_ERROR", "No.")
    run = trial.apply(replace(planning, repository=repository))
    assert isinstance(run.bug, PlanBug)
    assert (run.bug.findings, {kind: list(found) for kind, found in run.bug.dump["wish"].items()}) == (
        ("experience.a products.allow is [] in the end, not ['prod-a']",),
        {"experience": ["experience.a"]},
    )
    assert [problem.code for problem in run.problems] == ["not-verified"]
    assert (run.converged, run.remaining, run.unverified) == (None, ("experience.a",), ("experience.a",))
