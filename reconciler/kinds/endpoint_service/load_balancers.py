"""Load balancers that back a service already: AWS takes no second one for each (facts: privatelink 1.1). Pure."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence

from reconciler.kind import Planned
from reconciler.model import Action, Address, Desired, Observed, Pair, Problem, RequestKey
from reconciler.model.problem import error

from .spec import DELETE, MODIFY, EndpointServiceSpec, State

Service = Observed[EndpointServiceSpec]
Wanted = Desired[EndpointServiceSpec]
Paired = Pair[EndpointServiceSpec]


def in_use(
    pairs: Collection[Paired], live: Mapping[str, Service], outside: Container[Address] = ()
) -> Iterator[Problem]:
    """Find load balancers that a wish of *pairs* takes from a service that does not give them up.

    A service that no document has is offered for adoption, never adopted silently; one that is *outside* of the plan
    gives nothing up.
    """
    holders = {arn: one for one in live.values() for arn in one.spec.load_balancers or ()}
    owners = {pair.observed.remote_id: pair.desired for pair in pairs if pair.observed}
    for pair in pairs:
        for position, arn in enumerate(_wanted(pair)):
            holder = holders.get(arn)
            if holder is None or (pair.observed and holder.remote_id == pair.observed.remote_id):
                continue
            owner = owners.get(holder.remote_id)
            if owner is None or owner.address in outside or not _gives_up(owner, arn):
                yield _taken(pair, position, holder, owner)


def balancers_lost(pair: Paired) -> frozenset[str]:
    """Give the load balancers that a service has and its document, which states some, does not."""
    stated, live = pair.desired.spec.load_balancers, pair.observed.spec.load_balancers if pair.observed else None
    ends = pair.desired.spec.state is State.ABSENT
    return frozenset() if stated is None or ends else (live or frozenset()) - stated


def _wanted(pair: Paired) -> Sequence[str]:
    """Give the load balancers that the document states, in its order; none where the service shall end."""
    spec = pair.desired.spec
    takes = spec.state is not State.ABSENT and spec.load_balancers is not None
    return pair.desired.document.body.get("load_balancers", ()) if takes else ()


def _gives_up(owner: Wanted, arn: str) -> bool:
    stated = owner.spec.load_balancers
    return owner.spec.state is State.ABSENT or (stated is not None and arn not in stated)


def _taken(pair: Paired, position: int, holder: Service, owner: Wanted | None) -> Problem:
    desired = pair.desired
    arn = desired.document.body["load_balancers"][position]
    if owner:
        message = f"{arn} backs {owner.address} ({holder.remote_id}) already"
        hint = "take it out there, or take another load balancer"
    else:
        message = f"{arn} backs {holder.remote_id} already"
        adopt = f"adopt {holder.remote_id} with id:, or " if pair.observed is None else ""
        hint = f"{adopt}take another load balancer"
    source = desired.document.at("load_balancers", position)
    return error("load-balancer-in-use", message, source, hint, desired.address)


def freed(planned: Collection[Planned]) -> Mapping[str, RequestKey]:
    """Give for each load balancer that a service loses the request that frees it for another one."""
    found: dict[str, RequestKey] = {}
    for one in planned:
        deletes = one.change.action is Action.DELETE
        lost = _held(one) if deletes else one.change.members("load_balancers").removed
        found.update(dict.fromkeys(lost, RequestKey(one.change.address, DELETE if deletes else MODIFY)))
    return found


def _held(planned: Planned) -> frozenset[str]:
    observed: Service | None = planned.pair.observed
    return (observed.spec.load_balancers if observed else None) or frozenset()
