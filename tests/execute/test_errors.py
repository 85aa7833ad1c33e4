"""An error of AWS is told at the object that caused it and does not stop other objects."""

from reconciler.model import Status
from tests.turns import ADS, FINANCE, MEMBER, Turns, errors, experience, world

THREE = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}, c: {title: C}}}"
NO = ("CLIENT_ERROR", "No.")


def test_one_failing_experience_does_not_stop_the_others_of_its_set(turns: Turns) -> None:
    """AWS fails the whole set; the changes that it does not blame are sent again at once in a second set."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.twin.faults.fail_change("UpdateExperience", *NO, experience="exp-a")
    turns.wish(THREE)
    run = turns.apply()
    (outcome,) = run.outcomes
    assert (outcome.status, errors(outcome)) == (Status.FAILED, [(*NO, "experience.a")])
    assert outcome.because == "experience.a: CLIENT_ERROR: No."
    assert turns.twin.experiences()["exp-b"].status == "Disabled"
    assert turns.named("C").status == "Disabled"
    assert (turns.written(), run.remaining) == ({"StartChangeSet": 2}, ("experience.a",))


def test_errors_of_several_changes_are_told_of_their_own_experiences(turns: Turns) -> None:
    """Every entry of every ErrorDetailList is told at the address that sent the change."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.twin.faults.fail_change("UpdateExperience", "INVALID_A", "No a.", experience="exp-a")
    turns.twin.faults.fail_change("UpdateExperience", "INVALID_B", "No b.", experience="exp-b")
    turns.wish(THREE)
    run = turns.apply()
    assert errors(run.outcomes[0]) == [
        ("INVALID_A", "No a.", "experience.a"),
        ("INVALID_B", "No b.", "experience.b"),
    ]
    assert run.remaining == ("experience.a", "experience.b")


def test_a_real_refusal_names_the_principal_that_is_held_elsewhere(turns: Turns) -> None:
    """Somebody associates the principal between plan and apply: the report has AWS's message."""
    turns.twin.reset(world(experience("A"), experience("B"), experience("Theirs")))
    turns.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}}, b: {{title: B, status: disabled}}}}}}"
    )
    planning = turns.plan()
    entity = {"Type": "Experience@1.0", "Identifier": "exp-theirs"}
    details = {"Principals": [FINANCE]}
    turns.twin.edit({"ChangeType": "AssociateAudience", "Entity": entity, "DetailsDocument": details})
    run = turns.apply(planning)
    message = (
        f"An experience is already associated with the account {FINANCE}. "
        "Disassociate previous experience before updating"
    )
    assert errors(run.outcomes[0]) == [("ENTITY_ALREADY_EXISTS", message, "experience.a")]
    assert turns.twin.experiences()["exp-b"].status == "Disabled"


def test_operations_that_wait_for_a_failed_one_are_skipped_with_a_reason(turns: Turns) -> None:
    """The second part of a list is not sent when the first part failed; the set of the other experience is sent."""
    turns.twin.reset(world(experience("A"), experience("B")))
    ids = ", ".join(f"prod-{number}" for number in range(60))
    turns.wish(f"{{kind: experience, items: {{a: {{title: A, products: {{allow: [{ids}]}}}}, "
               f"b: {{title: B, products: {{allow: [{ids}]}}}}}}}}")  # fmt: skip
    turns.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-a", times=99)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.FAILED]
    assert run.outcomes[1].because == "experience.a: CLIENT_ERROR: No."
    assert errors(run.outcomes[1]) == []
    assert len(turns.twin.experiences()["exp-a"].allow) == 0
    assert len(turns.twin.experiences()["exp-b"].allow) == 60


