"""The services of one account in one Region, their past states for stale reads, and past answers by token."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .codes import IDEMPOTENT_PARAMETER_MISMATCH
from .conditions import StaleReads
from .endpoint_service import DELETED, EndpointService


class Records:
    """Services by id in the order of their creation, each with its state before the last write."""

    def __init__(self) -> None:
        self._services: dict[str, EndpointService] = {}
        self._before: dict[str, EndpointService | None] = {}
        self._served: Counter[tuple[str, str]] = Counter()
        self._answers: dict[str, tuple[str, dict[str, Any]]] = {}

    def put(self, service: EndpointService) -> None:
        """Add a service, or replace the service of the same id."""
        self._before[service.id] = self._services.get(service.id)
        self._services[service.id] = service
        for key in [key for key in self._served if key[0] == service.id]:
            del self._served[key]

    def plant(self, service: EndpointService) -> None:
        """Add a service without a past state, so that no read of it is stale."""
        self._services[service.id] = service

    def get(self, service_id: str, now: float) -> EndpointService | None:
        """Return a service as it is, or None."""
        return _if_there(self._services.get(service_id), now)

    def all(self, now: float) -> Iterator[EndpointService]:
        """Yield all services as they are."""
        found = (_if_there(service, now) for service in self._services.values())
        return (service for service in found if service)

    def read(self, service_id: str, operation: str, faults: StaleReads, now: float) -> EndpointService | None:
        """Return a service as a read sees it: as before the last write, for as many reads as *faults* says."""
        key = service_id, operation
        if service_id in self._before and self._served[key] < faults.stale_reads(operation):
            self._served[key] += 1
            return _if_there(self._before[service_id], now)
        return self.get(service_id, now)

    def read_all(self, operation: str, faults: StaleReads, now: float) -> Iterator[EndpointService]:
        """Yield all services as a read sees them."""
        found = (self.read(service_id, operation, faults, now) for service_id in self._services)
        return (service for service in found if service)

    def answer_to(self, sent: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the earlier answer to a request with the same token.

        Raises:
            IdempotentParameterMismatch: the token came with another request.
        """
        request, answer = self._answers.get(sent.get("ClientToken", ""), ("", None))
        if answer is None or sent.get("DryRun"):
            return None
        if request != _request(sent):
            raise IDEMPOTENT_PARAMETER_MISMATCH()
        return answer

    def remember(self, sent: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer to a request that has a token, and return the answer."""
        if "ClientToken" not in sent:
            return answer
        repeating = {**answer, "ClientToken": sent["ClientToken"]}
        self._answers[sent["ClientToken"]] = _request(sent), repeating
        return repeating


def _request(sent: Mapping[str, Any]) -> str:
    return json.dumps({name: value for name, value in sent.items() if name != "ClientToken"}, sort_keys=True)


def _if_there(service: EndpointService | None, now: float) -> EndpointService | None:
    return service if service and service.phase.at(now) != DELETED else None
