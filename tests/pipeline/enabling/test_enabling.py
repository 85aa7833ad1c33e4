"""A repository enables Private Marketplace and creates its experiences in one apply."""

import pytest

from reconciler.cli.codes import run_code
from reconciler.errors import ExitCode, Refused
from reconciler.model import Severity
from tests.trial import DELEGATE, MANAGEMENT, MEMBER, ORGANIZATION, Trial, experience, world

from .repository import (
    ADDRESS,
    ENABLED,
    EXPERIENCES,
    PRINCIPAL,
    accepting,
    administrators,
    calls,
    is_enabled,
    off,
    stated,
    told,
)

BOTH = f"{ENABLED}---{EXPERIENCES}"
STAYS = "Private Marketplace is not enabled, and private_marketplace.organization leaves it so"
LOSING = "max_accounts_losing_access"


def test_an_empty_organization_is_enabled_with_three_and_one_calls(trial: Trial) -> None:
    """Role, access, administrator and one change set with both experiences: the next plan is empty."""
    trial.twin.reset(off())
    trial.wish(BOTH)
    planning = trial.plan()
    assert [one.address.kind for one in planning.plan.changes] == ["private_marketplace", "experience", "experience"]
    assert calls(planning) == [
        ("op-1", "CreateServiceLinkedRole", ()),
        ("op-2", "EnableAWSServiceAccess", ("op-1",)),
        ("op-3", "StartChangeSet", ("op-2",)),
        ("op-4", "RegisterDelegatedAdministrator", ("op-2",)),
    ]
    trial.converge(again=True)
    assert trial.written() == {
        "CreateServiceLinkedRole": 1,
        "EnableAWSServiceAccess": 1,
        "RegisterDelegatedAdministrator": 1,
        "StartChangeSet": 1,
    }
    assert (is_enabled(trial), administrators(trial)) == (True, [DELEGATE])
    assert trial.named("Base").principals == {ORGANIZATION}


def test_the_plan_says_that_it_took_nothing_to_be_there(trial: Trial) -> None:
    """What AWS has cannot be asked before Private Marketplace is enabled, and the plan says so."""
    trial.twin.reset(off())
    trial.wish(BOTH)
    made = trial.plan().plan
    message = "Private Marketplace is not enabled yet: the plan assumes that there are no experiences"
    assert ("enabled-first", message) in told(made, Severity.NOTE)
    (change,) = (one for one in made.changes if str(one.address) == ADDRESS)
    assert [(one.path, getattr(one, "after", None)) for one in change.fields] == [
        ("service_linked_role", True),
        ("trusted_access", True),
        ("delegated_administrators.accounts", None),
    ]
    assert (change.action.value, change.remote_id) == ("update", ORGANIZATION)


def test_the_calls_that_enable_have_their_parameters(trial: Trial) -> None:
    """They name the service, and go to the management account (enablement 1.1)."""
    trial.twin.reset(off())
    trial.wish(ENABLED)
    found = [(one.account, one.service, one.parameters) for one in trial.plan().plan.operations]
    assert found == [
        (MANAGEMENT, "iam", {"AWSServiceName": PRINCIPAL}),
        (MANAGEMENT, "organizations", {"ServicePrincipal": PRINCIPAL}),
        (MANAGEMENT, "organizations", {"AccountId": DELEGATE, "ServicePrincipal": PRINCIPAL}),
    ]


def test_the_run_waits_until_private_marketplace_knows(trial: Trial) -> None:
    """AccessDenied of the first call to the catalogue is asked again; the pauses are those of the given clock."""
    trial.twin.reset(off(durations={"enabling": 20}))
    trial.wish(BOTH)
    trial.converge(again=True)
    assert 20 <= trial.clock.at < 60
    polled = [event["message"] for event in trial.events if event["event"] == "polling"]
    assert polled[0].startswith("Private Marketplace does not know yet that it is enabled: ")


def test_the_run_waits_for_a_minute_at_most(trial: Trial) -> None:
    """After it, what was to follow is not sent; a later run goes on from there."""
    trial.twin.reset(off(durations={"enabling": 600}))
    trial.wish(BOTH)
    run = trial.apply()
    assert [outcome.status.value for outcome in run.outcomes] == ["succeeded", "failed", "skipped", "skipped"]
    assert [error.code for error in run.outcomes[1].errors] == ["not-enabled-yet"]
    assert run_code(run.plan.as_json(), run.as_json()) is ExitCode.PARTIAL
    assert "StartChangeSet" not in trial.written()
    trial.clock.at += 600
    trial.converge(again=True)
    assert trial.written()["EnableAWSServiceAccess"] == 1


