"""Calls to EC2 are replayed as well: the final services of a seller, and the calls that EC2 refuses."""

from typing import Any

import pytest

from tests.replay.documents import SERVICE, SERVICE_ID, creation, edit, service, sold

MODIFY, PERMIT = "ModifyVpcEndpointServiceConfiguration", "ModifyVpcEndpointServicePermissions"
PAYER, REJECT = "ModifyVpcEndpointServicePayerResponsibility", "RejectVpcEndpointConnections"
DELETE, TAG = "DeleteVpcEndpointServiceConfigurations", "CreateTags"
ACME, GLOBEX = "arn:aws:iam::333333333333:root", "arn:aws:iam::555555555555:root"


def ending(number: int) -> Any:  # noqa: ANN401 - JSON
    """Delete the one service."""
    return edit(number, DELETE, ServiceId=None, ServiceIds=[SERVICE_ID])


def test_every_call_has_its_effect() -> None:
    """Values become those sent, lists change by member, and tags change by key.

    Sources are privatelink 1.2, privatelink 1.7, privatelink 1.8 and privatelink 1.10.
    """
    assert sold(
        edit(
            1,
            MODIFY,
            AddNetworkLoadBalancerArns=["nlb-b"],
            RemoveNetworkLoadBalancerArns=["nlb-a"],
            AddSupportedIpAddressTypes=["ipv6"],
            AddSupportedRegions=["eu-west-1"],
            RemoveSupportedRegions=["ap-south-1"],
            AcceptanceRequired=False,
            PrivateDnsName="api.example.com",
        ),
        edit(3, PAYER, PayerResponsibility="ServiceOwner"),
        edit(4, TAG, ServiceId=None, Resources=[SERVICE_ID], Tags=[{"Key": "team", "Value": "platform"}]),
        edit(5, PERMIT, AddAllowedPrincipals=[ACME], RemoveAllowedPrincipals=[GLOBEX]),
        edit(5, REJECT, VpcEndpointIds=["vpce-1"]),
        before=service(
            ip_address_types=["ipv4"],
            supported_regions=["ap-south-1"],
            acceptance_required=True,
            allowed_principals=[GLOBEX],
        ),
        api=service(
            load_balancers=["nlb-b"],
            ip_address_types=["ipv4", "ipv6"],
            supported_regions=["eu-west-1"],
            acceptance_required=False,
            private_dns_name="api.example.com",
            payer="service_owner",
            tags__team="platform",
            allowed_principals=[ACME],
        ),
    ) == (f"AWS would refuse op-5: vpce-1 is not connected to {SERVICE}",)


def test_a_service_is_known_by_its_address_once_it_is_created() -> None:
    """A new service supports its home region and requires acceptance (privatelink 1.1)."""
    made = creation(1, SupportedRegions=["us-east-1", "eu-west-1"], PrivateDnsName="api.example.com")
    admitted = edit(2, PERMIT, [1], ServiceId={"known_after": "op-1", "address": SERVICE}, AddAllowedPrincipals=[ACME])
    wish = service(
        load_balancers=["nlb-b"],
        supported_regions=["eu-west-1"],
        acceptance_required=True,
        private_dns_name="api.example.com",
        tags__reconciler_name="api",
        allowed_principals=[ACME],
    )
    named = {path.replace("reconciler_", "reconciler:"): value for path, value in wish.items()}
    assert sold(made, admitted, api=named) == ()
    assert sold(admitted, made, api=named)[0] == f"AWS would refuse op-2: {SERVICE} does not exist"
    assert sold(creation(1, "other"), api=named) == (
        f"{SERVICE} was not made",
        "endpoint_service.other was created, but the desired state does not have it",
    )


def test_a_service_that_ends_is_free_of_endpoints_first() -> None:
    """A service can be deleted once its connections are rejected (privatelink 1.5)."""
    before = service(connections=["vpce-1"])
    absent = service(state="absent", connections=[])
    cut = edit(1, REJECT, VpcEndpointIds=["vpce-1"])
    assert sold(cut, ending(2), before=before, api=absent) == ()
    assert sold(ending(2), before=before, api=absent) == (
        f"AWS would refuse op-2: {SERVICE} is deleted while vpce-1 is connected",
    )


def test_a_private_dns_name_is_removed_by_its_own_flag() -> None:
    """EC2 removes the name by RemovePrivateDnsName (privatelink 1.2)."""
    gone = edit(1, MODIFY, RemovePrivateDnsName=True)
    named, plain = service(private_dns_name="api.example.com"), service(private_dns_name=None)
    assert sold(gone, before=named, api=plain) == ()
    assert sold(before=named, api=plain) == (f"{SERVICE} private_dns_name is api.example.com in the end, not None",)


