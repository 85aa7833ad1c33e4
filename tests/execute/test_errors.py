"""An error of AWS is reported at the object that caused it and does not stop other objects."""

from reconciler.model import Status
from tests.trial import ADS, FINANCE, MEMBER, Trial, errors, experience, world

THREE = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}, c: {title: C}}}"
NO = ("CLIENT_ERROR", "No.")


def test_one_failing_experience_does_not_stop_the_others_of_its_set(trial: Trial) -> None:
    """AWS fails the whole set; the changes that it does not blame are sent again at once in a second set."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.twin.faults.fail_change("UpdateExperience", *NO, experience="exp-a")
    trial.wish(THREE)
    run = trial.apply()
    (outcome,) = run.outcomes
    assert (outcome.status, errors(outcome)) == (Status.FAILED, [(*NO, "experience.a")])
    assert outcome.because == "experience.a: CLIENT_ERROR: No."
    assert trial.twin.experiences()["exp-b"].status == "Disabled"
    assert trial.named("C").status == "Disabled"
    assert (trial.written(), run.remaining) == ({"StartChangeSet": 2}, ("experience.a",))


def test_errors_of_several_changes_are_reported_of_their_own_experiences(trial: Trial) -> None:
    """Every entry of every ErrorDetailList is reported at the address that sent the change."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.twin.faults.fail_change("UpdateExperience", "INVALID_A", "No a.", experience="exp-a")
    trial.twin.faults.fail_change("UpdateExperience", "INVALID_B", "No b.", experience="exp-b")
    trial.wish(THREE)
    run = trial.apply()
    assert errors(run.outcomes[0]) == [
        ("INVALID_A", "No a.", "experience.a"),
        ("INVALID_B", "No b.", "experience.b"),
    ]
    assert run.remaining == ("experience.a", "experience.b")


def test_a_real_refusal_names_the_principal_that_is_held_elsewhere(trial: Trial) -> None:
    """Another user associates the principal between plan and apply: the report has AWS's message."""
    trial.twin.reset(world(experience("A"), experience("B"), experience("Theirs")))
    trial.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}}, b: {{title: B, status: disabled}}}}}}"
    )
    planning = trial.plan()
    entity = {"Type": "Experience@1.0", "Identifier": "exp-theirs"}
    details = {"Principals": [FINANCE]}
    trial.twin.edit({"ChangeType": "AssociateAudience", "Entity": entity, "DetailsDocument": details})
    run = trial.apply(planning)
    message = (
        f"An experience is already associated with the account {FINANCE}. "
        "Disassociate previous experience before updating"
    )
    assert errors(run.outcomes[0]) == [("ENTITY_ALREADY_EXISTS", message, "experience.a")]
    assert trial.twin.experiences()["exp-b"].status == "Disabled"


def test_operations_that_wait_for_a_failed_one_are_skipped_with_a_reason(trial: Trial) -> None:
    """The second part of a list is not sent when the first part failed; the set of the other experience is sent."""
    trial.twin.reset(world(experience("A"), experience("B")))
    ids = ", ".join(f"prod-{number}" for number in range(60))
    trial.wish(f"{{kind: experience, items: {{a: {{title: A, products: {{allow: [{ids}]}}}}, "
               f"b: {{title: B, products: {{allow: [{ids}]}}}}}}}}")  # fmt: skip
    trial.twin.faults.fail_change("AllowProductProcurement", *NO, experience="exp-a", times=99)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.FAILED]
    assert run.outcomes[1].because == "experience.a: CLIENT_ERROR: No."
    assert errors(run.outcomes[1]) == []
    assert len(trial.twin.experiences()["exp-a"].allow) == 0
    assert len(trial.twin.experiences()["exp-b"].allow) == 60


