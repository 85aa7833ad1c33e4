"""A change set that fails because of one change: the rest is sent again in one set, which the report names."""

import pytest

from reconciler.model import Status
from reconciler.render import report_lines
from tests.trial import FINANCE, Trial, experience, world

NO = "CLIENT_ERROR", "No."
THREE = """\
kind: experience
items:
  a: {title: A, status: disabled}
  b: {title: B, status: disabled}
  c: {title: C, status: disabled}
"""


def names(trial: Trial) -> list[str]:
    """Return the names of this run's change sets in AWS."""
    return [item.name for item in trial.twin.catalog.marketplace.change_sets.values()]


def three(trial: Trial) -> None:
    """Disable three experiences in one set."""
    trial.twin.reset(world(experience("A"), experience("B"), experience("C")))
    trial.wish(THREE)


def test_the_rest_is_one_set_that_is_named_after_its_operation(trial: Trial) -> None:
    """AWS and the report have the same name, with the parameters that were sent."""
    three(trial)
    trial.twin.faults.fail_change("UpdateExperience", *NO, experience="exp-b")
    run = trial.apply()
    digest = run.plan.digest.removeprefix("sha256:")[:12]
    assert names(trial) == [f"reconciler {digest} op-1 0123456", f"reconciler {digest} op-1.retry 0123456"]
    first, retry = trial.twin.catalog.marketplace.change_sets
    entities = {"A": "exp-a@1", "C": "exp-c@1"}
    retries: list[object] = [one.as_json() for one in run.outcomes[0].retries]
    assert retries == [
        {
            "operation": "op-1.retry",
            "status": "succeeded",
            "action": "StartChangeSet",
            "addresses": ["experience.a", "experience.c"],
            "created": None,
            "created_ids": {},
            "in_part": False,
            "change_set_id": retry,
            "request_id": run.outcomes[0].retries[0].request_id,
            "errors": [],
            "because": None,
            "parameters": {
                "Catalog": "AWSMarketplace",
                "ChangeSet": [
                    {
                        "ChangeType": "UpdateExperience",
                        "ChangeName": name,
                        "Entity": {"Type": "Experience@1.0", "Identifier": entity},
                        "DetailsDocument": {"Status": "Disabled"},
                    }
                    for name, entity in entities.items()
                ],
            },
        }
    ]
    assert (run.outcomes[0].status, run.outcomes[0].change_set_id) == (Status.FAILED, first)


def test_dependants_of_the_failed_change_are_left_out_of_the_retry(trial: Trial) -> None:
    """Enabling depends on the product list: neither is in the second set."""
    new = "{title: New, status: enabled, products: {allow: [prod-a]}}"
    trial.twin.reset(world(experience("A")))
    trial.wish(f"{{kind: experience, items: {{a: {{title: A, status: disabled}}, new: {new}}}}}")
    trial.twin.faults.fail_change("AllowProductProcurement", *NO)
    run = trial.apply()
    (retry,) = run.outcomes[0].retries
    assert retry.parameters is not None
    assert [change["ChangeType"] for change in retry.parameters["ChangeSet"]] == ["UpdateExperience"]
    assert [item.name for item in trial.twin.experiences().values()] == ["A"]


def test_a_retry_is_reported_by_addresses(trial: Trial) -> None:
    """The name by which the set refers to its creation is for AWS alone."""
    trial.twin.reset(world(experience("A")))
    new = f"{{title: New, principals: [{FINANCE}], products: {{allow: [prod-a]}}}}"
    trial.wish(f"{{kind: experience, items: {{a: {{title: A, status: disabled}}, new: {new}}}}}")
    trial.twin.faults.fail_change("UpdateExperience", *NO, experience="exp-a")
    run = trial.apply()
    (retry,) = run.outcomes[0].retries
    assert "$B.Entity.Identifier" in str(retry.parameters)
    told = [line for line in report_lines(run.as_json(), run.plan.as_json()) if " on " in line or "retry" in line]
    assert told == [
        f"  op-1.retry  succeeded    StartChangeSet {retry.change_set_id} experience.new",
        "      CreateExperience on experience.new",
        "      CreateProcurementPolicy on experience.new",
        "      AllowProductProcurement on experience.new: prod-a",
        f"      AssociateAudience on experience.new: {FINANCE} (Finance)",
    ]


@pytest.mark.parametrize("asynchronous", [True, False])
def test_an_error_of_a_creation_is_reported_by_its_address(trial: Trial, *, asynchronous: bool) -> None:
    """AWS may say `$A.Entity.Identifier`, as the set does, while there is no id."""
    trial.twin.reset(world())
    trial.wish("{kind: experience, name: new, title: New, products: {allow: [prod-a]}}")
    said = "$A.Entity.Identifier is no $Z.Entity.Identifier"
    if asynchronous:
        trial.twin.faults.fail_change("CreateProcurementPolicy", "INVALID_INPUT", said)
    else:
        trial.twin.faults.fail("StartChangeSet", "ValidationException", said, status=400)
    run = trial.apply()
    (error,) = run.outcomes[0].errors
    assert error.message == "experience.new is no $Z.Entity.Identifier"
    assert "$A" not in str([event["message"] for event in trial.events]) + str(run.outcomes[0].because)