@pytest.mark.parametrize(
    ("call", "before", "why"),
    [
        (edit(1, "Rename"), {}, "Rename is no call on an endpoint service"),
        (edit(1, PERMIT, ServiceId="vpce-svc-other", AddAllowedPrincipals=[ACME]), {}, "vpce-svc-other does not exist"),
        (edit(1, PERMIT, AddAllowedPrincipals=[ACME]), {"state": "absent"}, f"{SERVICE} does not exist"),
        (
            edit(1, PERMIT, region="eu-west-1", AddAllowedPrincipals=[ACME]),
            {},
            f"{SERVICE} is in us-east-1 of 888888888888",
        ),
        (edit(1, PERMIT), {}, f"{PERMIT} of {SERVICE} edits nothing"),
        (
            edit(1, PERMIT, AddAllowedPrincipals=[ACME], RemoveAllowedPrincipals=[ACME]),
            {"allowed_principals": [ACME]},
            f"{ACME} is added to {SERVICE} and removed at once",
        ),
        (edit(1, MODIFY, RemoveNetworkLoadBalancerArns=["nlb-a"]), {}, f"{SERVICE} has no load balancer left"),
        (
            edit(1, MODIFY, AddNetworkLoadBalancerArns=["nlb-b"], RemoveNetworkLoadBalancerArns=["nlb-a"]),
            {"connections": ["vpce-1"]},
            f"{SERVICE} loses a load balancer while vpce-1 is connected",
        ),
        (creation(1, "new", NetworkLoadBalancerArns=[]), {}, "endpoint_service.new has no load balancer"),
        (
            creation(1, "new", NetworkLoadBalancerArns=["nlb-a"]),
            {},
            f"nlb-a backs {SERVICE} when endpoint_service.new takes it",
        ),
        (edit(1, REJECT, VpcEndpointIds=["vpce-1"]), {}, f"vpce-1 is not connected to {SERVICE}"),
    ],
)
def test_every_refusal_of_ec2_is_found(call: Any, before: dict[str, Any], why: str) -> None:  # noqa: ANN401 - JSON
    """Each finding names the call and the reason.

    Sources are privatelink 1.0, privatelink 1.1, privatelink 1.2, privatelink 1.5 and privatelink 1.7.
    """
    coming = {"tags.reconciler:name": "new"}
    assert sold(call, before=service(**before), new=coming) == (f"AWS would refuse op-1: {why}",)


def test_a_service_is_created_once_and_only_where_it_is_desired() -> None:
    """A second creation for an address is refused; a creation that no document asks for is found."""
    wish = {"tags.reconciler:name": "api"}
    twice = [creation(1), creation(2, NetworkLoadBalancerArns=["nlb-c"])]
    assert sold(*twice, api=wish) == (f"AWS would refuse op-2: {SERVICE} exists",)
    assert sold(creation(1, "stray")) == ("endpoint_service.stray was created, but the desired state does not have it",)


def test_a_needless_call_is_found() -> None:
    """Needless are a grant that exists, a payer that pays already, and a tag that has the value."""
    there = service(allowed_principals=[ACME], payer="service_owner", tags__team="platform")
    calls = {
        PERMIT: edit(1, PERMIT, AddAllowedPrincipals=[ACME]),
        PAYER: edit(1, PAYER, PayerResponsibility="ServiceOwner"),
        TAG: edit(1, TAG, ServiceId=None, Resources=[SERVICE_ID], Tags=[{"Key": "team", "Value": "platform"}]),
    }
    for action, call in calls.items():
        assert sold(call, before=there, api=there) == (f"op-1 could do without {action} of {SERVICE}",)


def test_a_call_waits_for_its_service_and_for_its_load_balancers() -> None:
    """The order of the list is no proof, since several calls run at a time."""
    made = {"known_after": "op-1", "address": SERVICE}
    admitted = edit(2, PERMIT, ServiceId=made, AddAllowedPrincipals=[ACME])
    wish = {"tags.reconciler:name": "api", "allowed_principals": frozenset({ACME})}
    assert sold(creation(1), admitted, api=wish) == ("op-2 does not wait for op-1",)
    new = {"tags.reconciler:name": "new"}
    freed = service(load_balancers=["nlb-a", "nlb-b"]), service()
    lets_go = edit(1, MODIFY, RemoveNetworkLoadBalancerArns=["nlb-b"])
    assert sold(lets_go, creation(2, "new"), before=freed[0], api=freed[1], new=new) == ("op-2 does not wait for op-1",)
    takes = creation(2, "new", NetworkLoadBalancerArns=["nlb-a"])
    gone = service(state="absent")
    assert sold(ending(1), takes, before=service(), api=gone, new=new) == ("op-2 does not wait for op-1",)


def test_a_call_waits_for_every_call_whose_id_it_uses() -> None:
    """The id may be of another object and stand within a text."""
    told = {"known_after": "op-1", "address": "endpoint_service.new", "within": "service/{}"}
    tags = [{"Key": "peer", "Value": told}]
    wish = {"api": service(**{"tags.peer": told}), "new": {"tags.reconciler:name": "new"}}
    for waits, findings in (((), ("op-2 does not wait for op-1",)), ((1,), ())):
        tagged = edit(2, TAG, waits, ServiceId=None, Resources=[SERVICE_ID], Tags=tags)
        assert sold(creation(1, "new"), tagged, before=service(), **wish) == findings
