"""What happens to a service as a whole, and why. Pure."""

from reconciler.model import Action, Pair

from .spec import EndpointServiceSpec, State


def intent(pair: Pair[EndpointServiceSpec], after: EndpointServiceSpec) -> tuple[Action, str]:
    """Give the action and its reason, for a pair whose settled wish *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    if after.state is State.ABSENT:
        return Action.DELETE, "state: absent"
    return Action.UPDATE, "differs from AWS"
