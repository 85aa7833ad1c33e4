"""What guards weigh of a changed service besides its fields. Pure."""

from reconciler.model import Stakes
from reconciler.privatelink_limits import WAITING_CONNECTION

from .connections import live_connections
from .settle import expired, is_verified
from .spec import NONE, EndpointServiceSpec, Paired


def stakes(pair: Paired, after: EndpointServiceSpec) -> Stakes:
    """Return whether customers use a verified private DNS name, the grants that expire, and who is cut off by hand."""
    return Stakes(
        verified=is_verified(pair.observed), expired=expired(pair.desired, pair.observed), cut=_cut(pair, after)
    )


def _cut(pair: Paired, after: EndpointServiceSpec) -> frozenset[str]:
    """Return the connected endpoints that a user rejects by hand; one that waits is not connected yet."""
    if not pair.desired.by_hand:
        return NONE
    connected = {one.endpoint_id for one in live_connections(pair.observed) if one.state != WAITING_CONNECTION}
    return frozenset(connected - (after.connections or NONE))
