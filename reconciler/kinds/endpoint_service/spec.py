"""The spec of an endpoint service: one type for the desired and the live state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model import ACCEPTED, Desired, Observed, Pair, at


class State(StrEnum):
    """Whether the service is to exist."""

    PRESENT = "present"
    ABSENT = "absent"


NAME_TAG = "reconciler:name"
"""The tag by which a managed service is found again: AWS gives services no name of the user's."""

NO_NAME = "none"
"""The value of `private_dns_name` for a service that is to have none. A domain name always has a dot."""


PAYERS = {"ServiceOwner": "service_owner", None: "endpoint_owner"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointServiceSpec:
    """A VPC endpoint service of one seller in one region, with its allowed principals.

    None means "not managed" in the desired state and "does not exist" in the live state. *seller* and *region* are its
    location and never change. *supported_regions* are without the service's own region, which AWS always includes.
    *notifications* are texts for each topic and event (`notifications.py`), which are read only where a document states
    them. *payer* is endpoint_owner or service_owner. *allowed_principals* are in normal form in the desired state, and
    as AWS lists them in the live state. *connections* are the endpoints that are connected or wait for acceptance, if
    they were read. No document states them; a command may ask to end some. *accept* are the endpoints that a plan
    accepts: AWS has no such list, so it is None in the live state. *records* are the TXT records of the private name in
    hosted zones, and *verification* is its state; both only where a document states a zone (`publication.py`).
    *zones* is read only where a document states it (`zones.py`); it is None in the desired state until a plan settles
    it.
    """

    seller: str | None = at("seller")
    region: str | None = at("region")
    state: State | None = at("state")
    load_balancers: frozenset[str] | None = at("load_balancers")
    acceptance_required: bool | None = at("acceptance_required")
    private_dns_name: str | None = at("private_dns_name")
    ip_address_types: frozenset[str] | None = at("ip_address_types")
    supported_regions: frozenset[str] | None = at("supported_regions")
    payer: str | None = at("payer")
    tags: Mapping[str, str] | None = at("tags")
    allowed_principals: frozenset[str] | None = at("allowed_principals")
    connections: frozenset[str] | None = at("connections")
    accept: frozenset[str] | None = at(ACCEPTED)
    notifications: frozenset[str] | None = at("notifications")
    zones: str | None = at("zones")
    records: frozenset[str] | None = at("private_dns_zone")
    verification: str | None = at("private_dns_state")


BLANK = EndpointServiceSpec()
"""A service that does not exist."""
OPEN_LISTS = frozenset({"allowed_principals", "connections", ACCEPTED})
"""The lists that sellers and customers edit all the time: a plan relies on them only where it ends the service."""
NONE: frozenset[str] = frozenset()

Wanted = Desired[EndpointServiceSpec]
ObservedService = Observed[EndpointServiceSpec]
Paired = Pair[EndpointServiceSpec]
Pairs = tuple[Paired, ...]


def title_of(spec: EndpointServiceSpec) -> str:
    """Return the title of a service: its tag `Name`, or else its tag `reconciler:name`; empty without either."""
    tags = spec.tags or {}
    return tags.get("Name") or tags.get(NAME_TAG, "")