def test_experiences_of_an_earlier_time_stop_the_apply(trial: Trial) -> None:
    """An organization that had two experiences, one archived, is enabled again: nothing is created beside them."""
    there = experience("Base", policy={"requests": "Deny", "allow": ["prod-a"]}, principals=[])
    archived = experience("Old", status="Disabled", admin_status="Restricted")
    trial.twin.reset(off(there, archived))
    trial.wish(BOTH)
    run = trial.apply()
    assert [outcome.status.value for outcome in run.outcomes] == ["succeeded", "failed", "skipped", "skipped"]
    (error,) = run.outcomes[1].errors
    assert (error.code, error.message) == (
        "enabled-before",
        "it was enabled before: exp-base, exp-old are there; plan again",
    )
    assert run_code(run.plan.as_json(), run.as_json()) is ExitCode.PARTIAL
    assert is_enabled(trial)
    assert trial.written() == {"CreateServiceLinkedRole": 1, "EnableAWSServiceAccess": 1}
    trial.apply(accepting(trial, LOSING) if told(trial.plan().plan, Severity.REFUSED) else trial.plan())
    assert trial.plan().plan.operations == ()
    assert len(trial.twin.experiences()) == 3
    assert trial.named("Base").principals == {ORGANIZATION}


def test_one_archived_experience_stops_the_apply_as_well(trial: Trial) -> None:
    """An organization in which Private Marketplace was ended as a whole has nothing else left of it."""
    trial.twin.reset(off(experience("Old", status="Disabled", admin_status="Restricted")))
    trial.wish(BOTH)
    (error,) = trial.apply().outcomes[1].errors
    assert (error.code, error.message) == ("enabled-before", "it was enabled before: exp-old is there; plan again")
    assert "StartChangeSet" not in trial.written()


def test_a_missing_role_alone_is_created(trial: Trial) -> None:
    """Trusted access that was enabled by API has no role; the run waits after the role then."""
    trial.twin.reset(off(private_marketplace={"service_linked_role": False}))
    trial.wish(BOTH)
    assert calls(trial.plan())[0][1] == "CreateServiceLinkedRole"
    trial.converge(again=True)
    assert "EnableAWSServiceAccess" not in trial.written()


def test_a_missing_role_alone_hides_experiences_as_well(trial: Trial) -> None:
    """Nothing can be read without the role, so what AWS has is looked for once the role is there."""
    trial.twin.reset(off(experience("Old"), private_marketplace={"service_linked_role": False}))
    trial.wish(BOTH)
    run = trial.apply()
    (error,) = run.outcomes[0].errors
    assert (error.code, error.message) == ("enabled-before", "it was enabled before: exp-old is there; plan again")
    assert [outcome.status.value for outcome in run.outcomes[1:]] == ["skipped"] * len(run.outcomes[1:])
    assert trial.written() == {"CreateServiceLinkedRole": 1}


def test_a_role_without_trusted_access_is_not_waited_for(trial: Trial) -> None:
    """It enables nothing, so the Catalog API goes on denying."""
    trial.twin.reset(off())
    trial.wish(stated(trusted_access=False, service_linked_role=True))
    trial.converge(again=True)
    assert trial.clock.at < 1


def test_administrators_are_registered_one_after_the_other(trial: Trial) -> None:
    """Organizations refuses calls at the same time, so each waits for the one before."""
    trial.twin.reset(world(private_marketplace={}))
    trial.wish(stated(delegated_administrators=f'{{accounts: ["{DELEGATE}", "{MEMBER}"]}}'))
    assert calls(trial.plan()) == [
        ("op-1", "RegisterDelegatedAdministrator", ()),
        ("op-2", "RegisterDelegatedAdministrator", ("op-1",)),
    ]
    trial.converge(again=True)
    assert administrators(trial) == [DELEGATE, MEMBER]


def test_an_additive_list_takes_no_administrator_away(trial: Trial) -> None:
    """It is the default; an exclusive one deregisters who is not listed, once that is accepted."""
    trial.wish(stated(delegated_administrators=f'{{accounts: ["{MEMBER}"]}}'))
    trial.converge(again=True)
    assert administrators(trial) == [DELEGATE, MEMBER]
    trial.wish(stated(delegated_administrators=f'{{accounts: ["{MEMBER}"], mode: exclusive}}'))
    refused = [("trusted_access", f"{DELEGATE} would no longer administer Private Marketplace")]
    assert told(trial.plan().plan, Severity.REFUSED) == refused
    trial.apply(accepting(trial, "trusted_access"))
    assert administrators(trial) == [MEMBER]
    assert trial.plan().plan.operations == ()


def test_what_a_document_leaves_out_is_not_managed(trial: Trial) -> None:
    """A document about the administrators alone leaves access and role as they are; without it, nothing changes."""
    trial.twin.reset(world(private_marketplace={"delegated_administrators": [DELEGATE, MEMBER]}))
    trial.wish(stated(trusted_access=True))
    assert trial.plan().plan.changes == ()
    trial.wish("")
    assert trial.plan().plan.changes == ()


