from typing import Any

import pytest

from reconciler.errors import Refused, Rejected, Throttled
from reconciler.ports import Calls, EndpointServices, Unsuccessful
from reconciler.twin.twin import Twin
from tests.aws.called import WRITES
from tests.aws.sellers.on_twin import Selling, sold
from tests.twin.ec2.sellers import ABROAD, CUSTOMER, FREE, HOME, LIVE, SERVICE, SPARE, STRANGER, UNKNOWN, WAITING, root
from tests.verbs import VERB


def test_a_service_is_created_modified_tagged_paid_for_and_deleted(api: EndpointServices, calls: Calls) -> None:
    """The next read shows each edit; the same token creates nothing twice."""
    creation = {
        "NetworkLoadBalancerArns": [FREE],
        "AcceptanceRequired": False,
        "PrivateDnsName": "api.example.com",
        "ClientToken": "token-1",
        "TagSpecifications": [
            {"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "reconciler:name", "Value": "api"}]}
        ],
    }
    created = calls.edit(VERB["CreateVpcEndpointServiceConfiguration"], creation).created_id
    assert calls.edit(VERB["CreateVpcEndpointServiceConfiguration"], creation).created_id == created
    assert created
    edits: dict[str, dict[str, Any]] = {
        "ModifyVpcEndpointServiceConfiguration": {
            "ServiceId": created,
            "AcceptanceRequired": True,
            "RemovePrivateDnsName": True,
            "AddNetworkLoadBalancerArns": [SPARE],
            "AddSupportedRegions": [ABROAD],
        },
        "ModifyVpcEndpointServicePayerResponsibility": {"ServiceId": created, "PayerResponsibility": "ServiceOwner"},
        "CreateTags": {"Resources": [created], "Tags": [{"Key": "team", "Value": "platform"}]},
    }
    for action, parameters in edits.items():
        before = api.configurations([created])
        assert calls.edit(VERB[action], parameters).unsuccessful == ()
        assert api.configurations([created]) != before
    (found,) = api.configurations([created, UNKNOWN])
    assert (found.acceptance_required, found.payer) == (True, "ServiceOwner")
    assert (found.private_dns_name, found.private_dns) == (None, None)
    assert found.load_balancers == {FREE, SPARE}
    assert found.ip_address_types == {"ipv4"}
    assert found.supported_regions == {HOME, ABROAD}
    assert found.tags == {"reconciler:name": "api", "team": "platform"}
    assert calls.edit(VERB["DeleteVpcEndpointServiceConfigurations"], {"ServiceIds": [created]}).unsuccessful == ()
    assert api.configurations([created]) == ()


def test_a_private_dns_name_comes_with_the_record_to_publish(api: EndpointServices, calls: Calls) -> None:
    """The answer has a label and a value, not verified yet."""
    calls.edit(
        VERB["ModifyVpcEndpointServiceConfiguration"], {"ServiceId": SERVICE, "PrivateDnsName": "api.example.com"}
    )
    (found,) = api.configurations()
    assert found.private_dns_name == "api.example.com"
    assert found.private_dns
    assert found.private_dns.state == "pendingVerification"
    assert (found.private_dns.name[0], found.private_dns.value[:5]) == ("_", "vpce:")


def test_one_call_adds_and_removes_grants(api: EndpointServices, calls: Calls, twin: Twin) -> None:
    """Adding a grant that exists and removing one that does not are no errors."""
    twin.reset(sold([root(CUSTOMER), "arn:aws:iam::444444444444:role/a"]))
    edit = {
        "ServiceId": SERVICE,
        "AddAllowedPrincipals": ["*", root(CUSTOMER)],
        "RemoveAllowedPrincipals": ["arn:aws:iam::444444444444:role/a", root(STRANGER)],
    }
    assert calls.edit(VERB["ModifyVpcEndpointServicePermissions"], edit).unsuccessful == ()
    assert api.grants(SERVICE).principals == {"*", root(CUSTOMER)}
    assert twin.calls.writes() == {"ModifyVpcEndpointServicePermissions": 1}


def test_a_principal_in_a_form_that_ec2_refuses_is_rejected(api: EndpointServices, calls: Calls) -> None:
    """The message is EC2's, and nothing of the call is done."""
    edit = {"ServiceId": SERVICE, "AddAllowedPrincipals": ["*", "arn:aws:sts::333333333333:assumed-role/a/b"]}
    with pytest.raises(Rejected, match="Invalid Principal: 'arn:aws:sts::") as caught:
        calls.edit(VERB["ModifyVpcEndpointServicePermissions"], edit)
    assert caught.value.code == "InvalidPrincipal"
    assert api.grants(SERVICE).principals == frozenset()


def test_connections_are_read_and_rejected_and_then_the_service_goes(api: EndpointServices, calls: Calls) -> None:
    """Items that EC2 does not carry out, in spite of HTTP 200, are reported."""
    found = {one.endpoint_id: one for one in api.connections([SERVICE, UNKNOWN])}
    assert {id_: (one.owner, one.state, one.region) for id_, one in found.items()} == {
        LIVE: (CUSTOMER, "available", HOME),
        WAITING: (STRANGER, "pendingAcceptance", ABROAD),
    }
    assert found[LIVE].created_at == "2026-01-31T12:00:00Z"
    refused = Unsuccessful(
        SERVICE, "ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections!"
    )
    delete = "DeleteVpcEndpointServiceConfigurations"
    assert calls.edit(VERB[delete], {"ServiceIds": [SERVICE]}).unsuccessful == (refused,)
    reject = {"ServiceId": SERVICE, "VpcEndpointIds": [LIVE, WAITING, "vpce-00000000000000000"]}
    unknown = calls.edit(VERB["RejectVpcEndpointConnections"], reject).unsuccessful
    assert [(one.resource_id, one.code) for one in unknown] == [
        ("vpce-00000000000000000", "InvalidVpcEndpointId.NotFound")
    ]
    assert {one.state for one in api.connections([SERVICE])} == {"rejected"}
    assert calls.edit(VERB[delete], {"ServiceIds": [SERVICE]}).unsuccessful == ()


def test_an_edit_whose_answer_is_lost_may_be_sent_again(api: EndpointServices, calls: Calls, twin: Twin) -> None:
    """Adding a grant that exists is no error."""
    edit = {"ServiceId": SERVICE, "AddAllowedPrincipals": [root(CUSTOMER)]}
    twin.faults.lose_answer("ModifyVpcEndpointServicePermissions")
    with pytest.raises(Throttled):
        calls.edit(VERB["ModifyVpcEndpointServicePermissions"], edit)
    calls.edit(VERB["ModifyVpcEndpointServicePermissions"], edit)
    assert api.grants(SERVICE).principals == {root(CUSTOMER)}


@pytest.mark.parametrize("call", sorted(call for call in WRITES if call.startswith("ec2:")))
def test_planning_clients_write_nothing(twin: Twin, selling: Selling, call: str) -> None:
    """The client refuses every call of the write list."""
    with pytest.raises(Refused):
        selling().calls("ec2", HOME).edit(VERB[call.partition(":")[2]], {"ServiceId": SERVICE})
    assert len(twin.calls) == 0
