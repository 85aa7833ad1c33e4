"""AWS Organizations as Private Marketplace needs it, and what member accounts may read."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, PRINCIPAL, client, port, refused
from tests.twin.worlds import ORGANIZATION as TREE
from tests.twin.worlds import small

OUTSIDER = "999999999999"


def organizations(account: str = MANAGEMENT) -> Any:  # noqa: ANN401 - boto3's
    """Return a client of Organizations."""
    return client("organizations", account)


def delegates(**parameters: str) -> list[str]:
    """List the delegated administrators."""
    found = organizations().list_delegated_administrators(**parameters)["DelegatedAdministrators"]
    return [item["Id"] for item in found]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("account", [MANAGEMENT, DELEGATE])
def test_management_and_delegated_administrators_read_the_tree(account: str) -> None:
    """API reference of every list: the management account and delegated administrators may call it."""
    api = organizations(account)
    assert [root["Id"] for root in api.list_roots()["Roots"]] == ["r-abcd"]
    assert len(api.list_accounts()["Accounts"]) == 5
    units = api.list_organizational_units_for_parent(ParentId="r-abcd")["OrganizationalUnits"]
    assert [(unit["Id"], unit["Name"]) for unit in units] == [(FINANCE, "Finance")]
    below = api.list_organizational_units_for_parent(ParentId=FINANCE)["OrganizationalUnits"]
    assert [unit["Id"] for unit in below] == ["ou-abcd-payroll1"]
    accounts = api.list_accounts_for_parent(ParentId=FINANCE)["Accounts"]
    assert [(item["Id"], item["State"]) for item in accounts] == [(MEMBER, "ACTIVE"), ("444444444444", "CLOSED")]
    assert {item["Id"] for item in api.list_accounts_for_parent(ParentId="r-abcd")["Accounts"]} == {
        MANAGEMENT,
        DELEGATE,
    }
    children = api.list_children(ParentId=FINANCE, ChildType="ORGANIZATIONAL_UNIT")["Children"]
    assert children == [{"Id": "ou-abcd-payroll1", "Type": "ORGANIZATIONAL_UNIT"}]
    trusted = api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [item["ServicePrincipal"] for item in trusted] == [PRINCIPAL]
    admins = api.list_delegated_administrators(ServicePrincipal=PRINCIPAL)["DelegatedAdministrators"]
    assert [item["Id"] for item in admins] == [DELEGATE]
    assert api.list_delegated_services_for_account(AccountId=DELEGATE)["DelegatedServices"]
    assert api.describe_account(AccountId=MEMBER)["Account"]["Name"] == "Reporting"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("account", [MANAGEMENT, DELEGATE, MEMBER])
def test_every_member_account_can_describe_its_organization(account: str) -> None:
    """API reference of DescribeOrganization: any account of an organization may call it."""
    found = organizations(account).describe_organization()["Organization"]
    assert (found["Id"], found["MasterAccountId"], found["FeatureSet"]) == (ORGANIZATION, MANAGEMENT, "ALL")
    assert found["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:organization/{ORGANIZATION}"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_roots", {}),
        ("list_accounts", {}),
        ("list_accounts_for_parent", {"ParentId": FINANCE}),
        ("list_organizational_units_for_parent", {"ParentId": FINANCE}),
        ("list_aws_service_access_for_organization", {}),
        ("list_delegated_administrators", {}),
        ("describe_account", {"AccountId": MEMBER}),
    ],
)
def test_plain_member_accounts_read_nothing_else(operation: str, parameters: dict[str, str]) -> None:
    """API reference of every list: a plain member is refused with AccessDeniedException."""
    call = getattr(organizations(MEMBER), operation)
    assert refused(call, **parameters)[0] == "AccessDeniedException"
    stranger = getattr(organizations(OUTSIDER), operation)
    assert refused(stranger, **parameters)[0] == "AWSOrganizationsNotInUseException"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("account", [DELEGATE, MEMBER])
def test_only_the_management_account_sets_things_up(account: str) -> None:
    """Only the management account can enable trusted access and register delegated administrators (catalog 4.4)."""
    api = organizations(account)
    assert refused(api.enable_aws_service_access, ServicePrincipal=PRINCIPAL)[0] == "AccessDeniedException"
    assert refused(api.create_organizational_unit, ParentId="r-abcd", Name="Mine")[0] == "AccessDeniedException"


@pytest.mark.usefixtures("twin")
def test_the_organization_of_an_outsider_is_not_in_use() -> None:
    """API reference: AWSOrganizationsNotInUseException for an account that is not a member of an organization."""
    answer = refused(organizations(OUTSIDER).describe_organization)
    assert answer[0] == "AWSOrganizationsNotInUseException"


def test_pages_have_twenty_items_and_each_item_once() -> None:
    """API reference: MaxResults is 1-20 for every list.

    moto pages accounts by the time they joined, so it repeats and skips accounts that joined together.
    """
    accounts = [{"id": f"7000000000{number:02d}", "name": f"Account {number}"} for number in range(45)]
    with Twin(small(organization={**TREE, "accounts": accounts}, private_marketplace={})).start(port()):
        api = organizations()
        pages = [page["Accounts"] for page in api.get_paginator("list_accounts").paginate()]
        assert [len(page) for page in pages] == [20, 20, 9]
        assert len({item["Id"] for page in pages for item in page}) == 49
        pages = api.get_paginator("list_accounts_for_parent").paginate(
            ParentId="r-abcd", PaginationConfig={"PageSize": 7}
        )
        assert len({item["Id"] for page in pages for item in page["Accounts"]}) == 46


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("parameters", [{"MaxResults": 21}, {"MaxResults": 0}, {"NextToken": "made up"}])
def test_other_pages_are_refused(parameters: dict[str, Any]) -> None:
    """API reference: MaxResults 1-20; InvalidInputException."""
    assert refused(organizations().list_accounts, **parameters)[0] == "InvalidInputException"


def test_trusted_access_can_be_enabled_for_private_marketplace() -> None:
    """Moto refuses the service principal of Private Marketplace (privatelink 4.5)."""
    with Twin(small(private_marketplace={"trusted_access": False})).start(port()):
        api = organizations()
        assert (
            refused(api.enable_aws_service_access, ServicePrincipal="nobody.amazonaws.com")[0]
            == "InvalidInputException"
        )
        api.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
        found = api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        assert [item["ServicePrincipal"] for item in found] == [PRINCIPAL]


def test_a_refused_delegation_changes_nothing() -> None:
    """Every refusal leaves the list of administrators as it is; moto adds the account first (privatelink 4.5).

    API reference: the reason is SERVICE_ACCESS_NOT_ENABLED before trusted access.
    """
    with Twin(small(private_marketplace={"trusted_access": False})).start(port()):
        register = organizations().register_delegated_administrator
        answer = refused(register, AccountId=MEMBER, ServicePrincipal="nobody.amazonaws.com")
        assert answer[0] == "InvalidInputException"
        answer = refused(register, AccountId=MEMBER, ServicePrincipal=PRINCIPAL)
        assert answer[0] == "ConstraintViolationException"
        assert delegates() == []


def test_an_account_becomes_and_ceases_to_be_a_delegated_administrator(twin: Twin) -> None:
    """RegisterDelegatedAdministrator takes the service principal of Private Marketplace (catalog 4.4)."""
    api = organizations()
    api.register_delegated_administrator(AccountId=MEMBER, ServicePrincipal=PRINCIPAL)
    assert delegates(ServicePrincipal=PRINCIPAL) == [DELEGATE, MEMBER]
    assert twin.catalog_of(MEMBER).view.caller.administrator
    api.deregister_delegated_administrator(AccountId=MEMBER, ServicePrincipal=PRINCIPAL)
    assert not twin.catalog_of(MEMBER).view.caller.administrator


def stated(account: str) -> tuple[str, str]:
    """Return State and Status of an account."""
    found = organizations().describe_account(AccountId=account)["Account"]
    return found["State"], found["Status"]


def test_an_account_can_be_closed(twin: Twin) -> None:
    """API reference of CloseAccount and Account: it stays in the lists as CLOSED; the older `Status` is SUSPENDED."""
    twin.reset(small(organization={**TREE, "status": True}))
    organizations().close_account(AccountId="555555555555")
    assert stated("555555555555") == ("CLOSED", "SUSPENDED")
    assert stated("444444444444") == ("CLOSED", "SUSPENDED")


def test_an_account_has_the_state_of_its_seed(twin: Twin) -> None:
    """The older `Status` has no value for an account whose sign-up is not complete."""
    accounts = [{"id": MEMBER, "name": "New", "state": "PENDING_ACTIVATION"}]
    twin.reset(
        small(
            organization={**TREE, "status": True, "units": [], "accounts": accounts},
            experiences=[],
            private_marketplace={},
        )
    )
    assert stated(MEMBER) == ("PENDING_ACTIVATION", "ACTIVE")


@pytest.mark.usefixtures("twin")
def test_accounts_and_units_have_their_paths() -> None:
    """API reference of Account and OrganizationalUnit (catalog 4.7): organization, root and units, down to the id."""
    api, above = organizations(), f"{ORGANIZATION}/r-abcd/"
    unit, account = f"{above}{FINANCE}/ou-abcd-payroll1/", f"{above}{FINANCE}/ou-abcd-payroll1/555555555555/"
    described = api.describe_organizational_unit(OrganizationalUnitId="ou-abcd-payroll1")["OrganizationalUnit"]
    assert (described["Name"], described["Path"]) == ("Payroll", unit)
    (listed,) = api.list_organizational_units_for_parent(ParentId=FINANCE)["OrganizationalUnits"]
    assert listed["Path"] == unit
    (child,) = api.list_accounts_for_parent(ParentId="ou-abcd-payroll1")["Accounts"]
    every = {one["Id"]: one["Paths"] for one in api.list_accounts()["Accounts"]}
    assert api.describe_account(AccountId="555555555555")["Account"]["Paths"] == child["Paths"] == [account]
    assert (every["555555555555"], every[MANAGEMENT]) == ([account], [f"{above}{MANAGEMENT}/"])
    assert "Status" not in child


def test_an_organization_may_be_without_paths(twin: Twin) -> None:
    """A seed leaves `Paths` and `Path` out of every answer."""
    twin.reset(small(organization={**TREE, "paths": False}))
    api = organizations()
    assert "Paths" not in api.describe_account(AccountId=MEMBER)["Account"]
    assert "Path" not in api.describe_organizational_unit(OrganizationalUnitId=FINANCE)["OrganizationalUnit"]


@pytest.mark.usefixtures("twin")
def test_an_account_or_unit_that_does_not_exist_is_refused() -> None:
    """API reference: AccountNotFoundException, OrganizationalUnitNotFoundException."""
    account, unit = organizations().describe_account, organizations().describe_organizational_unit
    assert refused(account, AccountId=OUTSIDER)[0] == "AccountNotFoundException"
    assert refused(account, AccountId="12")[0] == "InvalidInputException"
    assert refused(unit, OrganizationalUnitId="ou-abcd-nowhere1")[0] == "OrganizationalUnitNotFoundException"


def test_no_member_outlives_its_organization(twin: Twin) -> None:
    """A twin that starts over forgets the members of the old organization."""
    twin.reset(small(organization={**TREE, "units": []}, experiences=[]))
    assert refused(organizations(MEMBER).describe_organization)[0] == "AWSOrganizationsNotInUseException"
