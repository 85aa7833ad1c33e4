from itertools import pairwise
from typing import Any

import pytest

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    CONNECTED,
    FREE,
    LIVE,
    SERVICE,
    WAITING,
    connections,
    create,
    ec2,
    filtered,
    permissions,
    permit,
    principals,
    roots,
)
from tests.twin.sdk import refused

ROLE = "arn:aws:iam::123456789012:role/developer"


def pages(**parameters: Any) -> list[list[str]]:  # noqa: ANN401 - boto3's
    """Return the principals of each page of permissions."""
    found: list[list[str]] = []
    token: dict[str, str] = {}
    while True:
        answer = ec2().describe_vpc_endpoint_service_permissions(ServiceId=SERVICE, **token, **parameters)
        found.append([item["Principal"] for item in answer["AllowedPrincipals"]])
        if "NextToken" not in answer:
            return found
        token = {"NextToken": answer["NextToken"]}


def test_a_page_has_five_to_a_thousand_items(start: Start) -> None:
    """MaxResults is 5 to 1000, and more is treated as 1000 (privatelink 1.3)."""
    everyone = roots(1001)
    start(principals=everyone)
    assert [len(page) for page in pages(MaxResults=1000)] == [1000, 1]
    assert [len(page) for page in pages(MaxResults=5000)] == [1000, 1]
    read = pages(MaxResults=700)
    assert [len(page) for page in read] == [700, 301]
    assert [*read[0], *read[1]] == everyone


def test_the_default_page_is_the_smallest(start: Start) -> None:
    """The default page size is unknown (privatelink 5.5); the smallest one exposes clients that read one page."""
    start(principals=roots(12))
    assert [len(page) for page in pages()] == [5, 5, 2]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("size", [-1, 0, 1, 4])
def test_a_page_of_fewer_than_five_is_refused(size: int) -> None:
    """MaxResults below 5 is an error, with code and message of EC2's other operations (privatelink 5.5)."""
    sent = {"ServiceId": SERVICE, "MaxResults": size}
    code, _, message = refused(ec2().describe_vpc_endpoint_service_permissions, **sent)
    assert code == "InvalidParameterValue"
    assert message == f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value greater than 5."


def test_a_token_belongs_to_its_query(start: Start) -> None:
    """A NextToken of another query, or one that was made up, is refused."""
    start(principals=roots(12))
    describe = ec2().describe_vpc_endpoint_service_permissions
    token = describe(ServiceId=SERVICE)["NextToken"]
    other = {"ServiceId": SERVICE, "Filters": filtered("permission-type", "vpc-endpoint")}
    assert refused(describe, **other, NextToken=token)[0] == "InvalidNextToken"
    assert refused(describe, ServiceId=SERVICE, NextToken="made-up")[0] == "InvalidNextToken"
    assert refused(describe, ServiceId=SERVICE, NextToken="WyJhIiwiYiJd")[0] == "InvalidNextToken"


@pytest.mark.usefixtures("twin")
def test_permissions_come_in_the_order_of_granting() -> None:
    """Items come in the order of granting (privatelink 1.6); moto's order changes (privatelink 4.1, item 7)."""
    first, second, third = roots(3)
    permit(third, first)
    permit(second, remove=[third])
    permit(third)
    assert principals() == [first, second, third]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (filtered("permission-type", "vpc-endpoint"), 4),
        (filtered("permission-type", "transit-gateway-attachment"), 0),
        (filtered("principal-type", "Account", "All"), 2),
        (filtered("principal-type", "Role"), 1),
        (filtered("principal", "arn:aws:iam::000000000001:root"), 1),
        (filtered("principal", "arn:aws:iam::*:root"), 1),
        (filtered("principal", "sample.amazonaws.co?"), 1),
        (filtered("principal-type", "account"), 0),
        (filtered("principal-type", "Account") + filtered("permission-type", "vpc-endpoint"), 1),
        (filtered("principal-type", "Account") + filtered("principal-type", "Role"), 0),
        (filtered("principal-type"), 0),
    ],
)
def test_filters_of_permissions(filters: list[dict[str, Any]], kept: int) -> None:
    """The filters are permission-type, principal and principal-type (privatelink 1.6)."""
    permit("*", *roots(1), ROLE, "sample.amazonaws.com")
    assert len(permissions(Filters=filters)) == kept


