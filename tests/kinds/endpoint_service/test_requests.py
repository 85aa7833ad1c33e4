"""The requests to EC2 for a changed service, in their order."""

import pytest

from reconciler.kind import Planned
from reconciler.kinds.endpoint_service.requests import requests
from reconciler.model import Action, Address, Change, Observed, Pair, RequestKey, SetChange, ValueChange
from reconciler.model.change import FieldChange
from reconciler.model.terms import Terms
from reconciler.ports import EndpointConnection
from tests.kinds.endpoint_service.planning import ACME, desired, nlb, root

API = Address("endpoint_service", "api")
ID = "vpce-svc-0123456789abcdef0"
TEXT = f"{{kind: endpoint_service, name: api, region: us-east-1, id: {ID}}}"
CREATE, MODIFY = "CreateVpcEndpointServiceConfiguration", "ModifyVpcEndpointServiceConfiguration"
ACCEPTS = ValueChange("acceptance_required", before=True, after=False)
PERMIT, REJECT = "ModifyVpcEndpointServicePermissions", "RejectVpcEndpointConnections"


def planned(*fields: FieldChange, action: Action = Action.UPDATE, text: str = TEXT, live: int = 0) -> Planned:
    """Plan one change of an existing service with a number of live connections of one customer."""
    from reconciler.kinds.endpoint_service.spec import EndpointServiceSpec

    connections = tuple(
        EndpointConnection(ID, f"vpce-{number}", ACME, "available", "us-east-1", "") for number in range(live)
    )
    observed = None
    if action is not Action.CREATE:
        spec = EndpointServiceSpec(allowed_principals=frozenset({root(ACME)}), load_balancers=frozenset({nlb()}))
        observed = Observed(spec=spec, remote_id=ID, facts={"connections": connections})
    change = Change(address=API, action=action, fields=fields, remote_id=ID, reason="", source="")
    return Planned(change=change, pair=Pair(desired(text), observed))


def asked(*fields: FieldChange, action: Action = Action.UPDATE, text: str = TEXT, terms: Terms | None = None,
          live: int = 0) -> list[tuple[str, object, list[str]]]:  # fmt: skip
    """Return the requests: verb, details, and the verbs that must have ended before."""
    found = requests([planned(*fields, action=action, text=text, live=live)], terms or Terms())
    return [(one.verb.name, one.details, sorted(key.verb for key in one.after)) for one in found]


def test_each_list_is_edited_by_members() -> None:
    """An empty side is left out."""
    fields = (
        SetChange("load_balancers", frozenset({nlb("b")}), frozenset({nlb()}), 0),
        SetChange("ip_address_types", frozenset({"ipv6"}), frozenset(), 1),
        SetChange("supported_regions", frozenset(), frozenset({"eu-west-1"}), 0),
    )
    assert asked(*fields) == [
        (
            MODIFY,
            {
                "AddNetworkLoadBalancerArns": [nlb("b")],
                "RemoveNetworkLoadBalancerArns": [nlb()],
                "AddSupportedIpAddressTypes": ["ipv6"],
                "RemoveSupportedRegions": ["eu-west-1"],
            },
            [],
        )
    ]


def test_a_creation_sends_all_stated_fields_and_the_name_tag() -> None:
    """Fields that are not stated are left out; the tag says which document made the service."""
    text = (
        f"{{kind: endpoint_service, name: api, region: us-east-1, load_balancers: ['{nlb()}'], "
        "acceptance_required: false, tags: {team: saas}}"
    )
    tags = [{"Key": "reconciler:name", "Value": "api"}, {"Key": "team", "Value": "saas"}]
    ((verb, details, _),) = asked(action=Action.CREATE, text=text)
    assert (verb, details) == (
        CREATE,
        {
            "NetworkLoadBalancerArns": [nlb()],
            "AcceptanceRequired": False,
            "TagSpecifications": [{"ResourceType": "vpc-endpoint-service", "Tags": tags}],
        },
    )


