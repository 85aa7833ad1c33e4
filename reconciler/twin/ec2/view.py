"""What one call of an account sees of its endpoint services in one region, what it sends, and what it changes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from reconciler import limits

from .codes import (
    DRY_RUN_OPERATION,
    INCORRECT_STATE,
    INVALID_PARAMETER,
    LOAD_BALANCER_NOT_FOUND,
    MISSING_PARAMETER,
    SERVICE_ID_MALFORMED,
    SERVICE_ID_NOT_FOUND,
)
from .conditions import Conditions
from .endpoint_service import AVAILABLE, EndpointService
from .load_balancers import LoadBalancer, arn_parts
from .records import Records

Answer = dict[str, Any]
Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation comes to: the answer, and the services to write, each in place of the one of the same id."""

    answer: Answer
    written: tuple[EndpointService, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The services of *account* in *region* during a call of *operation* at the moment *now*.

    *load_balancers* looks one of them up by its ARN.
    """

    account: str
    region: str
    operation: str
    now: float
    conditions: Conditions
    records: Records
    load_balancers: Callable[[str], LoadBalancer | None]

    def editable(self, sent: Parameters) -> EndpointService:
        """Give the service that the request names, as it is.

        Raises:
            MissingParameter, ServiceIdMalformed, ServiceIdNotFound: none is named, or none that exists.
            IncorrectState: it is not Available. Whether AWS edits a service that is Pending is not documented;
                Terraform and HyperShift wait, so refusing is the stricter reading.
        """
        service_id = named(sent)
        service = self.records.get(service_id, self.now)
        if service is None:
            raise SERVICE_ID_NOT_FOUND(service_id)
        state = service.phase.at(self.now)
        if state != AVAILABLE:
            raise INCORRECT_STATE(f"The endpoint service {service_id} is not Available: it is {state}")
        return service

    def visible(self, service_id: str) -> EndpointService:
        """Give a service as a read sees it.

        Raises:
            ServiceIdMalformed, ServiceIdNotFound: there is none.
        """
        service = self.records.read(checked(service_id), self.operation, self.conditions.faults, self.now)
        if service is None:
            raise SERVICE_ID_NOT_FOUND(service_id)
        return service

    def all_visible(self) -> Iterator[EndpointService]:
        """Walk all services as a read sees them."""
        return self.records.read_all(self.operation, self.conditions.faults, self.now)

    def load_balancer(self, arn: str) -> LoadBalancer:
        """Look an active load balancer of the account and the region up.

        Raises:
            LoadBalancerNotFound: there is none of that ARN there (privatelink 1.1: an error of EC2's own).
            InvalidParameter: it is not active yet ("NLB must be `active` before create", privatelink 1.1).
        """
        parts = arn_parts(arn)
        here = (parts["account"], parts["region"]) == (self.account, self.region)
        found = self.load_balancers(arn) if here else None
        if found is None:
            raise LOAD_BALANCER_NOT_FOUND(arn)
        if found.state != "active":
            raise INVALID_PARAMETER(f"The load balancer {arn} is not active: it is {found.state}")
        return found


def check_dry_run(sent: Parameters) -> None:
    """Let nothing be written that was only to be tried.

    Raises:
        DryRunOperation: the request asks for that.
    """
    if sent.get("DryRun"):
        raise DRY_RUN_OPERATION()


def required(sent: Parameters, name: str) -> Any:  # noqa: ANN401 - a parameter of any type
    """Give a parameter that has to be there.

    Raises:
        MissingParameter: it is not.
    """
    if sent.get(name) in (None, "", []):
        raise MISSING_PARAMETER(name)
    return sent[name]


def named(sent: Parameters) -> str:
    """Give the id of the service that a request names.

    Raises:
        MissingParameter, ServiceIdMalformed: there is no id, or none in the form of one.
    """
    return checked(required(sent, "ServiceId"))


def checked(service_id: str) -> str:
    """Give the id of a service back.

    Raises:
        ServiceIdMalformed: it is none.
    """
    if not re.fullmatch(limits.ENDPOINT_SERVICE_ID_PATTERN, service_id):
        raise SERVICE_ID_MALFORMED(service_id)
    return service_id


def edited(values: tuple[str, ...], sent: Parameters, parameter: str) -> tuple[str, ...]:
    """Apply `Add<parameter>` and `Remove<parameter>` of a request to *values*.

    What AWS does with an edit that is none, or that contradicts itself, is not documented; refusing is the stricter
    reading.

    Raises:
        InvalidParameter: a value stands twice or in both lists, is added and there, or removed and not there.
    """
    added, removed = (tuple(sent.get(f"{verb}{parameter}", ())) for verb in ("Add", "Remove"))
    check_unique(added + removed, parameter)
    for value in added:
        if value in values:
            raise INVALID_PARAMETER(f"{value} is already associated with the endpoint service")
    for value in removed:
        if value not in values:
            raise INVALID_PARAMETER(f"{value} is not associated with the endpoint service")
    return (*(value for value in values if value not in removed), *added)


def check_unique(values: tuple[str, ...], parameter: str) -> None:
    """Refuse a list that names something twice.

    Raises:
        InvalidParameter: it does.
    """
    value, count = max(Counter(values).items(), key=itemgetter(1), default=("", 0))
    if count > 1:
        raise INVALID_PARAMETER(f"{value} is specified more than once in {parameter}")
