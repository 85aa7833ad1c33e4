"""The backends, in moto's sense, of endpoint services: one for each account and Region."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Final

from moto.core.base_backend import BackendDict, BaseBackend

from reconciler.regions import known_regions
from reconciler.twin.ec2 import consumers, population
from reconciler.twin.ec2.codes import REQUEST_LIMIT_EXCEEDED
from reconciler.twin.ec2.conditions import Conditions, Phase
from reconciler.twin.ec2.connection import Connection
from reconciler.twin.ec2.consumers import Consumer
from reconciler.twin.ec2.endpoint_service import EndpointService
from reconciler.twin.ec2.endpoints import DELETED, DELETING, Subnet, check_subnets
from reconciler.twin.ec2.inspection import InspectedService, inspected
from reconciler.twin.ec2.operations import bucket, carry_out
from reconciler.twin.ec2.records import Records
from reconciler.twin.ec2.seed import SeededEndpointServices
from reconciler.twin.ec2.view import Answer, Parameters, View, check_dry_run
from reconciler.twin.rates import Buckets

from .backends import standing
from .load_balancers import load_balancer, plant_load_balancer

LOCK: Final = RLock()
"""Held while an operation is carried out, since the server has a thread for each connection."""


class EndpointServicesBackend(BaseBackend):
    """The endpoint services of one account in one Region, with access to those of other accounts."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.records = Records()
        self.buckets = Buckets(bucket)
        self.ending: dict[str, Phase] = {}

    @property
    def _url_module(self) -> ModuleType:
        """The module with `url_bases` and `url_paths`, which moto would look for under the name `urls`."""
        return import_module(f"{__package__}.ec2")

    @property
    def now(self) -> float:
        """The time of the twin's clock, in seconds since 1970."""
        return Conditions.in_force.clock()

    def admit(self, operation: str) -> None:
        """Take a token for a call of any EC2 operation, if request rates are on.

        Raises:
            Refusal: the bucket is empty.
        """
        with LOCK:
            if Conditions.in_force.request_rates and not self.buckets.take(operation, self.now):
                raise REQUEST_LIMIT_EXCEEDED()

    def call(self, operation: str, sent: Parameters) -> Answer:
        """Carry out one operation of a seller.

        Raises:
            Refusal: EC2 refuses, or the call was a dry run. In both cases nothing has changed.
        """
        with LOCK:
            view = View(
                account=self.account_id,
                region=self.region_name,
                operation=operation,
                now=self.now,
                conditions=Conditions.in_force,
                records=self.records,
                load_balancers=load_balancer,
            )
            return carry_out(operation, view, sent)

    def describe_services(self, consumer: Consumer, sent: Parameters) -> Answer:
        """Describe the services that a consumer may connect to."""
        with LOCK:
            answer = consumers.describe_services(consumer, every_service(), sent, self.now)
        check_dry_run(sent)
        return answer

    def connect(
        self, consumer: Consumer, sent: Parameters, subnets: Callable[[], Sequence[Subnet]], create: Callable[[], str]
    ) -> str:
        """Connect the endpoint that *create* makes, and return its id; a token that was sent before makes no other.

        *subnets* returns those of the endpoint.

        Raises:
            Refusal: the consumer may not connect to this service in this way; no endpoint is made.
        """
        with LOCK:
            repeated = self.records.answer_to(sent)
            if repeated:
                return str(repeated["VpcEndpointId"])
            service = consumers.connectable(consumer, every_service(), sent, self.now)
            found = subnets()
            check_subnets(service, found, sent, self.region_name)
            check_dry_run(sent)
            endpoint, zones = create(), [subnet.zone for subnet in found]
            _put(consumers.connected(service, consumer, endpoint, zones, sent, Conditions.in_force))
            self.records.remember(sent, {"VpcEndpointId": endpoint})
            return endpoint

    def disconnect(self, endpoint: str) -> None:
        """Record that a consumer of this account and Region deleted an endpoint, which is deleting for a time."""
        with LOCK:
            service = self.service_of(endpoint)
            if service:
                _put(consumers.departed(service, endpoint, Conditions.in_force))
                due = self.now + Conditions.in_force.deleting
                self.ending.setdefault(endpoint, Phase(DELETING, due, DELETED))

    def connection(self, endpoint: str) -> Connection | None:
        """Return the connection of an endpoint of this account and Region to a service of a customer of AWS."""
        service = self.service_of(endpoint)
        return service.connections[endpoint] if service else None

    def state_of(self, endpoint: str) -> str | None:
        """Return the state of an endpoint as its consumer sees it; None for an endpoint of another service."""
        phase = self.ending.get(endpoint)
        found = self.connection(endpoint)
        return phase.at(self.now) if phase else found.phase.at(self.now) if found else None

    def service_of(self, endpoint: str) -> EndpointService | None:
        """Return the service to which an endpoint of this account and Region is connected."""
        for service in every_service():
            found = service.connections.get(endpoint)
            if found and (found.owner, found.region) == (self.account_id, self.region_name):
                return service
        return None

    def uses(self, load_balancer: str) -> bool:
        """Whether a service of this account and Region uses a load balancer."""
        return any(load_balancer in service.load_balancers for service in self.records.all(self.now))


endpointservices_backends = BackendDict(
    EndpointServicesBackend, "ec2", use_boto3_regions=False, additional_regions=sorted(known_regions())
)


def every_service() -> Iterator[EndpointService]:
    """Yield the services of all accounts and Regions."""
    for _, _, backend in standing(endpointservices_backends):
        yield from backend.records.all(backend.now)


def plant_services(seed: SeededEndpointServices) -> None:
    """Add the load balancers and the services of *seed*."""
    for balancer in seed.load_balancers:
        plant_load_balancer(balancer)
    for service in population.services(seed, load_balancer):
        endpointservices_backends[service.owner][service.region].records.plant(service)


def inspect() -> dict[str, InspectedService]:
    """Return the services of all accounts and Regions by id, without stale reads and without calls."""
    with LOCK:
        return inspected(every_service(), Conditions.in_force.clock())


def lose_verification(service_id: str, state: str) -> None:
    """Put the private DNS name of a service into *state*, which is not `verified` any more."""
    with LOCK:
        (found,) = (one for one in every_service() if one.id == service_id)
        assert found.private_dns  # noqa: S101 - a test's own mistake
        _put(replace(found, private_dns=found.private_dns.lost(state)))


def _put(service: EndpointService) -> None:
    endpointservices_backends[service.owner][service.region].records.put(service)