@pytest.mark.parametrize(
    ("field", "details"),
    [
        (ACCEPTS, {"AcceptanceRequired": False}),
        (ValueChange("private_dns_name", None, "a.example.com"), {"PrivateDnsName": "a.example.com"}),
        (ValueChange("private_dns_name", "a.example.com", None), {"RemovePrivateDnsName": True}),
    ],
)
def test_a_value_is_sent_as_desired(field: ValueChange, details: dict[str, object]) -> None:
    """False is sent as a value, and "no name" by a flag."""
    assert asked(field) == [(MODIFY, details, [])]


def test_payer_and_tags_are_calls_of_their_own() -> None:
    """Neither is part of the configuration that EC2 modifies."""
    assert asked(ValueChange("payer", "endpoint_owner", "service_owner"), ValueChange("tags.a.b", None, "c")) == [
        ("CreateTags", {"Tags": [{"Key": "a.b", "Value": "c"}]}, []),
        ("ModifyVpcEndpointServicePayerResponsibility", {"PayerResponsibility": "ServiceOwner"}, []),
    ]


def test_everything_waits_for_the_creation() -> None:
    """All other requests need the service."""
    text = (
        f"{{kind: endpoint_service, name: api, region: us-east-1, load_balancers: ['{nlb()}'], payer: service_owner}}"
    )
    fields = (
        ValueChange("payer", None, "service_owner"),
        SetChange("allowed_principals", frozenset({root(ACME)}), frozenset(), 0),
    )
    assert [(verb, after) for verb, _, after in asked(*fields, action=Action.CREATE, text=text)] == [
        (CREATE, []),
        ("ModifyVpcEndpointServicePayerResponsibility", [CREATE]),
        (PERMIT, [CREATE]),
    ]


def test_connections_are_rejected_after_their_grants_are_removed() -> None:
    """Only those that are to end are rejected; without a change of the list, at once."""
    field = SetChange("allowed_principals", frozenset(), frozenset({root(ACME)}), 0)
    ends = SetChange("connections", frozenset(), frozenset({"vpce-0", "vpce-1"}), 0)
    removal: tuple[str, object, list[str]] = (PERMIT, {"RemoveAllowedPrincipals": [root(ACME)]}, [])
    assert asked(field, live=2) == [removal]
    assert asked(field, ends, live=2) == [removal, (REJECT, {"VpcEndpointIds": ["vpce-0", "vpce-1"]}, [PERMIT])]
    assert asked(ends, live=2) == [(REJECT, {"VpcEndpointIds": ["vpce-0", "vpce-1"]}, [])]


def test_connections_are_rejected_before_a_service_is_deleted() -> None:
    """EC2 deletes no service with connections."""
    assert asked(action=Action.DELETE, live=1) == [
        (REJECT, {"VpcEndpointIds": ["vpce-0"]}, []),
        ("DeleteVpcEndpointServiceConfigurations", {}, [REJECT]),
    ]
    assert asked(action=Action.DELETE) == [("DeleteVpcEndpointServiceConfigurations", {}, [])]


def test_each_part_of_a_long_edit_waits_for_the_one_before() -> None:
    """Each part carries as many edits as allowed."""
    field = SetChange("allowed_principals", frozenset("abc"), frozenset("xy"), 0)
    found = requests([planned(field)], Terms(permission_edits_per_call=2))
    assert [(dict(one.details), one.after) for one in found] == [
        ({"AddAllowedPrincipals": ["a", "b"]}, frozenset()),
        ({"AddAllowedPrincipals": ["c"], "RemoveAllowedPrincipals": ["x"]}, {RequestKey(API, PERMIT, 0)}),
        ({"RemoveAllowedPrincipals": ["y"]}, {RequestKey(API, PERMIT, 1)}),
    ]


def test_every_call_has_its_seller_region_and_id() -> None:
    """Seller and region are those of the document, the id is AWS's."""
    (found,) = requests([planned(ACCEPTS)], Terms())
    assert (found.verb.service, found.seller, found.region, found.remote_id) == ("ec2", "saas", "us-east-1", ID)
