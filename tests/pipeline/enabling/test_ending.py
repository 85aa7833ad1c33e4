"""Ending Private Marketplace: what it takes away is counted, refused, and carried out in a safe order."""

import pytest

from reconciler.model import Severity
from tests.trial import ADS, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Trial, experience, world

from .repository import ADDRESS, EXPERIENCES, accepting, administrators, calls, is_enabled, stated, told

BASE = experience("Base", policy={"requests": "Deny", "allow": ["prod-a"]}, principals=[ORGANIZATION])
FINANCES = experience("Finance", policy={"requests": "Deny", "allow": ["prod-b"]}, principals=[FINANCE])
ALL = stated(
    trusted_access=False, service_linked_role=False, delegated_administrators="{accounts: [], mode: exclusive}"
)
EMPTIES = "ends Private Marketplace, which empties every audience"
EVERYBODY = "111111111111 (Management), 222222222222 (Procurement), 333333333333 (Reporting), 555555555555 (Ads)"
ENDS = (
    "trusted access would end, which disassociates every audience and leaves 4 governed accounts of it ungoverned; "
    "enabling it again does not bring the audiences back"
)


@pytest.fixture
def governed(trial: Trial) -> Trial:
    """An organization in which two experiences govern every account."""
    trial.twin.reset(world(BASE, FINANCES))
    return trial


def test_disabling_trusted_access_counts_every_governed_account(governed: Trial) -> None:
    """All four open accounts become ungoverned, in the impact and in both rules."""
    governed.wish(stated(trusted_access=False))
    made = governed.plan().plan
    assert [one.action for one in made.operations] == ["DisableAWSServiceAccess"]
    assert sorted(made.impact.ungoverned) == [MANAGEMENT, DELEGATE, MEMBER, ADS]
    assert told(made, Severity.REFUSED) == [
        (
            "ungoverned",
            f"4 accounts become ungoverned and can buy every product: {EVERYBODY}",
        ),
        (
            "trusted_access",
            ENDS,
        ),
    ]


def test_the_world_after_has_no_audience(governed: Trial) -> None:
    """Views show each experience without principals, and each account without experience."""
    governed.wish(stated(trusted_access=False))
    found = governed.plan().plan.world
    states = [(one["before"], one["after"]) for one in found["experiences"] or ()]
    assert [before["principals"] for before, _ in states if before] == [[ORGANIZATION], [FINANCE]]
    assert [after["principals"] for _, after in states if after] == [[], []]
    assert {one["after"] for one in found["accounts"] or ()} == {None}


def test_an_accepted_ending_is_carried_out(governed: Trial) -> None:
    """The audiences are gone, the experiences stay, and the next plan is empty."""
    governed.wish(stated(trusted_access=False))
    run = governed.apply(accepting(governed, "trusted_access", "ungoverned"))
    assert (run.converged, run.remaining) == (True, ())
    assert [sorted(one.principals) for one in governed.twin.experiences().values()] == [[], []]
    assert governed.plan().plan.changes == ()
    assert governed.written() == {"DisableAWSServiceAccess": 1}


def test_everything_ends_in_the_safe_order(governed: Trial) -> None:
    """Administrators first, then trusted access, then the role (enablement 2)."""
    governed.wish(ALL)
    planning = accepting(governed, "trusted_access", "ungoverned")
    assert calls(planning) == [
        ("op-1", "DeregisterDelegatedAdministrator", ()),
        ("op-2", "DisableAWSServiceAccess", ("op-1",)),
        ("op-3", "DeleteServiceLinkedRole", ("op-2",)),
    ]
    run = governed.apply(planning)
    assert (run.converged, [one.status.value for one in run.outcomes]) == (True, ["succeeded"] * 3)
    assert (is_enabled(governed), administrators(governed)) == (False, [])


def test_each_ending_is_told_by_the_rule(governed: Trial) -> None:
    """One acceptance is for one plan, which says everything that it takes away."""
    governed.wish(ALL)
    refused = [text for code, text in told(governed.plan().plan, Severity.REFUSED) if code == "trusted_access"]
    assert refused == [
        f"{DELEGATE} (Procurement) would no longer administer Private Marketplace",
        ENDS,
        "the service-linked role would be deleted, without which Private Marketplace takes no change",
    ]


