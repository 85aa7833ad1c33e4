"""The management account and delegated administrators see and change entities; no other account does."""

from collections.abc import Iterator
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import (
    CATALOG,
    DELEGATE,
    MANAGEMENT,
    MEMBER,
    PRINCIPAL,
    change,
    client,
    create,
    describe,
    describe_set,
    entity_ids,
    errors,
    first,
    port,
    principals,
    refused,
    refused_start,
    start,
    succeeded,
)
from tests.twin.worlds import LIVE, OTHER, Hand, small

SHARED = {"FilterList": [{"Name": "Scope", "ValueList": ["SharedWithMe"]}]}
UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})
OUTSIDER = "999999999999"


def sets(account: str, **parameters: Any) -> list[str]:  # noqa: ANN401 - boto3's
    """Return the names of change sets."""
    answer = client("marketplace-catalog", account).list_change_sets(Catalog=CATALOG, **parameters)
    return [item["ChangeSetName"] for item in answer["ChangeSetSummaryList"]]


@pytest.mark.usefixtures("twin")
def test_a_delegated_administrator_lists_what_is_shared_with_it() -> None:
    """It has to add Scope=SharedWithMe and sees only entities outside of its own account (catalog 1.8)."""
    assert entity_ids("Experience", DELEGATE) == []
    assert len(entity_ids("Experience", DELEGATE, **SHARED)) == 4
    assert len(entity_ids("Audience", DELEGATE, **SHARED)) == 2
    assert entity_ids("Experience", MANAGEMENT, **SHARED) == []


@pytest.mark.usefixtures("twin")
def test_a_delegated_administrator_describes_entities_of_the_management() -> None:
    """Entities are created in the management account and shared with it (catalog 1.8)."""
    assert describe(LIVE, DELEGATE)["EntityArn"].split(":")[4] == MANAGEMENT


def test_a_delegated_administrator_changes_entities_of_the_management(twin: Twin) -> None:
    """A delegated administrator can call all change types (catalog 4.4)."""
    succeeded(UPDATE, create("Fresh"), account=DELEGATE)
    assert twin.experiences()[LIVE].description == "New"
    assert describe(first(twin, "Fresh"))["EntityArn"].split(":")[4] == MANAGEMENT


@pytest.mark.usefixtures("twin")
def test_each_account_lists_the_change_sets_that_it_started() -> None:
    """With Scope=SharedWithMe, a delegated administrator also lists the sets of others (catalog 1.7)."""
    start(UPDATE, ChangeSetName="management")
    start(UPDATE, ChangeSetName="delegate", account=DELEGATE)
    assert (sets(MANAGEMENT), sets(MANAGEMENT, **SHARED)) == (["management"], [])
    assert (sets(DELEGATE), sets(DELEGATE, **SHARED)) == (["delegate"], ["management"])


def test_administrators_lock_each_other_and_know_the_set_by_id(twin: Twin) -> None:
    """The lock holds for all accounts (catalog 1.4); the refusal names the set, which others can describe."""
    twin.faults.stick()
    running = start(UPDATE, account=DELEGATE)
    answer = refused_start(UPDATE)
    assert answer[0] == "ResourceInUseException"
    assert running["ChangeSetId"] in answer[2]
    assert describe_set(running["ChangeSetId"])["Status"] == "APPLYING"


def test_a_set_is_cancelled_by_the_account_that_started_it(twin: Twin) -> None:
    """Only the account that started a set can cancel it: the stricter reading (catalog 1.7)."""
    twin.faults.stick("PREPARING")
    running = start(UPDATE, account=DELEGATE)
    catalog = client("marketplace-catalog")
    answer = refused(catalog.cancel_change_set, Catalog=CATALOG, ChangeSetId=running["ChangeSetId"])
    assert answer[:2] == ("AccessDeniedException", 403)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("account", [MEMBER, OUTSIDER])
def test_other_accounts_see_nothing(account: str) -> None:
    """Any other account lists nothing and gets ResourceNotFoundException for an entity (catalog 1.8)."""
    assert entity_ids("Experience", account) == []
    assert entity_ids("Experience", account, **SHARED) == []
    catalog = client("marketplace-catalog", account)
    answer = refused(catalog.describe_entity, Catalog=CATALOG, EntityId=LIVE)
    assert answer[:2] == ("ResourceNotFoundException", 404)


@pytest.mark.parametrize("account", [MEMBER, OUTSIDER])
def test_other_accounts_change_nothing(twin: Twin, account: str) -> None:
    """CreateExperience fails with CALLER_NOT_AUTHORIZED, with AWS's message (catalog 5.1)."""
    message = "Caller not authorized to create experience. "
    assert errors(start(create(), account=account)) == [("CreateExperience", "CALLER_NOT_AUTHORIZED", message)]
    assert refused_start(UPDATE, account=account)[:2] == ("ResourceNotFoundException", 404)
    assert len(twin.experiences()) == 4


@pytest.fixture(params=["trusted_access", "service_linked_role"])
def disabled(request: pytest.FixtureRequest) -> Iterator[Twin]:
    """An organization without trusted access, or without the service-linked role."""
    private_marketplace = {"delegated_administrators": [], request.param: False}
    with Twin(small(private_marketplace=private_marketplace)).start(port()) as twin:
        yield twin


@pytest.mark.usefixtures("disabled")
def test_without_trusted_access_and_role_nothing_changes() -> None:
    """Every change fails with CALLER_NOT_AUTHORIZED, as for an outsider (catalog 4.4)."""
    described = start(
        UPDATE, create(), change("AssociateAudience", OTHER, principals("333333333333")), ChangeSetName="refused"
    )
    assert {code for _, code, _ in errors(described)} == {"CALLER_NOT_AUTHORIZED"}
    assert len(errors(described)) == 3


def test_disabling_trusted_access_removes_governance(twin: Twin) -> None:
    """Disabling trusted access disassociates all audiences and ends governance (catalog 4.4)."""
    client("organizations").disable_aws_service_access(ServicePrincipal="private-marketplace.marketplace.amazonaws.com")
    assert [sorted(item.principals) for item in twin.experiences().values()] == [[], [], [], []]
    assert errors(start(UPDATE))[0][1] == "CALLER_NOT_AUTHORIZED"
    catalog = client("marketplace-catalog", DELEGATE)
    answer = refused(catalog.list_entities, Catalog=CATALOG, EntityType="Experience", **SHARED)
    assert answer[:2] == ("AccessDeniedException", 403)


def test_a_set_can_fail_after_its_preparation(clock: Hand) -> None:
    """A set that passed preparation can fail when it is applied: here, trusted access ends in between."""
    with Twin(small(durations={"preparing": 1, "applying": 1}), clock=clock).start(port()):
        running = start(change("DisassociateAudience", LIVE, principals("o-abcdef1234")))
        clock.move(1)
        assert describe_set(running["ChangeSetId"])["Status"] == "APPLYING"
        client("organizations").disable_aws_service_access(ServicePrincipal=PRINCIPAL)
        clock.move(1)
        described = describe_set(running["ChangeSetId"])
        assert (described["Status"], errors(described)[0][1]) == ("FAILED", "CLIENT_ERROR")