@pytest.mark.usefixtures("twin")
def test_the_filter_for_principals_fails_for_roles() -> None:
    """The filter `principal` is InvalidFilter for ARNs of roles, with AWS's message (privatelink 1.6)."""
    sent = {"ServiceId": SERVICE, "Filters": filtered("principal", ROLE)}
    code, _, message = refused(ec2().describe_vpc_endpoint_service_permissions, **sent)
    assert (code, message) == ("InvalidFilter", f"The filter value {ROLE} contains unsupported characters")


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (filtered("service-id", SERVICE), [SERVICE]),
        (filtered("service-name", f"com.amazonaws.vpce.us-east-1.{SERVICE}"), [SERVICE]),
        (filtered("service-state", "Available"), [SERVICE, "new"]),
        (filtered("service-state", "Pending"), []),
        (filtered("supported-ip-address-types", "ipv6"), ["new"]),
        (filtered("tag:team", "platform"), ["new"]),
        (filtered("tag:team", "other"), []),
        (filtered("tag-key", "team"), ["new"]),
    ],
)
def test_filters_of_configurations(filters: list[dict[str, Any]], kept: list[str]) -> None:
    """Filters hold (privatelink 1.3); in moto, one that matches nothing returns all (privatelink 4.1, item 4)."""
    tags = [{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "team", "Value": "platform"}]}]
    new = create(SupportedIpAddressTypes=["ipv4", "ipv6"], TagSpecifications=tags)["ServiceId"]
    found = ec2().describe_vpc_endpoint_service_configurations(Filters=filters)["ServiceConfigurations"]
    assert [item["ServiceId"] for item in found] == [new if item == "new" else item for item in kept]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (filtered("service-id", SERVICE), {LIVE, WAITING}),
        (filtered("service-id", "vpce-svc-0"), set()),
        (filtered("vpc-endpoint-owner", "111111111111"), {LIVE}),
        (filtered("vpc-endpoint-state", "pendingAcceptance", "pending"), {WAITING}),
        (filtered("vpc-endpoint-region", "us-east-1"), {LIVE}),
        (filtered("vpc-endpoint-region", "cross-region"), {WAITING}),
        (filtered("ip-address-type", "ipv4"), {LIVE, WAITING}),
        (filtered("transit-gateway-attachment-id", "tgw-attach-1"), set()),
    ],
)
def test_filters_of_connections(start: Start, filters: list[dict[str, Any]], kept: set[str]) -> None:
    """The filters of privatelink 1.8 hold; a state is matched as it is on the wire."""
    start(connections=CONNECTED)
    assert connections(Filters=filters).keys() == kept


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("describe_vpc_endpoint_service_permissions", "service-id"),
        ("describe_vpc_endpoint_service_configurations", "principal"),
        ("describe_vpc_endpoint_service_configurations", "tag:"),
        ("describe_vpc_endpoint_connections", "vpc-endpoint-id"),
        ("describe_vpc_endpoint_connections", "tag-key"),
    ],
)
def test_an_unknown_filter_is_refused(operation: str, name: str) -> None:
    """AWS's message for an unknown filter has a second blank (privatelink 1.8)."""
    service = {"ServiceId": SERVICE} if "permissions" in operation else {}
    code, _, message = refused(getattr(ec2(), operation), Filters=filtered(name, "x"), **service)
    assert (code, message) == ("InvalidFilter", f"The filter {name} is invalid")


@pytest.mark.usefixtures("twin")
def test_filters_have_a_limit() -> None:
    """EC2 User Guide: at most 50 filters, with at most 200 values each."""
    describe = ec2().describe_vpc_endpoint_service_configurations
    many = [str(number) for number in range(201)]
    assert refused(describe, Filters=filtered("service-id", *many))[0] == "FilterLimitExceeded"
    assert refused(describe, Filters=filtered("service-id", "x") * 51)[0] == "FilterLimitExceeded"
    assert describe(Filters=filtered("service-id", *many[1:]))["ServiceConfigurations"] == []


def test_configurations_and_connections_come_in_pages(start: Start) -> None:
    """All of them take MaxResults and NextToken (privatelink 1.3, 1.8)."""
    many = [{"id": f"vpce-{number:017x}", "owner": "111111111111"} for number in range(12)]
    start(connections=many)
    create(NetworkLoadBalancerArns=[FREE])
    found = [
        [item["VpcEndpointId"] for item in page["VpcEndpointConnections"]]
        for page in ec2().get_paginator("describe_vpc_endpoint_connections").paginate()
    ]
    assert [len(page) for page in found] == [5, 5, 2]
    assert all(one[-1] < other[0] for one, other in pairwise(found))
    configurations = ec2().get_paginator("describe_vpc_endpoint_service_configurations").paginate()
    assert [len(page["ServiceConfigurations"]) for page in configurations] == [2]
