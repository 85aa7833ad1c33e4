"""What an endpoint service is: one type for the wish and for AWS's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model import Desired, Observed, Pair, at


class State(StrEnum):
    """Whether the service shall be there."""

    PRESENT = "present"
    ABSENT = "absent"


NAME_TAG = "reconciler:name"
"""The tag by which a service of ours is found again: it has no name of its own in AWS."""

NO_NAME = "none"
"""What `private_dns_name` says where the service shall have none; no domain is written without a dot."""


PAYERS = {"ServiceOwner": "service_owner", None: "endpoint_owner"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointServiceSpec:
    """A VPC endpoint service of one seller in one region, and who may connect to it.

    None is "not managed" in a wish and "not there" in an answer. *seller* and *region* say where it is and never
    change; *supported_regions* leaves the home region out, which AWS always counts in; *payer* is endpoint_owner or
    service_owner; *allowed_principals* are in normal form in a wish, and as AWS lists them in an answer; *connections*
    are the endpoints that are connected or wait to be, where they were read: no document states them, a command may
    wish that some end.
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


BLANK = EndpointServiceSpec()
"""A service that does not exist."""
NONE: frozenset[str] = frozenset()

Wanted = Desired[EndpointServiceSpec]
ObservedService = Observed[EndpointServiceSpec]
Paired = Pair[EndpointServiceSpec]
Pairs = tuple[Paired, ...]
