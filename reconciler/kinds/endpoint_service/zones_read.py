"""Reading the zones of load balancers, of one location. It only reads.

They are read only where a document of the location has `zones: follow`: two calls, and one for every further 20 load
balancers. A read that is denied stops nothing.
"""

from collections.abc import Collection, Mapping

from reconciler.errors import Unreadable
from reconciler.ports import LoadBalancers

from .spec import ObservedService, Paired
from .zones import BalancerZones, follows, with_zones


def read_zones(
    live: Mapping[str, ObservedService], pairs: Collection[Paired], balancing: LoadBalancers | None
) -> Mapping[str, ObservedService]:
    """Return the services of *pairs* with the zones of their load balancers; nothing if no document follows any."""
    if balancing is None or not any(follows(pair.desired) for pair in pairs):
        return {}
    stated = {arn for pair in pairs for arn in live[pair.remote_id].spec.load_balancers or ()}
    by_arn = _by_arn(balancing, stated)
    return {
        pair.remote_id: with_zones(
            live[pair.remote_id], _zones(live[pair.remote_id], by_arn), followed=follows(pair.desired)
        )
        for pair in pairs
    }


def _by_arn(balancing: LoadBalancers, arns: Collection[str]) -> Mapping[str, frozenset[str]] | Unreadable:
    """Return the ids of the zones of each load balancer, by ARN."""
    try:
        ids, found = balancing.zones(), balancing.described(arns)
    except Unreadable as error:
        return error
    return {arn: frozenset(ids[name] for name in one.zones if name in ids) for arn, one in found.items()}


def _zones(one: ObservedService, by_arn: Mapping[str, frozenset[str]] | Unreadable) -> BalancerZones:
    """Return the zones of the load balancers of a service; one that is gone has none."""
    if isinstance(by_arn, Unreadable):
        return by_arn
    return frozenset(zone for arn in one.spec.load_balancers or () for zone in by_arn.get(arn, ()))
