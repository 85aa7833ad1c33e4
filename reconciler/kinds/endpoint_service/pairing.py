"""Which live service each wish is about: by `id`, else by the tag `reconciler:name`. An NLB in use suggests. Pure."""

from collections.abc import Collection, Mapping

from reconciler.model import Desired, Observed, Pair, Problem
from reconciler.model.problem import error, note

from .spec import NAME_TAG, EndpointServiceSpec, State

Service = Observed[EndpointServiceSpec]
Wanted = Desired[EndpointServiceSpec]


def pair_up(
    wanted: Collection[Wanted], live: Mapping[str, Service]
) -> tuple[tuple[Pair[EndpointServiceSpec], ...], tuple[Problem, ...]]:
    """Pair wishes of one seller and region with its services, or with None where one must be created."""
    pinned = {desired.pin for desired in wanted if desired.pin}
    free = {service_id: one for service_id, one in live.items() if service_id not in pinned}
    found = {desired.address: _by_id(desired, live) if desired.pin else _by_tag(desired, free) for desired in wanted}
    pairs = [(desired, found[desired.address]) for desired in wanted]
    return (
        tuple(Pair(desired, one) for desired, one in pairs if not isinstance(one, Problem)),
        tuple(one for _, one in pairs if isinstance(one, Problem)),
    )


def _by_id(desired: Wanted, live: Mapping[str, Service]) -> Service | Problem:
    found = live.get(desired.pin or "")
    if found is not None:
        return found
    where = f"in {desired.spec.region}"
    if desired.spec.state is State.ABSENT:
        return _nothing_to_delete(desired)
    hint = "an id adopts what exists; leave it out to create a new service"
    source = desired.document.at("id")
    return error("id-not-found", f"there is no service {desired.pin} {where}", source, hint, desired.address)


def _by_tag(desired: Wanted, free: Mapping[str, Service]) -> Service | Problem | None:
    ours = [one for one in free.values() if (one.spec.tags or {}).get(NAME_TAG) == desired.address.name]
    if len(ours) > 1:
        ids = ", ".join(sorted(one.remote_id for one in ours))
        message = f"several services carry the tag {NAME_TAG}={desired.address.name}: {ids}"
        return error("ambiguous-tag", message, desired.document.source, "pin one of them with id:", desired.address)
    if ours:
        return ours[0]
    return _nothing_to_delete(desired) if desired.spec.state is State.ABSENT else _adoptable(desired, free)


def _nothing_to_delete(desired: Wanted) -> Problem:
    message = "AWS has no such service: there is nothing to delete"
    return note("nothing-to-delete", message, desired.document.source, "", desired.address)


def _adoptable(desired: Wanted, free: Mapping[str, Service]) -> Problem | None:
    """Find the service that has a load balancer of this wish already: AWS takes no second one (facts: 1.1)."""
    for one in free.values():
        shared = sorted((one.spec.load_balancers or frozenset()) & (desired.spec.load_balancers or frozenset()))
        if shared:
            message = f"{shared[0]} backs {one.remote_id} already"
            hint = f"adopt it with id: {one.remote_id}, or take another load balancer"
            return error("load-balancer-in-use", message, desired.document.source, hint, desired.address)
    return None
