from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from reconciler.errors import Rejected
from reconciler.execute.edits import Edits
from reconciler.execute.ledger import Ledger
from reconciler.kind import remotes
from reconciler.kinds import all_kinds
from reconciler.model import Address, Operation, Request, Verb, known_after
from reconciler.ports import (
    Clients,
    ConnectionNotification,
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    Grants,
    Row,
    SellerClients,
    Unsuccessful,
)
from tests.fakes.ports import FakeIdentity, clients
from tests.fakes.world import FakeWorld
from tests.verbs import VERB

API = Address("endpoint_service", "api")
CREATE, DELETE = "CreateVpcEndpointServiceConfiguration", "DeleteVpcEndpointServiceConfigurations"


@dataclass
class Answering:
    """Endpoint services that record the calls they get and return the answers they were given."""

    edited: Edited = field(default_factory=Edited)
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Return one service, which is pending."""
        there = EndpointServiceConfiguration(id="vpce-svc-1", state="Pending", acceptance_required=True)
        return tuple(one for one in (there,) if one.id in service_ids)

    def grants(self, service_id: str) -> Grants:
        """Fail: no test reads grants."""
        raise NotImplementedError(service_id)

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Fail: no test reads by verb."""
        raise NotImplementedError(verb, parameters)

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Return endpoints in several states; the first three are live."""
        states = ("available", "pending", "pendingAcceptance", "rejected", "deleted")
        (service_id,) = service_ids
        return tuple(
            EndpointConnection(service_id, f"vpce-{number}", "333333333333", state, "eu-west-1", "")
            for number, state in enumerate(states, start=1)
        )

    def notifications(self, service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Fail: no test reads notifications."""
        raise NotImplementedError(service_ids)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Record the call and return its answer."""
        self.sent.append((verb.name, parameters))
        return self.edited


def operation(action: str, **parameters: Any) -> Operation:  # noqa: ANN401 - parameters of a call
    """Return one call of a seller in Ireland."""
    return Operation(
        id="op-1",
        after=(),
        account="888888888888",
        region="eu-west-1",
        service="ec2",
        action=action,
        parameters=parameters,
        requests=(request(action),),
    )


def request(action: str) -> Request:
    """Return a request for one call on the service."""
    verb = VERB[action]
    return Request(address=API, verb=verb, details={}, remote_id=None, seller="saas", region="eu-west-1")


REMOTES = remotes(all_kinds())


def selling(services: Answering) -> Clients:
    """Return sellers with one seller in one region."""
    identity, places = FakeIdentity(id="888888888888"), {"eu-west-1": services}
    saas = SellerClients(identity=identity, regions=places, calls=lambda _service, _region: services)
    return replace(clients(FakeWorld.of()), sellers={"saas": saas})


def send(services: Answering, planned: Operation) -> Edited:
    """Send a call; one region is known, and the id of one service."""
    ledger = Ledger(REMOTES, {API: "vpce-svc-1"})
    return Edits(selling(services)).send(planned, ledger, "token-1")


def test_ids_that_are_known_by_now_are_filled_in() -> None:
    """References are replaced alone and in lists; all other parameters are sent as planned."""
    services = Answering()
    known = known_after("op-1", API)
    send(services, operation("CreateTags", Resources=[known], Tags=[{"Key": "a", "Value": "b"}]))
    send(services, operation("ModifyVpcEndpointServicePermissions", ServiceId=known, AddAllowedPrincipals=["*"]))
    assert services.sent == [
        ("CreateTags", {"Resources": ["vpce-svc-1"], "Tags": [{"Key": "a", "Value": "b"}]}),
        ("ModifyVpcEndpointServicePermissions", {"ServiceId": "vpce-svc-1", "AddAllowedPrincipals": ["*"]}),
    ]


def test_only_a_creation_carries_a_token() -> None:
    """The other calls do not accept a token."""
    services = Answering(Edited(created_id="vpce-svc-2"))
    assert send(services, operation(CREATE, AcceptanceRequired=True)).created_id == "vpce-svc-2"
    send(services, operation(DELETE, ServiceIds=["vpce-svc-1"]))
    assert services.sent == [
        (CREATE, {"AcceptanceRequired": True, "ClientToken": "token-1"}),
        (DELETE, {"ServiceIds": ["vpce-svc-1"]}),
    ]


def test_unsuccessful_items_of_an_answer_are_a_refusal() -> None:
    """Rejections and deletions return HTTP 200 whatever became of their items (privatelink 1.5)."""
    items = (
        Unsuccessful("vpce-1", "IncorrectState", "not now"),
        Unsuccessful("vpce-2", "InvalidVpcEndpointId.NotFound", "gone"),
        Unsuccessful("vpce-3", "OperationNotPermitted", "never"),
    )
    with pytest.raises(Rejected) as refused:
        send(Answering(Edited(unsuccessful=items)), operation("RejectVpcEndpointConnections", ServiceId="vpce-svc-1"))
    assert (refused.value.code, refused.value.message) == ("IncorrectState", "vpce-1: not now; vpce-3: never")


def test_a_rejection_of_ended_connections_succeeds() -> None:
    """A lost call, the consumer or another user may have ended them; only live connections count."""
    over = Edited(unsuccessful=tuple(Unsuccessful(f"vpce-{number}", "IncorrectState", "") for number in (4, 5, 6)))
    assert send(Answering(over), operation("RejectVpcEndpointConnections", ServiceId="vpce-svc-1")) == over


@pytest.mark.parametrize(("ids", "pending"), [({API: "vpce-svc-1"}, True), ({API: "vpce-svc-2"}, False), ({}, False)])
def test_a_service_that_is_pending_may_take_an_edit_later(ids: dict[Address, str], *, pending: bool) -> None:
    """An edit of a service that does not exist is not repeated."""
    edits = Edits(selling(Answering()))
    assert edits.comes_up(request("ModifyVpcEndpointServicePermissions"), Ledger(REMOTES, ids)) == pending


@pytest.mark.parametrize("code", ["InvalidVpcEndpointService.NotFound", "InvalidVpcEndpointServiceId.NotFound"])
def test_a_repeated_deletion_succeeds_when_the_service_is_gone(code: str) -> None:
    """The answer to the first deletion was lost, and the second finds no service."""
    gone = Edited(unsuccessful=(Unsuccessful("vpce-svc-1", code, "does not exist"),))
    assert send(Answering(gone), operation(DELETE)) == gone


@pytest.mark.parametrize("service_id", ["vpce-svc-1", "vpce-svc-2"])
def test_a_service_that_is_not_listed_yet_is_pending(service_id: str) -> None:
    """EC2's reads lag behind its writes (privatelink 1.0)."""
    found = Edits(selling(Answering())).readiness(request(CREATE), Ledger(REMOTES, {API: service_id}))
    assert (found.state, found.ready) == ("Pending", False)


def test_a_reference_within_a_text_is_filled_in() -> None:
    """The text that AWS expects contains the id at its place."""
    arn = "arn:aws:ec2:eu-west-1:888888888888:vpc-endpoint-service/{}"
    services, told = Answering(), known_after("op-1", API, arn)
    send(services, operation("CreateTags", Resources=["x"], Tags=[{"Key": "service", "Value": told}]))
    ((_, sent),) = services.sent
    assert sent["Tags"] == [{"Key": "service", "Value": arn.replace("{}", "vpce-svc-1")}]
