import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler import privatelink_limits
from reconciler.twin.twin import Twin
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    GATEWAY,
    SERVICE,
    create,
    ec2,
    inspected,
    permissions,
    permit,
    principals,
    refused_permission,
    root,
    roots,
    seed,
)
from tests.twin.sdk import port

ONE, TWO, THREE = roots(3)


@pytest.mark.usefixtures("twin")
def test_an_item_tells_type_id_and_service() -> None:
    """Describe and AddedPrincipals have these members (privatelink 1.6, 1.7), unlike in moto (privatelink 4.1)."""
    answer = ec2().modify_vpc_endpoint_service_permissions(ServiceId=SERVICE, AddAllowedPrincipals=[ONE])
    added = answer["AddedPrincipals"][0]
    permission = added["ServicePermissionId"]
    assert re.fullmatch(privatelink_limits.SERVICE_PERMISSION_ID_PATTERN, permission)
    assert added == {
        "PrincipalType": "Account",
        "Principal": ONE,
        "ServicePermissionId": permission,
        "ServiceId": SERVICE,
        "PermissionType": "vpc-endpoint",
    }
    assert permissions() == [{**added, "Tags": []}]


@pytest.mark.usefixtures("twin")
def test_one_call_adds_and_removes() -> None:
    """One call adds and removes (privatelink 1.7)."""
    assert permit(ONE, TWO) == [ONE, TWO]
    assert permit(THREE, remove=[ONE]) == [THREE]
    assert principals() == [TWO, THREE]


@pytest.mark.usefixtures("twin")
def test_an_allowed_principal_keeps_its_id_and_is_not_added_again() -> None:
    """It is unknown what AddedPrincipals has then (privatelink 5.2); the twin leaves it out and keeps its id."""
    permit(ONE)
    before = permissions()
    assert permit(ONE, TWO) == [TWO]
    assert permissions()[0] == before[0]


@pytest.mark.usefixtures("twin")
def test_removing_a_principal_that_is_not_allowed_succeeds() -> None:
    """Removing a principal that is not allowed succeeds silently (privatelink 1.7)."""
    assert permit(remove=[ONE, TWO]) == []
    assert principals() == []


@pytest.mark.usefixtures("twin")
def test_one_invalid_principal_refuses_the_whole_call() -> None:
    """What becomes of the rest is unknown (privatelink 5.3); in the twin nothing is granted and nothing revoked."""
    permit(ONE)
    sent = {"AddAllowedPrincipals": [TWO, "garbage"], "RemoveAllowedPrincipals": [ONE]}
    assert refused_permission(**sent)[:2] == ("InvalidPrincipal", 400)
    sent = {"AddAllowedPrincipals": [TWO], "RemoveAllowedPrincipals": ["garbage"]}
    assert refused_permission(**sent)[0] == "InvalidPrincipal"
    assert principals() == [ONE]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"AddAllowedPrincipals": [ONE], "RemoveAllowedPrincipals": [ONE]}, "InvalidParameter"),
        ({"AddAllowedPrincipals": [ONE, ONE]}, "InvalidParameter"),
        ({}, "MissingParameter"),
        ({"AddAllowedPrincipals": [ONE], "PermissionType": "other"}, "InvalidParameterValue"),
    ],
)
def test_contradictions_and_empty_calls_are_refused(sent: dict[str, object], code: str) -> None:
    """What AWS does with them is unknown (privatelink 1.7, 5.3); the twin refuses them."""
    assert refused_permission(**sent)[0] == code


@pytest.mark.usefixtures("twin")
def test_everyone_and_one_account_can_be_allowed_together() -> None:
    """`*` and explicit principals may stand side by side (privatelink 1.7)."""
    permit("*", ONE)
    assert [item["PrincipalType"] for item in permissions()] == ["All", "Account"]


