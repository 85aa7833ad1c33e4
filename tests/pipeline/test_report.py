"""The run report, and what a run stamps on everything that it sends."""

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
    """The report of contract 5: digest, times, outcomes, whether all is as wished and what is not."""
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
    }


def test_an_operation_that_makes_several_objects_names_each(turns: Turns) -> None:
    """One set makes two experiences: no single id is *created*, and each is there by its address."""
    turns.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    (outcome,) = turns.apply().as_json()["outcomes"]
    made = {f"experience.{one.name.lower()}": id_ for id_, one in turns.twin.experiences().items()}
    assert (outcome["created"], outcome["created_ids"], len(made)) == (None, made, 2)


def test_a_report_of_nothing_to_do_is_converged(turns: Turns) -> None:
    """An empty plan is carried out without a single call that writes."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.turn()
    turns.twin.calls.clear()
    run = turns.apply()
    assert (run.outcomes, run.converged, turns.written()) == ((), True, {})


def test_a_change_set_says_which_tool_plan_and_commit_made_it(turns: Turns) -> None:
    """Its name is `reconciler DIGEST12 OP COMMIT7`, its tags say the same in full."""
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


def test_a_commit_that_holds_not_all_of_the_plan_stays_marked(turns: Turns) -> None:
    """Whoever reads the history of change sets does not look for the change in that commit."""
    turns.commit = "0123456789abcdef0123456789abcdef01234567-dirty"
    turns.wish("{kind: experience, name: a, title: A}")
    digest12 = turns.turn().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(turns)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 0123456-dirty", turns.commit)


def test_without_a_commit_the_name_says_none(turns: Turns) -> None:
    """Outside a git repository a set is still named and tagged."""
    turns.commit = None
    turns.wish("{kind: experience, name: a, title: A}")
    digest12 = turns.turn().plan.digest.removeprefix("sha256:")[:12]
    ((name, tags),) = sets_started(turns)
    assert (name, tags["reconciler:commit"]) == (f"reconciler {digest12} op-1 none", "none")


def test_what_is_sent_again_after_a_failure_has_a_token_of_its_own(turns: Turns) -> None:
    """A set that failed and is sent again is a new request to AWS, not a repetition of the old one."""
    turns.twin.faults.server_fault()
    turns.wish("{kind: experience, name: a, title: A}")
    turns.turn()
    assert (len(turns.posted), len(set(turns.posted))) == (2, 2)
    assert turns.written() == {"StartChangeSet": 2}


def test_name_tags_and_tokens_are_no_part_of_the_digest(turns: Turns) -> None:
    """Commit, time and token leave the digest alone; the world and the wish make it."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    first = turns.plan().plan
    turns.commit, turns.clock.at = None, 3600.0
    assert turns.plan().plan.digest == first.digest
    assert replace(first, commit="fedcba9", created_at="").digest == first.digest
    assert "token" not in str(first.as_json()["operations"])
    assert "ChangeSetName" not in str(first.as_json()["operations"])


def test_the_digest_changes_with_the_revision_that_was_observed(turns: Turns) -> None:
    """Two worlds in which the same change would be made are still two plans."""
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    turns.twin.reset(world(experience("A", revision=1)))
    first = turns.plan().plan.digest
    turns.twin.reset(world(experience("A", revision=2)))
    assert turns.plan().plan.digest != first


def test_the_first_operation_locks_on_the_observed_revision(turns: Turns) -> None:
    """The plan names the revision of the first operation and, for a later one, the operation that makes it known."""
    turns.twin.reset(world(experience("Long", revision=6)))
    turns.wish(LONG)
    first, second = turns.plan().plan.operations
    assert first.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": "exp-long@6"}
    known = {"known_after": "op-1", "address": "experience.long"}
    assert second.parameters["ChangeSet"][0]["Entity"] == {"Type": "Experience@1.0", "Identifier": known}


def test_what_is_left_is_named_in_the_report(turns: Turns) -> None:
    """A change that could not be made remains, and so does an object that an error left out."""
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
    """Planning again loses what is left to do: our fault, and no reason to lose the report of what was done."""
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
