"""The run report, and the name, tags and token of everything that a run sends."""

from dataclasses import replace

from reconciler.errors import PlanBug
from tests.turns import FINANCE, Turns, experience, world

LONG = (
    f"{{kind: experience, name: long, title: Long, products: {{allow: [{', '.join(f'prod-{n}' for n in range(60))}]}}}}"
)


def sets_started(turns: Turns) -> list[tuple[str, dict[str, str]]]:
    """Return name and tags of every change set that was started, in order."""
    marketplace = turns.twin.catalog.marketplace
    return [(item.name, marketplace.tags.get(item.arn, {})) for item in marketplace.change_sets.values()]


def test_the_report_has_one_outcome_for_each_operation(turns: Turns) -> None:
    """It has digest, times, outcomes, whether AWS is as desired, and what remains (contract 5)."""
    turns.wish("{kind: experience, name: a, title: A}")
    planning = turns.plan()
    report = turns.apply(planning).as_json()
    (change_set,) = turns.twin.catalog.marketplace.change_sets
    (made,) = turns.twin.experiences()
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
                "request_id": None,
                "errors": [],
                "because": None,
            }
        ],
        "converged": True,
        "remaining": [],
        "unverified": [],
        "exposed": [],
        "names": {},
        "problems": [],
    }


def test_an_operation_that_makes_several_objects_names_each(turns: Turns) -> None:
    """One set creates two experiences: *created* has no single id, and each has one by its address."""
    turns.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    (outcome,) = turns.apply().as_json()["outcomes"]
    made = {f"experience.{one.name.lower()}": id_ for id_, one in turns.twin.experiences().items()}
    assert (outcome["created"], outcome["created_ids"], len(made)) == (None, made, 2)


def test_a_report_of_nothing_to_do_is_converged(turns: Turns) -> None:
    """An empty plan is carried out without a call that writes."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.turn()
    turns.twin.calls.clear()
    run = turns.apply()
    assert (run.outcomes, run.converged, turns.written()) == ((), True, {})


def test_a_change_set_says_which_tool_plan_and_commit_made_it(turns: Turns) -> None:
    """Its name is `reconciler DIGEST12 OP COMMIT7`, and its tags have the same in full."""
    turns.wish(LONG)
    planning = turns.plan()
    turns.apply(planning)
    digest12 = planning.plan.digest.removeprefix("sha256:")[:12]
    tags = {"reconciler:version": "0.1.0", "reconciler:plan": digest12}
    tags["reconciler:commit"] = "0123456789abcdef0123456789abcdef01234567"
    assert sets_started(turns) == [
        (f"reconciler {digest12} op-1 0123456", tags),
        (f"reconciler {digest12} op-2 0123456", tags),
    ]


def test_a_commit_that_lacks_a_part_of_the_plan_is_marked(turns: Turns) -> None:
    """So nobody looks for the change in that commit."""
    turns.commit = "0123456789abcdef0123456789abcdef01234567-dirty"
    turns.wish("{kind: experience, name: a, title: A}")
    digest12 = turns.turn().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(turns)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 0123456-dirty", turns.commit)


def test_without_a_commit_the_name_says_none(turns: Turns) -> None:
    """Outside a git repository a set still has a name and tags."""
    turns.commit = None
    turns.wish("{kind: experience, name: a, title: A}")
    digest12 = turns.turn().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(turns)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 none", "none")


def test_a_set_sent_again_after_a_failure_has_a_new_token(turns: Turns) -> None:
    """For AWS it is a new request, not a repetition of the old one."""
    turns.twin.faults.server_fault()
    turns.wish("{kind: experience, name: a, title: A}")
    turns.turn()
    assert (len(turns.posted), len(set(turns.posted))) == (2, 2)
    assert turns.written() == {"StartChangeSet": 2}


def test_name_tags_and_tokens_are_no_part_of_the_digest(turns: Turns) -> None:
    """Only live and desired state make the digest; commit, time and token do not."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    first = turns.plan().plan
    turns.commit, turns.clock.at = None, 3600.0
    assert turns.plan().plan.digest == first.digest
    assert replace(first, commit="fedcba9", created_at="").digest == first.digest
    assert "token" not in str(first.as_json()["operations"])
    assert "ChangeSetName" not in str(first.as_json()["operations"])


def test_the_digest_changes_with_the_revision_that_was_observed(turns: Turns) -> None:
    """Equal changes of two different revisions make two plans."""
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    turns.twin.reset(world(experience("A", revision=1)))
    first = turns.plan().plan.digest
    turns.twin.reset(world(experience("A", revision=2)))
    assert turns.plan().plan.digest != first


def test_the_first_operation_locks_on_the_observed_revision(turns: Turns) -> None:
    """A later operation names the operation whose result has the revision."""
    turns.twin.reset(world(experience("Long", revision=6)))
    turns.wish(LONG)
    first, second = turns.plan().plan.operations
    assert first.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": "exp-long@6"}
    known = {"known_after": "op-1", "address": "experience.long"}
    assert second.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": known}


def test_remaining_objects_are_named_in_the_report(turns: Turns) -> None:
    """A change that failed remains, and so does an object in error."""
    turns.twin.reset(world(experience("Mine"), experience("Theirs", principals=[FINANCE]), experience("Free")))
    turns.wish(
        f"""
        {{kind: experience, items: {{free: {{title: Free, status: disabled}}, mine: {{title: Mine, status: disabled}},
                                     held: {{title: Held, principals: [{FINANCE}]}}}}}}
        """
    )
    turns.twin.faults.fail_change("UpdateExperience", "CLIENT_ERROR", "No.", experience="exp-mine")
    run = turns.apply()
    assert (run.converged, run.remaining) == (False, ("experience.held", "experience.mine"))
    assert [problem.code for problem in run.problems] == ["near-miss"]


def test_a_bug_that_the_last_look_finds_is_kept_with_what_repeats_it(turns: Turns) -> None:
    """The plan after the run has a bug; the report of the run is written nevertheless."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, products: {allow: [prod-a]}}")
    planning = turns.plan()
    kind = planning.repository.kinds["experience"]
    assert kind.remote
    lossy = replace(kind, remote=replace(kind.remote, requests=lambda _planned, _terms: ()))
    repository = replace(planning.repository, kinds={**planning.repository.kinds, "experience": lossy})
    turns.twin.faults.fail_change("AllowProductProcurement", "CLIENT_ERROR", "No.")
    run = turns.apply(replace(planning, repository=repository))
    assert isinstance(run.bug, PlanBug)
    assert (run.bug.findings, {kind: list(found) for kind, found in run.bug.dump["wish"].items()}) == (
        ("experience.a products.allow is [] in the end, not ['prod-a']",),
        {"experience": ["experience.a"]},
    )
    assert [problem.code for problem in run.problems] == ["not-verified"]
    assert (run.converged, run.remaining, run.unverified) == (None, ("experience.a",), ("experience.a",))
