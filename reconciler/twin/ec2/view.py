"""One call's view of an account's endpoint services in one Region, and the readers of its parameters."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from reconciler import privatelink_limits

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
    """The effect of an operation: the answer, and the services to write, which replace those of the same id."""

    answer: Answer
    written: tuple[EndpointService, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The services of *account* in *region* during a call of *operation* at the moment *now*.

    *load_balancers* finds a load balancer by its ARN.
    """

    account: str
    region: str
    operation: str
    now: float
    conditions: Conditions
    records: Records
    load_balancers: Callable[[str], LoadBalancer | None]

    def editable(self, sent: Parameters) -> EndpointService:
        """Return the service that the request names, as it is.

        Raises:
            MissingParameter, ServiceIdMalformed, ServiceIdNotFound: the request names no service, or none that exists.
            IncorrectState: it is not Available. Whether AWS edits a service that is Pending is unknown (privatelink
                1.1).
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
        """Return a service as a read sees it.

        Raises:
            ServiceIdMalformed, ServiceIdNotFound: it does not exist.
        """
        service = self.records.read(checked(service_id), self.operation, self.conditions.faults, self.now)
        if service is None:
            raise SERVICE_ID_NOT_FOUND(service_id)
        return service

    def all_visible(self) -> Iterator[EndpointService]:
        """Yield all services as a read sees them."""
        return self.records.read_all(self.operation, self.conditions.faults, self.now)

    def load_balancer(self, arn: str) -> LoadBalancer:
        """Find an active load balancer of the account and the Region.

        Raises:
            LoadBalancerNotFound: no load balancer of that ARN is there (privatelink 1.1).
            InvalidParameter: it is not active yet (privatelink 1.1).
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
    """Stop a dry run before anything is written.

    Raises:
        DryRunOperation: the request is a dry run.
    """
    if sent.get("DryRun"):
        raise DRY_RUN_OPERATION()


def required(sent: Parameters, name: str) -> Any:  # noqa: ANN401 - a parameter of any type
    """Return a required parameter.

    Raises:
        MissingParameter: it is missing.
    """
    if sent.get(name) in (None, "", []):
        raise MISSING_PARAMETER(name)
    return sent[name]


def named(sent: Parameters) -> str:
    """Return the id of the service that a request names.

    Raises:
        MissingParameter, ServiceIdMalformed: the id is missing or has another form.
    """
    return checked(required(sent, "ServiceId"))


def checked(service_id: str) -> str:
    """Return the id of a service after checking its form.

    Raises:
        ServiceIdMalformed: it has another form.
    """
    if not re.fullmatch(privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN, service_id):
        raise SERVICE_ID_MALFORMED(service_id)
    return service_id


def edited(values: tuple[str, ...], sent: Parameters, parameter: str) -> tuple[str, ...]:
    """Apply `Add<parameter>` and `Remove<parameter>` of a request to *values*.

    AWS does not document edits without effect or edits that contradict each other; refusing them is the stricter
    reading (privatelink 1.2).

    Raises:
        InvalidParameter: a value is given twice or in both lists, is added although it is there, or is removed although
            it is
            not there.
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
    """Refuse a list with a repeated value.

    Raises:
        InvalidParameter: a value is repeated.
    """
    value, count = max(Counter(values).items(), key=itemgetter(1), default=("", 0))
    if count > 1:
        raise INVALID_PARAMETER(f"{value} is specified more than once in {parameter}")
