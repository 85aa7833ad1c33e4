"""The load balancers behind services, with the members that services need."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler import privatelink_limits

from .codes import LOAD_BALANCER_NOT_FOUND


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """A Network or Gateway Load Balancer; *zones* maps its enabled Availability Zones from name to id."""

    arn: str
    state: str
    zones: Mapping[str, str]
    dualstack: bool


def arn_parts(arn: str) -> re.Match[str]:
    """Split the ARN of a Network or Gateway Load Balancer into account, region, type and name.

    Raises:
        LoadBalancerNotFound: it is not such an ARN.
    """
    parts = re.fullmatch(privatelink_limits.LOAD_BALANCER_ARN_PATTERN, arn, re.ASCII)
    if parts is None:
        raise LOAD_BALANCER_NOT_FOUND(arn)
    return parts


def united(balancers: Iterable[LoadBalancer]) -> dict[str, str]:
    """Return the zones of all load balancers, each once: a service has them from its association on."""
    return dict(sorted((name, known) for balancer in balancers for name, known in balancer.zones.items()))
