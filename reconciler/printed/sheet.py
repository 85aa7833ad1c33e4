"""The answer of `sheet` (contract 5): what one customer needs to connect, and nothing about anybody else."""

from typing import Literal, TypedDict

from .problem import ProblemJson
from .world import ServiceDnsJson

SheetAccess = Literal["allowed", "not_yet", "ending", "none"]
"""Whether a customer may connect: now and after the plan, only after it, only before it, or neither."""


class SheetCustomerJson(TypedDict):
    """The customer: its name, and its accounts."""

    title: str
    accounts: list[str]


class SheetEndpointJson(TypedDict):
    """One endpoint of the customer, with its DNS names. *since* is `YYYY-MM-DDTHH:MM:SSZ`."""

    endpoint: str
    account: str
    region: str
    state: str
    since: str
    regional: list[str]
    zonal: list[str]
    private: list[str]


class CreationJson(TypedDict):
    """How to create an endpoint: the steps in the console, a command, and a resource of Terraform."""

    console: list[str]
    cli: str
    terraform: str


class SheetServiceJson(TypedDict):
    """One service that the customer may connect to, or is connected to. *expires* is the last day's end, UTC."""

    address: str
    service_name: str | None
    region: str
    supported_regions: list[str]
    access: SheetAccess
    granted_to: list[str]
    expires: str | None
    acceptance_required: bool | None
    private_dns: ServiceDnsJson | None
    zone_ids: list[str]
    ip_address_types: list[str]
    endpoints: list[SheetEndpointJson]
    creation: CreationJson | None


class SheetJson(TypedDict):
    """The answer of `sheet`."""

    format_version: str
    customer: SheetCustomerJson
    services: list[SheetServiceJson]
    problems: list[ProblemJson]