def test_an_operation_of_which_nothing_was_sent_is_skipped(trial: Trial) -> None:
    """An operation is skipped when AWS was not asked because an earlier operation failed."""
    trial.twin.reset(world(experience("A", principals=[MEMBER])))
    trial.wish("{kind: experience, name: a, title: A, status: archived, principals: []}")
    trial.twin.faults.fail_change("DisassociateAudience", *NO)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SKIPPED]
    assert run.outcomes[1].change_set_id is None
    assert trial.written() == {"StartChangeSet": 1}
    assert [(event["event"], event["message"]) for event in trial.events[-2:]] == [
        ("failed", "experience.a: CLIENT_ERROR: No."),
        ("skipped", "experience.a: CLIENT_ERROR: No."),
    ]


def test_a_set_that_is_refused_as_a_whole_is_tried_object_by_object(trial: Trial) -> None:
    """A 422 names no change, so each experience of the set is sent alone, and only the one at fault fails."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(THREE)
    planning = trial.plan()
    trial.twin.faults.fail("StartChangeSet", "ValidationException", "Something is wrong", status=422, times=2)
    run = trial.apply(planning)
    (outcome,) = run.outcomes
    assert errors(outcome) == [("ValidationException", "Something is wrong", "experience.a")]
    assert (trial.twin.experiences()["exp-b"].status, trial.named("C").status) == ("Disabled", "Disabled")
    assert (trial.written(), run.remaining) == ({"StartChangeSet": 4}, ("experience.a",))


def test_a_missing_permission_is_reported_once_for_the_whole_set(trial: Trial) -> None:
    """AccessDenied fails the whole set, with the permission to allow and its principal."""
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}}}")
    trial.twin.faults.deny("StartChangeSet")
    run = trial.apply()
    (outcome,) = run.outcomes
    ((code, message, address),) = errors(outcome)
    assert (outcome.status, code, address) == (Status.FAILED, "AccessDeniedException", None)
    assert message.endswith("(allow aws-marketplace:StartChangeSet to profile buyer)")
    assert outcome.because == f"experience.a: {message}; experience.b: {message}"
    assert (trial.written(), run.remaining) == ({"StartChangeSet": 1}, ("experience.a", "experience.b"))


def test_a_refused_tag_is_reported_of_its_experience(trial: Trial) -> None:
    """Tags are a call of their own, after all other changes of the experience."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled, tags: {team: new}}")
    trial.twin.faults.deny("TagResource")
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.FAILED]
    assert [address for _, _, address in errors(run.outcomes[1])] == ["experience.a"]
    assert run.remaining == ("experience.a",)


def test_a_set_that_a_user_cancels_is_not_sent_again(trial: Trial) -> None:
    """Cancelling is a decision of a user: the operation fails and says so."""
    trial.twin.reset(world(durations={"preparing": 60}))
    trial.wish(f"{{kind: experience, name: a, title: A, principals: [{ADS}]}}")

    def cancel() -> None:
        (change_set,) = trial.twin.catalog.marketplace.change_sets
        trial.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": change_set})

    trial.clock.waking = [cancel]
    run = trial.apply()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    message = f"change set {change_set} was cancelled"
    assert errors(run.outcomes[0]) == [("CANCELLED", message, "experience.a")]
    assert (trial.written(), run.remaining) == ({"StartChangeSet": 1}, ("experience.a",))


def test_a_failure_that_names_no_change_stops_everything_in_the_set(trial: Trial) -> None:
    """The set is FAILED without any ErrorDetailList: AWS's description is the reason."""
    trial.wish("{kind: experience, name: a, title: A}")
    trial.twin.reset(world(durations={"preparing": 5}))

    def fail() -> None:
        (change_set,) = trial.twin.catalog.marketplace.change_sets.values()
        change_set.fail("CLIENT_ERROR", trial.clock.seconds(), "Not like this.")

    trial.clock.waking = [fail]
    run = trial.apply()
    assert errors(run.outcomes[0]) == [("CLIENT_ERROR", "Not like this.", "experience.a")]
    assert trial.written() == {"StartChangeSet": 1}