def test_a_part_without_the_enabling_document_is_refused(trial: Trial) -> None:
    """Experiences alone cannot be planned in an organization that has not enabled Private Marketplace."""
    trial.twin.reset(off())
    trial.wish(BOTH)
    with pytest.raises(Refused, match="Private Marketplace has no trusted access in o-abcdef1234"):
        trial.plan(select=("experience",))
    made = trial.plan(select=("private_marketplace",))
    assert [one.action for one in made.plan.operations][:2] == ["CreateServiceLinkedRole", "EnableAWSServiceAccess"]


def test_an_organization_that_stays_closed_says_what_it_did_not_plan(trial: Trial) -> None:
    """Nothing is reported as equal that was not compared."""
    trial.twin.reset(off())
    trial.wish(f"{stated(trusted_access=False)}---{EXPERIENCES}".replace("principals", "mode: observe, principals"))
    made = trial.plan().plan
    assert made.operations == ()
    assert told(made, Severity.WARNING) == [
        (
            "not-planned",
            f"experience.base, experience.finance are not planned: {STAYS}",
        )
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"trusted_access": True}, "role-missing"),
        ({"delegated_administrators": f'{{accounts: ["{DELEGATE}"]}}'}, "administrator-too-early"),
    ],
)
def test_what_aws_would_refuse_is_an_error(trial: Trial, fields: dict[str, object], code: str) -> None:
    """The plan has the error before anything is called."""
    trial.twin.reset(off())
    trial.wish(stated(**fields))
    made = trial.plan().plan
    assert [one[0] for one in told(made, Severity.ERROR)] == [code]
    assert made.operations == ()


def test_the_management_account_is_no_delegated_administrator(trial: Trial) -> None:
    """AWS refuses it with CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR (enablement 1.2)."""
    trial.wish(stated(delegated_administrators=f'{{accounts: ["{MANAGEMENT}"]}}'))
    assert [one[0] for one in told(trial.plan().plan, Severity.ERROR)] == ["administrator-is-management"]


def test_an_account_that_is_gone_is_left_out(trial: Trial) -> None:
    """AWS registers active accounts only (enablement 1.2); the others are registered."""
    accounts = '["999999999999", "444444444444", "333333333333"]'
    trial.wish(stated(delegated_administrators=f"{{accounts: {accounts}}}"))
    made = trial.plan().plan
    assert told(made, Severity.WARNING) == [
        ("administrator-gone", "444444444444 is closed"),
        ("administrator-gone", f"999999999999 does not exist in {ORGANIZATION}"),
    ]
    assert [one.parameters["AccountId"] for one in made.operations] == [MEMBER]


def test_a_delegated_administrator_only_observes(trial: Trial) -> None:
    """What it cannot see is not missing, and nothing of the document is carried out from there."""
    trial.account = DELEGATE
    trial.wish(stated(service_linked_role=True, delegated_administrators=f'{{accounts: ["{MEMBER}"]}}'))
    made = trial.plan().plan
    assert made.operations == ()
    assert told(made, Severity.NOTE) == [
        (
            "not-seen-from-here",
            f"whether the service-linked role exists is not seen from {DELEGATE}",
        ),
        (
            "only-observed",
            f"{ADDRESS} is only observed: the management account {MANAGEMENT} alone can change it",
        ),
        (
            "observed-difference",
            f"{ADDRESS} (mode: observe) differs from the repository in delegated_administrators.accounts",
        ),
    ]


def test_a_wish_that_a_delegated_administrator_sees_met_is_no_difference(trial: Trial) -> None:
    """An additive list stays additive where it is only observed."""
    trial.account = DELEGATE
    trial.twin.reset(world(private_marketplace={"delegated_administrators": [DELEGATE, MEMBER]}))
    trial.wish(stated(trusted_access=True, delegated_administrators=f'{{accounts: ["{MEMBER}"]}}'))
    assert [one[0] for one in told(trial.plan().plan, Severity.NOTE)] == ["only-observed"]


def test_a_plan_reads_of_enabling_only_what_a_document_is_about(trial: Trial) -> None:
    """Without a document, no list of administrators is read from the management account."""
    trial.wish(EXPERIENCES)
    trial.plan()
    assert "ListDelegatedAdministrators" not in trial.twin.calls.operations("organizations")


def test_a_foreign_edit_is_drift(trial: Trial) -> None:
    """Someone deregisters the administrator: the next plan registers it again."""
    trial.wish(ENABLED)
    trial.twin.reset(world(private_marketplace={}))
    assert [one.action for one in trial.plan().plan.operations] == ["RegisterDelegatedAdministrator"]
