import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler import limits
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
    """privatelink.md 1.6 and 1.7: what Describe and AddedPrincipals tell; 4.1, 2 and 3: moto tells only `Principal`."""
    answer = ec2().modify_vpc_endpoint_service_permissions(ServiceId=SERVICE, AddAllowedPrincipals=[ONE])
    added = answer["AddedPrincipals"][0]
    permission = added["ServicePermissionId"]
    assert re.fullmatch(limits.SERVICE_PERMISSION_ID_PATTERN, permission)
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
    """privatelink.md 1.7: "Add and remove in one call: used in production by TF update, ACK, HyperShift, Hive"."""
    assert permit(ONE, TWO) == [ONE, TWO]
    assert permit(THREE, remove=[ONE]) == [THREE]
    assert principals() == [TWO, THREE]


@pytest.mark.usefixtures("twin")
def test_what_is_allowed_already_keeps_its_id_and_is_not_added() -> None:
    """privatelink.md 5.2: unknown what AddedPrincipals tells then; the twin tells nothing, and keeps the id."""
    permit(ONE)
    before = permissions()
    assert permit(ONE, TWO) == [TWO]
    assert permissions()[0] == before[0]


@pytest.mark.usefixtures("twin")
def test_removing_what_is_not_allowed_succeeds() -> None:
    """privatelink.md 1.7: "Remove an absent principal: succeeds silently"."""
    assert permit(remove=[ONE, TWO]) == []
    assert principals() == []


@pytest.mark.usefixtures("twin")
def test_one_invalid_principal_refuses_the_whole_call() -> None:
    """privatelink.md 5.3: "atomicity when one principal is invalid" is unknown; nothing is granted, nothing revoked."""
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
    """privatelink.md 1.7 and 5.3: one principal in both lists and an empty call are unknown; the twin refuses."""
    assert refused_permission(**sent)[0] == code


@pytest.mark.usefixtures("twin")
def test_everybody_and_somebody_go_together() -> None:
    """privatelink.md 1.7: "`*` and explicit principals can coexist"."""
    permit("*", ONE)
    assert [item["PrincipalType"] for item in permissions()] == ["All", "Account"]


@pytest.mark.usefixtures("twin")
def test_transit_gateway_permissions_are_apart() -> None:
    """privatelink.md 1.7: the two types "are independent per principal"; GWLB services and account roots only."""
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
def test_one_call_carries_a_thousand(count: int) -> None:
    """privatelink.md 1.7: no limit is documented, "TF sends the whole delta unchunked"; 3.2: a user had 68."""
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
    """privatelink.md 1.7: "Removing a permission does not touch existing accepted connections."."""
    start(principals=[root("111111111111")], connections=[{"id": "vpce-0123456789abcdef1", "owner": "111111111111"}])
    permit(remove=[root("111111111111")])
    assert inspected().connections == {"vpce-0123456789abcdef1": "available"}


SOME = st.frozensets(st.sampled_from([*roots(6), "*", "sample.amazonaws.com"]))


@given(before=SOME, after=SOME)
def test_a_difference_makes_the_one_list_the_other(before: frozenset[str], after: frozenset[str]) -> None:
    """Whatever is granted, one call with the difference leaves exactly what was wished for."""
    with Twin(seed(principals=sorted(before))).start(port()):
        if before != after:
            assert set(permit(*sorted(after - before), remove=sorted(before - after))) == after - before
        assert inspected().principals == after


def test_a_principal_that_is_said_to_be_unknown_refuses_the_whole_call(start: Start) -> None:
    """privatelink.md 5.3 and 5.4: what EC2 says of a role that is gone is unknown; the first one is named."""
    start(unknown_principals=[TWO, THREE])
    code, status, message = refused_permission(AddAllowedPrincipals=[ONE, TWO, THREE])
    assert (code, status, message) == ("InvalidPrincipal", 400, f"Invalid Principal: '{TWO}'")
    assert principals() == []


def test_a_call_names_at_most_a_thousand_principals(start: Start) -> None:
    """privatelink.md 5.1: whether AWS has a limit is unknown; a client that relies on there being none is refused."""
    start()
    assert refused_permission(AddAllowedPrincipals=roots(1001))[:2] == ("ResourceCountExceeded", 400)
    assert permit(*roots(1000)) == roots(1000)


def test_a_call_names_any_number_where_a_seed_says_so(start: Start) -> None:
    """Somebody's client that sends "the whole delta unchunked" (privatelink.md 1.7) can be rehearsed, too."""
    start(quotas={"edits_per_call": 0})
    assert permit(*roots(2500)) == roots(2500)


def test_numbers_are_kept_where_a_seed_says_some(start: Start) -> None:
    """privatelink.md 5.1: unknown whether there are any; a call and a service have codes of their own."""
    start(quotas={"edits_per_call": 2, "principals_per_service": 3})
    assert refused_permission(AddAllowedPrincipals=[ONE, TWO, THREE])[:2] == ("ResourceCountExceeded", 400)
    assert permit(ONE, TWO) == [ONE, TWO]
    four = roots(4)[3]
    assert refused_permission(AddAllowedPrincipals=[THREE, four])[:2] == ("ResourceLimitExceeded", 400)
    assert permit(THREE) == [THREE]
    assert permit(four, remove=[ONE]) == [four]
    assert principals() == [TWO, THREE, four]
