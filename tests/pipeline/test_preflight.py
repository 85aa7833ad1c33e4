"""A plan only reads, in the account and organization of the settings, with sufficient rights."""

import pytest

from reconciler.errors import Refused, Unreadable
from tests.trial import DELEGATE, MANAGEMENT, MEMBER, Trial, clients, errors, experience, world
from tests.verbs import tag

WISH = "{kind: experience, name: a, title: A, status: enabled, tags: {team: new}, products: {allow: [prod-a]}}"


def test_planning_makes_no_call_that_writes(trial: Trial) -> None:
    """Whatever there is to change, the twin gets only List, Describe and Get calls."""
    trial.twin.reset(world(experience("A")))
    trial.wish(WISH)
    assert len(trial.plan().plan.operations) == 2
    assert {call.operation for call in trial.twin.calls} == {
        "GetCallerIdentity", "DescribeOrganization", "ListAWSServiceAccessForOrganization", "GetRole",
        "ListChangeSets", "ListEntities", "BatchDescribeEntities", "ListTagsForResource", "DescribeAccount",
    }  # fmt: skip
    assert trial.written() == {}


def test_the_clients_of_a_plan_refuse_to_write(trial: Trial) -> None:
    """A call that writes is refused before it is sent."""
    reading = clients(trial.account, writes=False)
    with pytest.raises(Refused, match=r"StartChangeSet was refused before it was sent"):
        reading.catalog.start_change_set([], name="n", tags={}, token="t")
    with pytest.raises(Refused, match=r"TagResource was refused before it was sent"):
        tag(reading, "arn", team="new")
    assert trial.written() == {}


def test_an_apply_with_clients_that_only_read_fails_in_outcomes(trial: Trial) -> None:
    """A refusal of these clients is reported like a refusal of AWS."""
    trial.wish(WISH)
    trial.wrap = lambda _writing: clients(trial.account, writes=False)
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["unreadable"]
    assert (run.converged, trial.twin.experiences()) == (False, {})


def refusal(trial: Trial) -> tuple[str, str]:
    """Plan, which must be refused with exit 4 before the catalogue is read; return message and hint."""
    trial.wish(WISH)
    with pytest.raises(Refused) as caught:
        trial.plan()
    assert caught.value.exit_code == 4
    assert not [call for call in trial.twin.calls if call.service == "marketplace-catalog"]
    return caught.value.message, caught.value.hint


def test_another_account_is_refused(trial: Trial) -> None:
    """Credentials of another account than the settings state do nothing."""
    trial.settings()
    trial.account = DELEGATE
    message, hint = refusal(trial)
    assert message == f"the credentials belong to account {DELEGATE}, marketplace.account says {MANAGEMENT}"
    assert hint.startswith(f"use credentials of {MANAGEMENT}, or set marketplace.role in ")


def test_another_organization_is_refused(trial: Trial) -> None:
    """A copy of the repository in another organization does nothing."""
    trial.settings()
    settings = trial.folder / "reconciler.yaml"
    settings.write_text(settings.read_text().replace("o-abcdef1234", "o-fedcba4321"))
    assert refusal(trial)[0] == "the account belongs to o-abcdef1234, organization says o-fedcba4321"


def test_without_trusted_access_there_is_no_private_marketplace(trial: Trial) -> None:
    """The refusal comes first and names the page that says how to enable trusted access."""
    trial.twin.reset(world(private_marketplace={"trusted_access": False}))
    message, hint = refusal(trial)
    assert message == "Private Marketplace has no trusted access in o-abcdef1234"
    assert hint.startswith("enable it in the management account: https://docs.aws.amazon.com/")


def test_without_the_service_linked_role_there_is_none_either(trial: Trial) -> None:
    """Where trusted access was enabled by API, the role has to be created."""
    trial.twin.reset(world(private_marketplace={"service_linked_role": False}))
    assert refusal(trial)[0] == "the service-linked role AWSServiceRoleForPrivateMarketplaceAdmin does not exist"


def test_a_plain_member_account_is_not_enough(trial: Trial) -> None:
    """A member account cannot list delegated administrators.

    AWS is unreadable, and the hint says which account to use.
    """
    trial.account = MEMBER
    trial.wish(WISH)
    with pytest.raises(Unreadable) as caught:
        trial.plan()
    assert caught.value.message.startswith("organizations:ListDelegatedAdministrators: AccessDeniedException: ")
    assert "call from the organization's management account or a delegated administrator" in caught.value.hint


def test_a_delegated_administrator_plans_and_applies(trial: Trial) -> None:
    """A delegated administrator lists the management account's entities with Scope=SharedWithMe and changes them."""
    trial.account = DELEGATE
    trial.twin.reset(world(experience("A", principals=[MEMBER])))
    trial.wish(WISH + "\n---\n{kind: experience, name: b, title: B}")
    trial.converge()
    assert trial.twin.experiences()["exp-a"].allow == {"prod-a"}
    assert trial.named("B").status == "Disabled"
    assert {call.account for call in trial.twin.calls} == {DELEGATE}
