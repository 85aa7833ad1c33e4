"""What one call of an account sees of its endpoint services in one region, and what the call is to change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler import limits

from .conditions import Conditions
from .endpoint_service import AVAILABLE, EndpointService
from .exceptions import IncorrectState, MissingParameter, ServiceIdMalformed, ServiceIdNotFound
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
    """The services of *account* in *region* during a call of *operation* at the moment *now*."""

    account: str
    region: str
    operation: str
    now: float
    conditions: Conditions
    records: Records

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
            raise ServiceIdNotFound(service_id=service_id)
        state = service.phase.at(self.now)
        if state != AVAILABLE:
            raise IncorrectState(f"The endpoint service {service_id} is not Available: it is {state}")
        return service

    def visible(self, service_id: str) -> EndpointService:
        """Give a service as a read sees it.

        Raises:
            ServiceIdMalformed, ServiceIdNotFound: there is none.
        """
        service = self.records.read(checked(service_id), self.operation, self.conditions.faults, self.now)
        if service is None:
            raise ServiceIdNotFound(service_id=service_id)
        return service

    def all_visible(self) -> Iterator[EndpointService]:
        """Walk all services as a read sees them."""
        return self.records.read_all(self.operation, self.conditions.faults, self.now)


def required(sent: Parameters, name: str) -> Any:  # noqa: ANN401 - a parameter of any type
    """Give a parameter that has to be there.

    Raises:
        MissingParameter: it is not.
    """
    if sent.get(name) in (None, "", []):
        raise MissingParameter(name=name)
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
        raise ServiceIdMalformed(service_id=service_id)
    return service_id
