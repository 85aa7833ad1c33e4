"""The load balancers behind services, as far as services look at them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler import limits

from .codes import LOAD_BALANCER_NOT_FOUND


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """A Network or Gateway Load Balancer; *zones* are the Availability Zones enabled on it, name to id."""

    arn: str
    state: str
    zones: Mapping[str, str]
    dualstack: bool


def arn_parts(arn: str) -> re.Match[str]:
    """Take the ARN of a Network or Gateway Load Balancer apart: account, region, type, name.

    Raises:
        LoadBalancerNotFound: it is none.
    """
    parts = re.fullmatch(limits.LOAD_BALANCER_ARN_PATTERN, arn, re.ASCII)
    if parts is None:
        raise LOAD_BALANCER_NOT_FOUND(arn)
    return parts


def united(balancers: Iterable[LoadBalancer]) -> dict[str, str]:
    """Give the zones of all load balancers, each once: those that a service has from its association on."""
    return dict(sorted((name, known) for balancer in balancers for name, known in balancer.zones.items()))