def test_an_operation_of_which_nothing_was_sent_is_skipped(turns: Turns) -> None:
    """An operation is skipped when AWS was not asked because an earlier operation failed."""
    turns.twin.reset(world(experience("A", principals=[MEMBER])))
    turns.wish("{kind: experience, name: a, title: A, status: archived, principals: []}")
    turns.twin.faults.fail_change("DisassociateAudience", *NO)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SKIPPED]
    assert run.outcomes[1].change_set_id is None
    assert turns.written() == {"StartChangeSet": 1}
    assert [(event["event"], event["message"]) for event in turns.events[-2:]] == [
        ("failed", "experience.a: CLIENT_ERROR: No."),
        ("skipped", "experience.a: CLIENT_ERROR: No."),
    ]


def test_a_set_that_is_refused_as_a_whole_is_tried_object_by_object(turns: Turns) -> None:
    """A 422 names no change, so each experience of the set is sent alone, and only the one at fault fails."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(THREE)
    planning = turns.plan()
    turns.twin.faults.fail("StartChangeSet", "ValidationException", "Something is wrong", status=422, times=2)
    run = turns.apply(planning)
    (outcome,) = run.outcomes
    assert errors(outcome) == [("ValidationException", "Something is wrong", "experience.a")]
    assert (turns.twin.experiences()["exp-b"].status, turns.named("C").status) == ("Disabled", "Disabled")
    assert (turns.written(), run.remaining) == ({"StartChangeSet": 4}, ("experience.a",))


def test_a_missing_permission_is_told_once_and_not_tried_object_by_object(turns: Turns) -> None:
    """AccessDenied fails the whole set, with the permission to allow and its principal."""
    turns.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    turns.twin.faults.deny("StartChangeSet")
    run = turns.apply()
    (outcome,) = run.outcomes
    ((code, message, address),) = errors(outcome)
    assert (outcome.status, code, address) == (Status.FAILED, "AccessDeniedException", None)
    assert message.endswith("(allow aws-marketplace:StartChangeSet to profile buyer)")
    assert outcome.because == f"experience.a: {message}; experience.b: {message}"
    assert (turns.written(), run.remaining) == ({"StartChangeSet": 1}, ("experience.a", "experience.b"))


def test_a_refused_tag_is_told_of_its_experience(turns: Turns) -> None:
    """Tags are a call of their own, after all other changes of the experience."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled, tags: {team: new}}")
    turns.twin.faults.deny("TagResource")
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert [address for _, _, address in errors(run.outcomes[1])] == ["experience.a"]
    assert run.remaining == ("experience.a",)


def test_a_set_that_someone_cancels_is_not_sent_again(turns: Turns) -> None:
    """Cancelling is a decision of a user: the operation fails and says so."""
    turns.twin.reset(world(durations={"preparing": 60}))
    turns.wish(f"{{kind: experience, name: a, title: A, principals: [{ADS}]}}")

    def cancel() -> None:
        (change_set,) = turns.twin.catalog.marketplace.change_sets
        turns.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": change_set})

    turns.clock.waking = [cancel]
    run = turns.apply()
    (change_set,) = turns.twin.catalog.marketplace.change_sets
    message = f"change set {change_set} was cancelled"
    assert errors(run.outcomes[0]) == [("CANCELLED", message, "experience.a")]
    assert (turns.written(), run.remaining) == ({"StartChangeSet": 1}, ("experience.a",))


def test_a_failure_that_names_no_change_stops_everything_in_the_set(turns: Turns) -> None:
    """The set is FAILED without any ErrorDetailList: AWS's description is the reason."""
    turns.wish("{kind: experience, name: a, title: A}")
    turns.twin.reset(world(durations={"preparing": 5}))

    def fail() -> None:
        (change_set,) = turns.twin.catalog.marketplace.change_sets.values()
        change_set.fail("CLIENT_ERROR", turns.clock.seconds(), "Not like this.")

    turns.clock.waking = [fail]
    run = turns.apply()
    assert errors(run.outcomes[0]) == [("CLIENT_ERROR", "Not like this.", "experience.a")]
    assert turns.written() == {"StartChangeSet": 1}
