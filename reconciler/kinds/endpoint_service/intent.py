"""What happens to a service as a whole, and why. Pure."""

from reconciler.model import Action, Observed, Pair, Stakes

from .spec import EndpointServiceSpec, State


def intent(pair: Pair[EndpointServiceSpec], after: EndpointServiceSpec) -> tuple[Action, str]:
    """Give the action and its reason, for a pair whose settled wish *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    if after.state is State.ABSENT:
        return Action.DELETE, "state: absent"
    return Action.UPDATE, "differs from AWS"


def stakes(pair: Pair[EndpointServiceSpec], _after: EndpointServiceSpec) -> Stakes:
    """Return whether AWS has verified the private DNS name that the service has: losing it is felt by customers."""
    return Stakes(verified=is_verified(pair.observed))


def is_verified(observed: Observed[EndpointServiceSpec] | None) -> bool:
    """Tell whether AWS has verified the private DNS name of a service."""
    dns = observed.facts.get("private_dns") if observed else None
    return dns is not None and dns.state == "verified"
