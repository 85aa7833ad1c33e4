"""After SERVER_FAULT it is unknown which changes were applied, so AWS is read and only missing changes are sent."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Status
from tests.trial import DELEGATE, FINANCE, ORGANIZATION, Trial, errors, experience, world

NEW = f"""
{{kind: experience, name: new, title: New, description: Fresh, status: enabled, user_requests: deny,
 principals: [{FINANCE}], products: {{allow: [prod-a], deny: [prod-d]}},
 branding: {{title: New, logo_url: https://example.com/logo.png}}}}
"""
IN_ORDER = [
    "CreateExperience", "CreateProcurementPolicy", "CreateBrandingSettings", "DenyProductProcurement",
    "AllowProductProcurement", "AssociateAudience", "UpdateExperience",
]  # fmt: skip


def sent(trial: Trial) -> list[list[str]]:
    """Return the change types of each set that was started."""
    return [
        sorted((change.type for change in item.changes), key=IN_ORDER.index)
        for item in trial.twin.catalog.marketplace.change_sets.values()
    ]


@pytest.mark.parametrize("applied", range(len(IN_ORDER) + 1))
def test_a_creation_that_broke_down_is_completed_and_never_made_twice(trial: Trial, applied: int) -> None:
    """However many changes took effect, only the rest is sent, to the experience that exists."""
    trial.twin.faults.server_fault(applied=applied)
    trial.wish(NEW)
    trial.converge()
    found = trial.named("New")
    assert len(trial.twin.experiences()) == 1
    assert (found.status, found.requests, set(found.principals)) == ("Enabled", "Deny", {FINANCE})
    assert (set(found.allow), set(found.deny)) == ({"prod-a"}, {"prod-d"})
    assert sent(trial) == [IN_ORDER, *([IN_ORDER[applied:]] if applied < len(IN_ORDER) else [])]


def test_a_set_that_was_applied_wholly_is_a_success(trial: Trial) -> None:
    """The operation succeeds whatever AWS reported, and the operations after it are sent."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE])))
    trial.twin.faults.server_fault(applied=2)
    trial.wish("{kind: experience, name: old, title: Old, status: archived, principals: []}")
    run = trial.converge()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.SUCCEEDED]
    assert trial.written() == {"StartChangeSet": 2}


@pytest.mark.parametrize("applied", range(4))
def test_each_experience_of_a_failed_set_is_compared_on_its_own(trial: Trial, applied: int) -> None:
    """Changes that took effect are not sent again."""
    trial.twin.reset(world(experience("A"), experience("B", policy={"allow": ["prod-b"]}), experience("C")))
    trial.twin.faults.server_fault(applied=applied)
    trial.wish(
        f"""
        {{kind: experience, items: {{a: {{title: A, status: disabled}}, b: {{title: B, products: {{allow: []}}}},
                                     c: {{title: C, principals: [{ORGANIZATION}]}}}}}}
        """
    )
    trial.converge()
    order = ["DenyProductProcurement", "AssociateAudience", "UpdateExperience"]
    assert sent_again(trial, order) == [order, *([order[applied:]] if applied < 3 else [])]


def sent_again(trial: Trial, order: list[str]) -> list[list[str]]:
    """Fail a set and return the change types of each set that was started, with entities in *order*."""
    sets = trial.twin.catalog.marketplace.change_sets.values()
    return [sorted((change.type for change in item.changes), key=order.index) for item in sets]


def test_a_logo_is_always_sent_again(trial: Trial) -> None:
    """AWS returns its own copy, so whether the logo arrived is unknown; sending it twice does no harm."""
    trial.twin.reset(world(experience("A", branding={"Title": "A", "LogoUrl": "https://example.com/old.png"})))
    trial.twin.faults.server_fault(applied=0)
    trial.wish("{kind: experience, name: a, title: A, branding: {logo_url: https://example.com/logo.png}}")
    trial.converge()
    logo = (trial.twin.experiences()["exp-a"].branding or {})["LogoUrl"]
    assert logo.startswith("https://logos.example.com/")
    assert trial.written() == {"StartChangeSet": 2, "TagResource": 1}


def test_a_service_that_keeps_failing_is_given_up(trial: Trial) -> None:
    """After three repetitions the operation fails and its dependants are skipped."""
    trial.twin.reset(world(experience("Old")))
    trial.twin.faults.server_fault(times=4)
    trial.wish("{kind: experience, name: old, title: Old, status: archived}")
    run = trial.apply()
    why = "Change set could not be applied. (4 times)"
    assert errors(run.outcomes[0]) == [("SERVER_FAULT", why, "experience.old")]
    assert (run.outcomes[1].status, run.outcomes[1].because) == (Status.SKIPPED, f"experience.old: {why}")
    assert (trial.written(), run.remaining) == ({"StartChangeSet": 4}, ("experience.old",))


def test_of_two_new_experiences_of_one_title_neither_is_changed(trial: Trial) -> None:
    """Another user creates an experience of the same title while the set of this run fails."""
    trial.twin.reset(world(durations={"applying": 10}))
    trial.twin.faults.server_fault(applied=1)
    trial.wish(NEW)
    entity = {"Type": "Experience@1.0"}
    trial.clock.waking = [
        lambda: trial.twin.edit(
            {"ChangeType": "CreateExperience", "Entity": entity, "DetailsDocument": {"Name": "New"}}
        )
    ]
    run = trial.apply()
    both = ", ".join(sorted(trial.twin.experiences()))
    message = f"created, but {both} have its title: write the id of the right one into its document"
    assert errors(run.outcomes[0]) == [("appeared", message, "experience.new")]
    assert trial.written() == {"StartChangeSet": 1}
    assert [problem.code for problem in run.problems] == ["ambiguous-title"]


def test_a_fault_in_a_later_set_repeats_only_that_set(trial: Trial) -> None:
    """The set of the second part of a long list fails: only the second part is sent again."""
    ids = [f"prod-{number:03}" for number in range(100)]
    trial.wish(f"{{kind: experience, name: long, title: Long, products: {{allow: [{', '.join(ids)}]}}}}")
    faults = trial.twin.faults
    trial.listener = lambda event: (
        faults.server_fault() if (event["event"], event["done"]) == ("succeeded", 1) else None
    )
    trial.converge()
    assert trial.named("Long").allow == set(ids)
    assert trial.written() == {"StartChangeSet": 3}


def test_the_effect_of_a_set_is_read_before_it_is_given_up(trial: Trial) -> None:
    """The fourth failure disassociated a principal after all, so the principal arrives as planned."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("New")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, "
        f"new: {{title: New, principals: [{FINANCE}]}}}}}}"
    )
    trial.twin.faults.server_fault(times=3)
    trial.twin.faults.server_fault(applied=1)
    run = trial.converge()
    assert set(trial.named("New").principals) == {FINANCE}
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.SUCCEEDED]


def test_a_set_that_is_half_applied_leaves_no_account_ungoverned(trial: Trial) -> None:
    """The organization arrives in a set before the set in which account and unit leave, which the user interrupts."""
    trial.twin.reset(world(experience("C", principals=[DELEGATE]), experience("D", principals=[FINANCE])))
    trial.wish(
        f"{{kind: experience, items: {{c: {{title: C, principals: [{ORGANIZATION}]}}, "
        "d: {title: D, principals: []}}}"
    )

    def interrupt(event: Mapping[str, Any]) -> None:
        if (event["event"], event["done"]) == ("succeeded", 1):
            trial.twin.faults.server_fault(applied=1)
        if event["event"] == "retrying":
            raise KeyboardInterrupt

    trial.listener = interrupt
    run = trial.apply()
    assert {one.name: set(one.principals) for one in trial.twin.experiences().values()} == {
        "C": {ORGANIZATION},
        "D": {FINANCE},
    }
    assert run.exposed == ()
    *_, change_set = trial.twin.catalog.marketplace.change_sets
    assert run.outcomes[1].because == f"interrupted; change set {change_set} did not succeed"
