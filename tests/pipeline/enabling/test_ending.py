"""Ending Private Marketplace: what it takes away is counted, refused, and carried out in a safe order."""

from datetime import date

import pytest

from reconciler.kinds import all_kinds
from reconciler.model import Severity
from reconciler.pipeline import load
from tests.trial import ADS, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Trial, experience, world

from .repository import ADDRESS, EXPERIENCES, accepting, administrators, calls, is_enabled, stated, told

BASE = experience("Base", policy={"requests": "Deny", "allow": ["prod-a"]}, principals=[ORGANIZATION])
FINANCES = experience("Finance", policy={"requests": "Deny", "allow": ["prod-b"]}, principals=[FINANCE])
ALL = stated(
    trusted_access=False,
    service_linked_role=False,
    delegated_administrators="{accounts: [], mode: exclusive}",
)
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
        ("FAILED", "IAM says that the deletion of the role is FAILED: trusted access is enabled"),
    ]
    assert run.converged is False


STAYS = f"Private Marketplace is not enabled, and {ADDRESS} leaves it so"
ARCHIVED = """
kind: experience
items:
  base: {title: Base, status: archived, principals: []}
  finance: {title: Finance, status: archived, principals: []}
"""


def test_experiences_are_archived_before_everything_else_ends(governed: Trial) -> None:
    """One apply ends all of it; what can be taken back comes first (enablement 2)."""
    governed.wish(f"{ALL}---{ARCHIVED}")
    planning = accepting(governed, "trusted_access", "ungoverned")
    assert calls(planning) == [
        ("op-1", "StartChangeSet", ()),
        ("op-2", "StartChangeSet", ("op-1",)),
        ("op-3", "DeregisterDelegatedAdministrator", ("op-2",)),
        ("op-4", "DisableAWSServiceAccess", ("op-3",)),
        ("op-5", "DeleteServiceLinkedRole", ("op-4",)),
    ]
    run = governed.apply(planning)
    assert (run.converged, [one.status.value for one in run.outcomes]) == (True, ["succeeded"] * 5)
    assert [one.archived for one in governed.twin.experiences().values()] == [True, True]
    assert (is_enabled(governed), administrators(governed)) == (False, [])
    after = governed.plan().plan
    assert (after.changes, after.operations) == ((), ())
    assert told(after, Severity.WARNING) == [
        (
            "not-planned",
            f"experience.base, experience.finance are not planned: {STAYS}",
        ),
    ]


def test_what_cannot_be_archived_keeps_the_rest_from_ending(governed: Trial) -> None:
    """A change set that fails leaves trusted access, the administrators and the role as they are."""
    governed.wish(f"{ALL}---{ARCHIVED}")
    planning = accepting(governed, "trusted_access", "ungoverned")
    governed.twin.faults.deny("StartChangeSet")
    run = governed.apply(planning)
    assert [one.status.value for one in run.outcomes] == ["failed", *["skipped"] * 4]
    assert (is_enabled(governed), administrators(governed)) == (True, [DELEGATE])


def test_an_experience_without_stated_principals_changes_before_the_end(governed: Trial) -> None:
    """Its document says nothing of its audience, so nothing contradicts the ending."""
    governed.wish(
        f"{stated(trusted_access=False)}---\n{{kind: experience, name: base, title: Base, status: disabled}}\n",
    )
    planning = accepting(governed, "trusted_access", "ungoverned")
    assert calls(planning) == [("op-1", "StartChangeSet", ()), ("op-2", "DisableAWSServiceAccess", ("op-1",))]
    assert governed.apply(planning).converged
    assert governed.plan().plan.operations == ()


def test_principals_that_a_document_states_contradict_the_ending(governed: Trial) -> None:
    """Each document is an error with its place and with that of the ending; nothing is planned."""
    governed.wish(f"{stated(trusted_access=False)}---{EXPERIENCES}")
    governed.wish(
        f"{{kind: experience, name: seen, title: Seen, mode: observe, principals: ['{MEMBER}']}}",
        "seen.yaml",
    )
    governed.settings()
    found = load(governed.folder / "reconciler.yaml", all_kinds(), today=date(2026, 11, 22)).errors
    ends = f"states principals, and {ADDRESS} disables trusted access, which disassociates every principal"
    assert [(one.code, one.message) for one in found] == [
        ("emptied-by-ending", f"experience.base {ends}"),
        ("emptied-by-ending", f"experience.finance {ends}"),
    ]
    assert [one.source.rpartition("/")[2] for one in found] == ["wish.yaml:7:52", "wish.yaml:8:58"]
    assert "or leave trusted_access: false out of private_marketplace.organization (" in found[0].hint


CHANGED = """
kind: experience
items:
  base: {title: Base, products: {allow: [prod-a, prod-c]}}
  finance: {title: Finance}
"""


def test_without_removals_nothing_ends(governed: Trial) -> None:
    """`--no-removals` leaves every ending out and says so; experiences are planned as usual."""
    governed.wish(f"{ALL}---\n{CHANGED}")
    made = governed.plan(no_removals=True).plan
    assert [str(one.address) for one in made.changes] == ["experience.base"]
    left_out = f"this plan leaves out changes of {ADDRESS} in service_linked_role, trusted_access, "
    assert ("left-out", f"{left_out}delegated_administrators.accounts") in told(made, Severity.NOTE)
    assert [code for code, _ in told(made, Severity.WARNING)] == []


def test_a_protected_private_marketplace_does_not_end(governed: Trial) -> None:
    """No option accepts it."""
    governed.settings(f"guards: {{protected: [{ADDRESS}]}}\n")
    governed.wish(stated(trusted_access=False))
    assert ("protected", f"{ADDRESS} is protected and would be disabled") in told(
        governed.plan().plan,
        Severity.REFUSED,
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