@pytest.mark.usefixtures("twin")
def test_transit_gateway_permissions_are_apart() -> None:
    """The two types are independent; transit gateways take only GWLB services and account roots (privatelink 1.7)."""
    service = create(NetworkLoadBalancerArns=[], GatewayLoadBalancerArns=[GATEWAY])["ServiceId"]
    gateways = {"ServiceId": service, "PermissionType": "transit-gateway-attachment"}
    permit(ONE, **gateways)
    permit(ONE, TWO, ServiceId=service)
    assert inspected(service).principals == {ONE, TWO}
    assert inspected(service).transit_gateway_principals == {ONE}
    permit(remove=[ONE], ServiceId=service)
    assert inspected(service).principals == {TWO}
    assert inspected(service).transit_gateway_principals == {ONE}
    told = {(item["Principal"], item["PermissionType"]) for item in permissions(ServiceId=service)}
    assert told == {(TWO, "vpc-endpoint"), (ONE, "transit-gateway-attachment")}
    assert refused_permission(AddAllowedPrincipals=["*"], **gateways)[0] == "InvalidPrincipal"
    on_a_network_load_balancer = {"AddAllowedPrincipals": [ONE], "PermissionType": "transit-gateway-attachment"}
    assert refused_permission(**on_a_network_load_balancer)[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("count", [1, 68, 1000])
def test_one_call_takes_a_thousand_principals(count: int) -> None:
    """AWS documents no limit (privatelink 5.1), and a service was seen with 68 principals (privatelink 3.2)."""
    wanted = roots(count)
    assert permit(*wanted) == wanted
    pages = ec2().get_paginator("describe_vpc_endpoint_service_permissions")
    found = [
        item["Principal"]
        for page in pages.paginate(ServiceId=SERVICE, PaginationConfig={"PageSize": 1000})
        for item in page["AllowedPrincipals"]
    ]
    assert found == wanted


def test_revoking_leaves_connections_alone(start: Start) -> None:
    """Removing a permission does not touch accepted connections (privatelink 1.7)."""
    start(principals=[root("111111111111")], connections=[{"id": "vpce-0123456789abcdef1", "owner": "111111111111"}])
    permit(remove=[root("111111111111")])
    assert inspected().connections == {"vpce-0123456789abcdef1": "available"}


SOME = st.frozensets(st.sampled_from([*roots(6), "*", "sample.amazonaws.com"]))


@given(before=SOME, after=SOME)
def test_a_call_with_the_difference_turns_one_list_into_the_other(
    before: frozenset[str], after: frozenset[str]
) -> None:
    """One call with the difference of two lists turns the one into the other, whatever they hold."""
    with Twin(seed(principals=sorted(before))).start(port()):
        if before != after:
            assert set(permit(*sorted(after - before), remove=sorted(before - after))) == after - before
        assert inspected().principals == after


def test_a_principal_unknown_to_the_seed_refuses_the_whole_call(start: Start) -> None:
    """EC2's answer for a role that is gone is unknown (privatelink 5.4); the twin's names the first such principal."""
    start(unknown_principals=[TWO, THREE])
    code, status, message = refused_permission(AddAllowedPrincipals=[ONE, TWO, THREE])
    assert (code, status, message) == ("InvalidPrincipal", 400, f"Invalid Principal: '{TWO}'")
    assert principals() == []


def test_a_call_names_at_most_a_thousand_principals(start: Start) -> None:
    """It is unknown whether AWS has a limit (privatelink 5.1); a client that relies on there being none is refused."""
    start()
    assert refused_permission(AddAllowedPrincipals=roots(1001))[:2] == ("ResourceCountExceeded", 400)
    assert permit(*roots(1000)) == roots(1000)


def test_a_seed_can_lift_the_limit_of_a_call(start: Start) -> None:
    """A client that sends its whole delta in one call, as Terraform does (privatelink 1.7), can be rehearsed too."""
    start(quotas={"edits_per_call": 0})
    assert permit(*roots(2500)) == roots(2500)


def test_a_seed_can_limit_a_call_and_a_service(start: Start) -> None:
    """It is unknown whether there are limits (privatelink 5.1); a call and a service have codes of their own."""
    start(quotas={"edits_per_call": 2, "principals_per_service": 3})
    assert refused_permission(AddAllowedPrincipals=[ONE, TWO, THREE])[:2] == ("ResourceCountExceeded", 400)
    assert permit(ONE, TWO) == [ONE, TWO]
    four = roots(4)[3]
    assert refused_permission(AddAllowedPrincipals=[THREE, four])[:2] == ("ResourceLimitExceeded", 400)
    assert permit(THREE) == [THREE]
    assert permit(four, remove=[ONE]) == [four]
    assert principals() == [TWO, THREE, four]
