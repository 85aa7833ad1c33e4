"""The plan's `world` (contract 4): everything that was read, before and after the plan. Pictures and views need it."""

from typing import TypedDict


class UnitJson(TypedDict):
    """The root or an OU. Only the root has no *parent*."""

    id: str
    name: str
    parent: str | None


class WorldAccountJson(TypedDict):
    """An open account with the experience that governs it, as in `GroupJson`; *unit* is its OU or the root."""

    id: str
    unit: str
    before: str | None
    after: str | None


class ExperienceStateJson(TypedDict):
    """An experience before or after the plan; *allow* is null if it allows everything, having no procurement policy."""

    status: str
    principals: list[str]
    allow: list[str] | None
    deny: list[str]


class WorldExperienceJson(TypedDict):
    """An experience. *id* is null until it is created, *address* if no document names it."""

    id: str | None
    address: str | None
    title: str
    before: ExperienceStateJson | None
    after: ExperienceStateJson | None


class ServiceDnsJson(TypedDict):
    """The private DNS name of an endpoint service, and AWS's state of its verification."""

    name: str
    state: str


class ServiceStateJson(TypedDict):
    """The permission list of an endpoint service before or after the plan; null if it was not read."""

    principals: list[str] | None


class ConnectionJson(TypedDict):
    """An endpoint that is or was connected; *admitted_by* are the grants that admit its owner after the plan."""

    endpoint: str
    owner: str
    state: str
    since: str
    region: str
    admitted_by: list[str]


class WorldServiceJson(TypedDict):
    """An endpoint service. *id* is null until it is created, *connections* if they were not read."""

    address: str | None
    id: str | None
    service_name: str | None
    region: str
    title: str
    dns: ServiceDnsJson | None
    before: ServiceStateJson | None
    after: ServiceStateJson | None
    connections: list[ConnectionJson] | None


class WorldPart(TypedDict, total=False):
    """The keys of `WorldJson` that one kind, or the organization, provides; what was not read is left out."""

    units: list[UnitJson]
    accounts: list[WorldAccountJson]
    experiences: list[WorldExperienceJson]
    services: list[WorldServiceJson]


class WorldJson(TypedDict):
    """The organization, the experiences and the endpoint services. A part that was not read is null."""

    units: list[UnitJson] | None
    accounts: list[WorldAccountJson] | None
    experiences: list[WorldExperienceJson] | None
    services: list[WorldServiceJson] | None
