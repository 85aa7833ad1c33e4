"""boto3 for tests of the twin: clients of any account, and changes in the form of AWS's samples."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from reconciler.twin.twin import Twin
from tests.reserved import reserved_port

CATALOG = "AWSMarketplace"
MANAGEMENT = "111111111111"
DELEGATE = "222222222222"
MEMBER = "333333333333"
FINANCE = "ou-abcd-finance1"
ORGANIZATION = "o-abcdef1234"
PRINCIPAL = "private-marketplace.marketplace.amazonaws.com"


@cache
def port() -> int:
    """Return a free port, the same for the whole run, so that clients outlive the twins that they call."""
    return reserved_port()


@cache
def client(service: str, account: str = MANAGEMENT, region: str = "us-east-1") -> Any:  # noqa: ANN401 - boto3's
    """Return a client of an account; it never retries."""
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{port()}",
        region_name=region,
        aws_access_key_id=f"AKIATWIN{account}",
        aws_secret_access_key="twin",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


def change(kind: str, experience: str | None, details: Mapping[str, Any], name: str | None = None) -> dict[str, Any]:
    """Return one change of a set."""
    entity = {"Type": "Experience@1.0"} | ({"Identifier": experience} if experience else {})
    named = {"ChangeName": name} if name else {}
    return {"ChangeType": kind, "Entity": entity, "DetailsDocument": dict(details), **named}


def create(name: str = "New Experience", change_name: str = "New") -> dict[str, Any]:
    """Return the creation to which `$New.Entity.Identifier` refers."""
    return change("CreateExperience", None, {"Name": name}, change_name)


def products(*ids: str) -> dict[str, Any]:
    """Return the details of an allow or a deny."""
    return {"Products": [{"Ids": list(ids)}]}


def principals(*ids: str) -> dict[str, Any]:
    """Return the details of an association or a disassociation."""
    return {"Principals": list(ids)}


def start(*changes: Mapping[str, Any], account: str = MANAGEMENT, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    """Start a change set and return the answer of DescribeChangeSet right after."""
    catalog = client("marketplace-catalog", account)
    answer = catalog.start_change_set(Catalog=CATALOG, ChangeSet=list(changes), **parameters)
    return describe_set(answer["ChangeSetId"], account)


def describe_set(change_set_id: str, account: str = MANAGEMENT) -> dict[str, Any]:
    """Describe a change set."""
    catalog = client("marketplace-catalog", account)
    answer: dict[str, Any] = catalog.describe_change_set(Catalog=CATALOG, ChangeSetId=change_set_id)
    return answer


def describe(entity_id: str, account: str = MANAGEMENT) -> dict[str, Any]:
    """Describe an entity."""
    catalog = client("marketplace-catalog", account)
    answer: dict[str, Any] = catalog.describe_entity(Catalog=CATALOG, EntityId=entity_id)
    return answer


def succeeded(*changes: Mapping[str, Any], account: str = MANAGEMENT) -> list[str]:
    """Carry out a change set and return the ids of its experiences."""
    described = start(*changes, account=account)
    assert (described["Status"], errors(described)) == ("SUCCEEDED", [])
    return [item["Entity"]["Identifier"].partition("@")[0] for item in described["ChangeSet"]]


def errors(described: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return change type, code and message of each entry in the ErrorDetailLists of a set."""
    return [
        (item["ChangeType"], error["ErrorCode"], error["ErrorMessage"])
        for item in described["ChangeSet"]
        for error in item["ErrorDetailList"]
    ]


def refused(call: Any, **parameters: Any) -> tuple[str, int, str]:  # noqa: ANN401 - a method of a client
    """Return code, HTTP status and message of the refusal of a call."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"]


def refused_start(*changes: Mapping[str, Any], account: str = MANAGEMENT, **parameters: Any) -> tuple[str, int, str]:  # noqa: ANN401
    """Return code, HTTP status and message of the refusal of a change set."""
    catalog = client("marketplace-catalog", account)
    return refused(catalog.start_change_set, Catalog=CATALOG, ChangeSet=list(changes), **parameters)


def entity_ids(entity_type: str, account: str = MANAGEMENT, **parameters: Any) -> list[str]:  # noqa: ANN401
    """Return the ids of one page of entities."""
    catalog = client("marketplace-catalog", account)
    answer = catalog.list_entities(Catalog=CATALOG, EntityType=entity_type, **parameters)
    return [item["EntityId"] for item in answer["EntitySummaryList"]]


def first(twin: Twin, name: str) -> str:
    """Return the id of the experience with a name."""
    return next(item.id for item in twin.experiences().values() if item.name == name)
