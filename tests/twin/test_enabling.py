"""Private Marketplace is enabled and ended in an organization as AWS documents it (enablement 1.1, 2)."""

from collections.abc import Iterator

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import (
    CATALOG,
    DELEGATE,
    MANAGEMENT,
    MEMBER,
    PRINCIPAL,
    client,
    create,
    errors,
    port,
    refused,
    start,
    succeeded,
)
from tests.twin.worlds import Hand, small

ROLE = "AWSServiceRoleForPrivateMarketplaceAdmin"
CLOSED = "444444444444"
OFF = {"trusted_access": False, "service_linked_role": False}
ENTITIES = {"Catalog": CATALOG, "EntityType": "Experience"}


def enable() -> None:
    """Create the role and enable trusted access."""
    client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)


def status(task: str) -> dict[str, object]:
    """Return the status of a deletion, and its reason if it has failed."""
    answer = client("iam").get_service_linked_role_deletion_status(DeletionTaskId=task)
    return {key: answer[key] for key in ("Status", "Reason") if key in answer}


def has_role() -> bool:
    """Tell whether the management account has the role."""
    return any(role["RoleName"] == ROLE for role in client("iam").list_roles()["Roles"])


@pytest.fixture
def off(clock: Hand) -> Iterator[Twin]:
    """An organization that has not enabled Private Marketplace, where it takes 20 seconds to learn of it."""
    with Twin(small(private_marketplace=OFF, durations={"enabling": 20}), clock=clock).start(port()) as running:
        yield running


@pytest.mark.usefixtures("off")
def test_entities_are_denied_until_enabling_is_known(clock: Hand) -> None:
    """AWS's automation waits 60 seconds "to propagate to Private Marketplace" (enablement 1.1)."""
    catalog = client("marketplace-catalog")
    assert refused(catalog.list_entities, **ENTITIES)[:2] == ("AccessDeniedException", 403)
    enable()
    assert refused(catalog.list_entities, **ENTITIES)[:2] == ("AccessDeniedException", 403)
    assert errors(start(create()))[0][1] == "CALLER_NOT_AUTHORIZED"
    clock.move(20)
    assert len(catalog.list_entities(**ENTITIES)["EntitySummaryList"]) == 4
    assert len(succeeded(create())) == 1


@pytest.mark.usefixtures("off")
def test_enabling_again_changes_nothing(clock: Hand) -> None:
    """EnableAWSServiceAccess succeeds again; the role's creation is InvalidInput (enablement 1.1)."""
    enable()
    clock.move(20)
    client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    assert len(client("marketplace-catalog").list_entities(**ENTITIES)["EntitySummaryList"]) == 4
    answer = refused(client("iam").create_service_linked_role, AWSServiceName=PRINCIPAL)
    assert answer[0] == "InvalidInput"


@pytest.mark.usefixtures("off")
def test_an_administrator_needs_trusted_access_and_the_role() -> None:
    """Before registering, one must ensure that trusted access and the role are enabled (enablement 1.1)."""
    register = client("organizations").register_delegated_administrator
    wanted = {"AccountId": MEMBER, "ServicePrincipal": PRINCIPAL}
    assert refused(register, **wanted)[0] == "ConstraintViolationException"
    client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    assert refused(register, **wanted)[0] == "ConstraintViolationException"
    client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    register(**wanted)
    assert refused(register, **wanted)[0] == "AccountAlreadyRegisteredException"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("account", "code"),
    [
        (MANAGEMENT, "ConstraintViolationException"),
        (CLOSED, "ConstraintViolationException"),
        ("999999999999", "AccountNotFoundException"),
    ],
)
def test_accounts_that_cannot_administer_are_refused(account: str, code: str) -> None:
    """The reasons of ConstraintViolationException name the management account and suspended ones (enablement 1.2)."""
    register = client("organizations").register_delegated_administrator
    assert refused(register, AccountId=account, ServicePrincipal=PRINCIPAL)[0] == code


@pytest.mark.usefixtures("twin")
def test_an_account_that_is_no_administrator_cannot_be_deregistered() -> None:
    """AccountNotRegisteredException, also for an administrator of another service (enablement 2)."""
    api = client("organizations")
    wanted = {"AccountId": DELEGATE, "ServicePrincipal": PRINCIPAL}
    api.deregister_delegated_administrator(**wanted)
    assert refused(api.deregister_delegated_administrator, **wanted)[0] == "AccountNotRegisteredException"
    other = "ssm.amazonaws.com"
    api.enable_aws_service_access(ServicePrincipal=other)
    api.register_delegated_administrator(AccountId=DELEGATE, ServicePrincipal=other)
    assert refused(api.deregister_delegated_administrator, **wanted)[0] == "AccountNotRegisteredException"


@pytest.mark.usefixtures("twin")
def test_an_administrator_cannot_leave_the_organization() -> None:
    """The reason is CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG (enablement 1.2)."""
    remove = client("organizations").remove_account_from_organization
    assert refused(remove, AccountId=DELEGATE)[0] == "ConstraintViolationException"


def test_the_role_is_deleted_after_a_while(twin: Twin, clock: Hand) -> None:
    """DeleteServiceLinkedRole answers with a task, which is IN_PROGRESS and then SUCCEEDED (enablement 2)."""
    twin.reset(small(private_marketplace={"trusted_access": False}, experiences=[], durations={"deleting": 5}))
    task = client("iam").delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
    assert task.startswith(f"task/aws-service-role/{PRINCIPAL}/{ROLE}/")
    assert (status(task), has_role()) == ({"Status": "IN_PROGRESS"}, True)
    clock.move(5)
    assert (status(task), has_role()) == ({"Status": "SUCCEEDED"}, False)
    client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    assert (status(task), has_role()) == ({"Status": "SUCCEEDED"}, True)


@pytest.mark.usefixtures("twin")
def test_a_role_in_use_is_not_deleted() -> None:
    """The task fails while trusted access is enabled or an experience has an audience (enablement 2)."""
    task = client("iam").delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
    found = status(task)
    assert found["Status"] == "FAILED"
    assert found["Reason"] == {
        "Reason": "trusted access is enabled; an experience has an audience",
        "RoleUsageList": [{"Region": "us-east-1", "Resources": [PRINCIPAL]}],
    }
    assert has_role()


@pytest.mark.usefixtures("off")
def test_a_role_or_task_that_is_not_there_is_refused() -> None:
    """API reference: NoSuchEntity."""
    iam = client("iam")
    assert refused(iam.delete_service_linked_role, RoleName=ROLE)[:2] == ("NoSuchEntity", 404)
    assert refused(iam.get_service_linked_role_deletion_status, DeletionTaskId="task/x")[:2] == ("NoSuchEntity", 404)
