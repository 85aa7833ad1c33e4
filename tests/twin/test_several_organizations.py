"""A seed may have several organizations: each account sees its own, and nothing of the others."""

import copy
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from reconciler.errors import InvalidInput
from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, MANAGEMENT, change, client, entity_ids, errors, port, refused, start, succeeded
from tests.twin.worlds import LIVE, small

NEIGHBOUR, SUBSIDIARY = "666666666666", "777777777777"
ROLE = f"arn:aws:iam::{NEIGHBOUR}:role/reconciler-plan"
THEIRS = "exp-1234member"
OTHER: dict[str, Any] = {
    "organization": {
        "id": "o-zyxwvu9876",
        "root": "r-wxyz",
        "management_account": {"id": NEIGHBOUR, "name": "Acme"},
        "accounts": [{"id": SUBSIDIARY, "name": "Acme Labs"}],
        "paths": False,
    },
    "private_marketplace": {"delegated_administrators": [SUBSIDIARY]},
    "experiences": [{"id": THEIRS, "name": "Member", "policy": {"allow": ["prod-a"]}}],
}
ROLES = [{"account": NEIGHBOUR, "name": "reconciler-plan", "trusted": [MANAGEMENT]}]


@pytest.fixture
def twin() -> Iterator[Twin]:
    """Yield a twin with the small organization and another one."""
    with Twin(small(other_organizations=[OTHER], roles=ROLES)).start(port()) as running:
        yield running


@pytest.mark.usefixtures("twin")
def test_each_account_sees_the_entities_of_its_own_organization() -> None:
    """An experience of another organization is neither listed nor found."""
    assert entity_ids("Experience", NEIGHBOUR) == [THEIRS]
    assert THEIRS not in entity_ids("Experience", MANAGEMENT)
    for account, foreign in ((NEIGHBOUR, LIVE), (MANAGEMENT, THEIRS)):
        catalog = client("marketplace-catalog", account)
        assert refused(catalog.describe_entity, Catalog=CATALOG, EntityId=foreign)[0] == "ResourceNotFoundException"


@pytest.mark.usefixtures("twin")
def test_an_account_reads_its_own_organization() -> None:
    """Its id, its accounts and what answers hold of them; no account of another one."""
    organizations = client("organizations", SUBSIDIARY)
    described = organizations.describe_organization()["Organization"]
    assert (described["Id"], described["MasterAccountId"]) == ("o-zyxwvu9876", NEIGHBOUR)
    accounts = organizations.list_accounts()["Accounts"]
    assert [(one["Id"], one["Name"], "Paths" in one) for one in accounts] == [
        (NEIGHBOUR, "Acme", False),
        (SUBSIDIARY, "Acme Labs", False),
    ]
    ours = client("organizations").list_accounts()["Accounts"]
    assert {one["Id"] for one in ours}.isdisjoint({NEIGHBOUR, SUBSIDIARY})
    assert all("Paths" in one for one in ours)


@pytest.mark.usefixtures("twin")
def test_an_administrator_administers_its_own_organization_only() -> None:
    """The delegated administrator of one organization is nobody in the other."""
    assert entity_ids("Experience", SUBSIDIARY, FilterList=[{"Name": "Scope", "ValueList": ["SharedWithMe"]}]) == [
        THEIRS
    ]
    admins = client("organizations").list_delegated_administrators()["DelegatedAdministrators"]
    assert SUBSIDIARY not in {one["Id"] for one in admins}


def test_a_change_of_one_organization_changes_no_other(twin: Twin) -> None:
    """Experiences, change sets and principals are kept apart."""
    succeeded(change("UpdateExperience", THEIRS, {"Description": "New"}), account=NEIGHBOUR)
    assert client("marketplace-catalog").list_change_sets(Catalog=CATALOG)["ChangeSetSummaryList"] == []
    assert THEIRS not in twin.experiences()
    foreign = change("AssociateAudience", THEIRS, {"Principals": ["333333333333"]})
    assert [code for _, code, _ in errors(start(foreign, account=NEIGHBOUR))] != []


@pytest.mark.usefixtures("twin")
def test_a_role_leads_into_another_organization() -> None:
    """Credentials of a role that was assumed from outside see the organization of the role's account."""
    found = client("sts").assume_role(RoleArn=ROLE, RoleSessionName="plan")["Credentials"]
    organizations = boto3.client(
        "organizations",
        endpoint_url=f"http://127.0.0.1:{port()}",
        region_name="us-east-1",
        aws_access_key_id=found["AccessKeyId"],
        aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["SessionToken"],
    )
    assert organizations.describe_organization()["Organization"]["Id"] == "o-zyxwvu9876"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("organization", "id"), "o-abcdef1234", "seed: organization o-abcdef1234 is given more than once"),
        (
            ("organization", "accounts"),
            [{"id": "333333333333", "name": "Twice"}],
            "seed: account 333333333333 is given more than once",
        ),
        (("experiences",), [{"id": LIVE, "name": "Twice"}], f"seed: experience {LIVE} is given more than once"),
        (
            ("private_marketplace", "delegated_administrators"),
            ["222222222222"],
            "seed: delegated administrator 222222222222 is not a member account of the organization",
        ),
        (("experiences",), "x", "seed.other_organizations[0].experiences: expected a list"),
        (("surprise",), 1, "seed.other_organizations[0].surprise: unknown field"),
    ],
)
def test_another_organization_that_cannot_be_is_refused(place: tuple[str, ...], value: object, message: str) -> None:
    """Ids are there once in all organizations, and administrators are accounts of their own."""
    other = copy.deepcopy(OTHER)
    *way, last = place
    inner = other
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(InvalidInput) as caught:
        small(other_organizations=[other])
    assert message in [problem.message for problem in caught.value.problems]