def test_the_run_waits_until_the_role_is_deleted(governed: Trial) -> None:
    """IAM deletes a role by a task (enablement 2)."""
    governed.twin.reset(world(private_marketplace={"trusted_access": False}, durations={"deleting": 10}))
    governed.wish(stated(service_linked_role=False))
    run = governed.apply(accepting(governed, "trusted_access"))
    assert (run.converged, run.outcomes[0].status.value) == (True, "succeeded")
    assert governed.clock.at >= 10


def test_a_role_that_iam_does_not_delete_is_told(governed: Trial) -> None:
    """The reason is IAM's; trusted access that was enabled again meanwhile keeps the role."""
    governed.twin.reset(world(private_marketplace={"trusted_access": False}))
    governed.wish(stated(service_linked_role=False))
    planning = accepting(governed, "trusted_access")
    governed.twin.reset(world(private_marketplace={}))
    run = governed.apply(planning)
    assert [(one.code, one.message) for one in run.outcomes[0].errors] == [
        ("FAILED", "IAM says that the deletion of the role is FAILED: trusted access is enabled")
    ]
    assert run.converged is False


def test_documents_of_experiences_are_not_planned_beside_the_ending(governed: Trial) -> None:
    """They would associate their principals again; the plan names them."""
    governed.wish(f"{stated(trusted_access=False)}---{EXPERIENCES}")
    made = governed.plan().plan
    assert [str(one.address) for one in made.changes] == [ADDRESS]
    assert told(made, Severity.WARNING) == [
        (
            "not-planned",
            f"experience.base, experience.finance are not planned: {ADDRESS} {EMPTIES}",
        )
    ]


def test_without_removals_nothing_ends(governed: Trial) -> None:
    """`--no-removals` leaves every ending out and says so; experiences are planned as ever."""
    governed.wish(f"{ALL}---{EXPERIENCES}")
    made = governed.plan(no_removals=True).plan
    assert ADDRESS not in [str(one.address) for one in made.changes]
    left_out = f"this plan leaves out changes of {ADDRESS} in service_linked_role, trusted_access, "
    assert ("left-out", f"{left_out}delegated_administrators.accounts") in told(made, Severity.NOTE)
    assert [code for code, _ in told(made, Severity.WARNING)] == []


def test_a_protected_private_marketplace_does_not_end(governed: Trial) -> None:
    """No option accepts it."""
    governed.settings(f"guards: {{protected: [{ADDRESS}]}}\n")
    governed.wish(stated(trusted_access=False))
    assert ("protected", f"{ADDRESS} is protected and would be disabled") in told(
        governed.plan().plan, Severity.REFUSED
    )


def test_the_role_stays_while_trusted_access_does(governed: Trial) -> None:
    """IAM would refuse to delete it, so the plan has an error."""
    governed.wish(stated(service_linked_role=False))
    assert [code for code, _ in told(governed.plan().plan, Severity.ERROR)] == ["role-in-use"]


def test_losses_that_cannot_be_read_are_said(governed: Trial) -> None:
    """Without the role, nothing is read of experiences, and ending trusted access still empties them."""
    governed.twin.reset(world(BASE, private_marketplace={"service_linked_role": False}))
    governed.wish(stated(trusted_access=False))
    assert [code for code, _ in told(governed.plan().plan, Severity.WARNING)] == ["losses-not-known"]


def test_enabling_again_does_not_bring_audiences_back(governed: Trial) -> None:
    """After the ending, documents associate the principals again, in an apply of their own."""
    governed.wish(stated(trusted_access=False))
    governed.apply(accepting(governed, "trusted_access", "ungoverned"))
    governed.wish(f"{stated(trusted_access=True)}---{EXPERIENCES}")
    run = governed.apply()
    assert [error.code for error in run.outcomes[0].errors] == ["enabled-before"]
    assert [sorted(one.principals) for one in governed.twin.experiences().values()] == [[], []]
    governed.converge(again=True)
    assert [sorted(one.principals) for one in governed.twin.experiences().values()] == [[ORGANIZATION], [FINANCE]]
