"""A fake of a seller's endpoint services, made of plain data; it carries out every edit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.model import Verb
from reconciler.ports import (
    Clients,
    ConnectionNotification,
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    Grants,
    Row,
    SellerClients,
)
from reconciler.settings import Seller, Settings

from .ports import FakeCatalog, FakeIdentity, FakeOrganizations

HOME = "us-east-1"
SELLER = Seller("saas", "888888888888", (HOME,))
SETTINGS = Settings(file="reconciler.yaml", sellers=(SELLER,))


@dataclass
class FakeEndpointServices:
    """The services of one seller in one region. *grants_by_id* has their permission lists, *asked* every call in order.

    An edit is carried out at once, as far as the core edits anything: services, their load balancers, tags and
    principals, and rejected endpoints.
    """

    services: dict[str, EndpointServiceConfiguration] = field(default_factory=dict)
    principals: dict[str, set[str]] = field(default_factory=dict)
    connected: list[EndpointConnection] = field(default_factory=list)
    told: list[ConnectionNotification] = field(default_factory=list)
    others: int = 0
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def add(self, service_id: str, principals: Iterable[str] = (), **stated: Any) -> None:  # noqa: ANN401 - any field
        """Add a service."""
        known = {"state": "Available", "acceptance_required": True, "supported_regions": frozenset({HOME}), **stated}
        self.services[service_id] = EndpointServiceConfiguration(id=service_id, **known)
        self.principals[service_id] = set(principals)

    @property
    def written(self) -> list[str]:
        """Return the actions that wrote, in order."""
        return [action for action, _ in self.asked if not action.startswith("Describe")]

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Return all configurations, or those of *service_ids* that exist."""
        self.asked.append(("DescribeVpcEndpointServiceConfigurations", {"ServiceIds": list(service_ids)}))
        return tuple(one for one in self.services.values() if not service_ids or one.id in service_ids)

    def grants(self, service_id: str) -> Grants:
        """Return the permissions of one service."""
        self.asked.append(("DescribeVpcEndpointServicePermissions", {"ServiceId": service_id}))
        return Grants(frozenset(self.principals[service_id]), self.others)

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Return the endpoints connected to some services."""
        self.asked.append(("DescribeVpcEndpointConnections", {"ServiceIds": list(service_ids)}))
        return tuple(one for one in self.connected if one.service_id in service_ids)

    def notifications(self, service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Return the notifications of some services."""
        self.asked.append(("DescribeVpcEndpointConnectionNotifications", {"ServiceIds": list(service_ids)}))
        return tuple(one for one in self.told if one.service_id in service_ids)

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Fail: these reads have a port of their own."""
        raise NotImplementedError(verb, parameters)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Carry out one edit."""
        action = verb.name
        self.asked.append((action, parameters))
        carried_out = {
            "CreateVpcEndpointServiceConfiguration": self._create,
            "ModifyVpcEndpointServiceConfiguration": self._modify,
            "ModifyVpcEndpointServicePermissions": self._permit,
            "CreateTags": self._tag,
            "CreateVpcEndpointConnectionNotification": self._tell,
            "ModifyVpcEndpointConnectionNotification": self._retell,
            "DeleteVpcEndpointConnectionNotifications": self._silence,
            "RejectVpcEndpointConnections": self._reject,
            "DeleteVpcEndpointServiceConfigurations": self._delete,
        }
        made = carried_out[action](parameters) if action in carried_out else None
        return Edited(created_id=made)

    def _create(self, parameters: Mapping[str, Any]) -> str:
        made = f"vpce-svc-f{len(self.asked):016x}"
        tags = _tags(parameters["TagSpecifications"][0]["Tags"])
        self.add(made, load_balancers=frozenset(parameters["NetworkLoadBalancerArns"]), tags=tags)
        return made

    def _modify(self, parameters: Mapping[str, Any]) -> None:
        one = self.services[parameters["ServiceId"]]
        added = frozenset(parameters.get("AddNetworkLoadBalancerArns", ()))
        left = (one.load_balancers | added) - {*parameters.get("RemoveNetworkLoadBalancerArns", ())}
        assert left
        assert not added & {arn for other in self.services.values() for arn in other.load_balancers}
        self.services[one.id] = replace(one, load_balancers=left)

    def _permit(self, parameters: Mapping[str, Any]) -> None:
        listed = self.principals[parameters["ServiceId"]]
        listed.update(parameters.get("AddAllowedPrincipals", ()))
        listed.difference_update(parameters.get("RemoveAllowedPrincipals", ()))

    def _tag(self, parameters: Mapping[str, Any]) -> None:
        for service_id in parameters["Resources"]:
            one = self.services[service_id]
            self.services[service_id] = replace(one, tags={**one.tags, **_tags(parameters["Tags"])})

    def _reject(self, parameters: Mapping[str, Any]) -> None:
        gone = parameters["VpcEndpointIds"]
        self.connected = [replace(one, state="rejected") if one.endpoint_id in gone else one for one in self.connected]

    def _tell(self, parameters: Mapping[str, Any]) -> None:
        made = f"vpce-nfn-f{len(self.asked):016x}"
        topic, events = parameters["ConnectionNotificationArn"], frozenset(parameters["ConnectionEvents"])
        self.told.append(ConnectionNotification(made, parameters["ServiceId"], topic, events, "Enabled"))

    def _retell(self, parameters: Mapping[str, Any]) -> None:
        named, events = parameters["ConnectionNotificationId"], frozenset(parameters["ConnectionEvents"])
        assert named in {one.id for one in self.told}
        self.told = [replace(one, events=events) if one.id == named else one for one in self.told]

    def _silence(self, parameters: Mapping[str, Any]) -> None:
        self.told = [one for one in self.told if one.id not in parameters["ConnectionNotificationIds"]]

    def _delete(self, parameters: Mapping[str, Any]) -> None:
        for service_id in parameters["ServiceIds"]:
            del self.services[service_id]


def _tags(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in tags}


def selling(services: FakeEndpointServices, sellers: Sequence[Seller] = (SELLER,)) -> Clients:
    """Return clients of *sellers*, each of which has *services*."""
    known = {
        seller.name: SellerClients(
            identity=FakeIdentity(id=seller.account),
            regions=dict.fromkeys(seller.regions, services),
            calls=lambda _service, _region: services,
        )
        for seller in sellers
    }
    return Clients(catalog=FakeCatalog(), organizations=FakeOrganizations(), identity=FakeIdentity(), sellers=known)