def test_a_second_retry_has_a_number_and_each_set_its_own_errors(trial: Trial) -> None:
    """Two changes fail one after the other, so there are two retries."""
    three(trial)
    trial.twin.faults.fail_change("UpdateExperience", "FIRST", "No.", experience="exp-a")
    again = iter([("SECOND", "exp-b")])

    def fail_next(event: object) -> None:
        for code, entity in again if "retrying" in str(event) else ():
            trial.twin.faults.fail_change("UpdateExperience", code, "No.", experience=entity)

    trial.listener = fail_next
    (outcome,) = trial.apply().outcomes
    assert [(one.operation, one.status, [error.code for error in one.errors]) for one in outcome.retries] == [
        ("op-1.retry", "failed", ["SECOND"]),
        ("op-1.retry-2", "succeeded", []),
    ]
    assert [error.code for error in outcome.errors] == ["FIRST", "SECOND"]


def test_a_set_sent_again_unchanged_is_named_and_its_operation_succeeds(trial: Trial) -> None:
    """After SERVER_FAULT, the same changes are sent in a new set, which needs a name of its own."""
    three(trial)
    trial.twin.faults.server_fault()
    run = trial.converge()
    assert [(one.operation, one.status) for one in run.outcomes[0].retries] == [("op-1.retry", "succeeded")]


def test_a_set_that_aws_refuses_temporarily_is_no_retry(trial: Trial) -> None:
    """Throttling and locks start no set: the set that is accepted is that of the operation."""
    three(trial)
    planning = trial.plan()
    trial.twin.faults.throttle("StartChangeSet", times=2)
    trial.twin.faults.fail("StartChangeSet", "ResourceInUseException", "Locked", status=423)
    run = trial.apply(planning)
    assert run.outcomes[0].retries == ()
    assert [name.split()[2] for name in names(trial)] == ["op-1"]


def test_a_move_is_left_out_when_its_target_fails(trial: Trial) -> None:
    """The second half depends on the products of the target, so the first half is not sent either."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New"), experience("Other")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, other: {{title: Other, status: disabled}}, "
        f"new: {{title: New, principals: [{FINANCE}], products: {{allow: [prod-a]}}}}}}}}"
    )
    trial.twin.faults.fail_change("AllowProductProcurement", *NO)
    run = trial.apply()
    changes = [one for retry in run.outcomes[0].retries for one in (retry.parameters or {})["ChangeSet"]]
    assert [(change["ChangeType"], change["Entity"]["Identifier"]) for change in changes] == [
        ("UpdateExperience", "exp-other@1")
    ]


LOGO = "https://x.invalid/a.png"
"""A logo that the twin cannot fetch; like AWS, it fetches logos."""


def sent(trial: Trial) -> list[list[str]]:
    """Return the change types of each set that was started."""
    sets = trial.twin.catalog.marketplace.change_sets.values()
    return [[change.type for change in item.changes] for item in sets]


def test_a_change_that_fails_holds_up_nothing_else_of_its_experience(trial: Trial) -> None:
    """A logo is refused: description and products are sent without it, and each later run sends only the logo."""
    trial.twin.reset(world(experience("A")))
    looks = f"branding: {{logo_url: '{LOGO}'}}"
    trial.wish(f"{{kind: experience, name: a, title: A, description: D, products: {{allow: [prod-a]}}, {looks}}}")
    run = trial.apply()
    found = trial.twin.experiences()["exp-a"]
    assert (found.description, set(found.allow), found.branding) == ("D", {"prod-a"}, None)
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SKIPPED]
    why = "experience.a: INVALID_URL: Image could not be fetched from the input URL"
    assert [outcome.because for outcome in run.outcomes] == [why, why]
    trial.twin.catalog.marketplace.change_sets.clear()
    assert trial.apply().remaining == ("experience.a",)
    assert sent(trial) == [["CreateBrandingSettings"]]


def test_a_change_that_fails_holds_up_no_move_that_does_not_depend_on_it(trial: Trial) -> None:
    """A refused logo of the source does not affect the target."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: [], branding: {{logo_url: '{LOGO}'}}}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    run = trial.apply()
    assert set(trial.named("New").principals) == {FINANCE}
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SUCCEEDED, Status.SKIPPED]
    assert run.remaining == ("experience.old",)


def test_indirect_dependants_of_the_failed_change_are_left_out(trial: Trial) -> None:
    """Enabling waits for the products, and disabling the old cover waits for the new one; the rest is sent."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New", status="Disabled")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, description: Less, principals: []}}, "
        f"new: {{title: New, user_requests: allow, status: enabled, principals: [{FINANCE}], "
        "products: {allow: [prod-a]}}}}"
    )
    trial.twin.faults.fail_change("AllowProductProcurement", *NO)
    run = trial.apply()
    old, new = trial.named("Old"), trial.named("New")
    assert (old.description, set(old.principals)) == ("Less", {FINANCE})
    assert (new.requests, new.status, set(new.allow), set(new.principals)) == ("Allow", "Disabled", set(), set())
    assert str(run.outcomes[0].because).startswith("experience.new: CLIENT_ERROR: No.; experience.old: ")
    trial.converge(again=True)


def test_a_set_that_aws_failed_to_carry_out_says_so_in_the_report(trial: Trial) -> None:
    """Each retry has the reason for the next one."""
    three(trial)
    trial.twin.faults.server_fault(times=2)
    (outcome,) = trial.converge().outcomes
    assert [(one.status, one.because) for one in outcome.retries] == [
        (Status.FAILED, "SERVER_FAULT: Change set could not be applied."),
        (Status.SUCCEEDED, None),
    ]
