"""The answer of `connections` (contract 5): who is connected to which endpoint service, and who waits."""

from typing import TypedDict

from .problem import ProblemJson
from .world import ServiceDnsJson


class ListedConnectionJson(TypedDict):
    """An endpoint that is or was connected to a service, or waits; *title* is the name of its owner."""

    endpoint: str
    owner: str
    title: str | None
    state: str
    since: str
    region: str


class ListedServiceJson(TypedDict):
    """A managed endpoint service; *customers* counts accounts with a grant or a live connection."""

    address: str
    id: str
    service_name: str | None
    region: str
    dns: ServiceDnsJson | None
    customers: int
    connections: list[ListedConnectionJson]


class ConnectionsJson(TypedDict):
    """The answer of `connections`."""

    format_version: str
    services: list[ListedServiceJson]
    problems: list[ProblemJson]
