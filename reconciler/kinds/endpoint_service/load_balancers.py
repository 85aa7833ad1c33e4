"""Conflicts about load balancers: AWS lets a load balancer back one service only (facts: privatelink 1.1). Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from reconciler.model import Address, Problem, error

from .handover import Holding, handed_over
from .spec import ObservedService, Paired, State, Wanted

NOBODY: frozenset[Address] = frozenset()


def conflicts(
    pairs: Collection[Paired], live: Mapping[str, ObservedService], outside: AbstractSet[Address] = NOBODY
) -> tuple[Problem, ...]:
    """Find the errors about load balancers that the desired services of *pairs* take.

    A service *outside* the plan releases nothing, and neither does a service in error. A service that waits for such a
    release is in error, too.
    """
    found: list[Problem] = []
    left_out = outside
    while fresh := [*_in_use(pairs, live, left_out)]:
        found += fresh
        left_out |= {one.address for one in fresh if one.address}
    return (*found, *_rings([pair for pair in pairs if pair.desired.address not in left_out]))


def _in_use(
    pairs: Collection[Paired], live: Mapping[str, ObservedService], outside: AbstractSet[Address]
) -> Iterator[Problem]:
    """Find load balancers that a desired service takes from a service that does not release them.

    The hint offers to adopt an unmanaged service; it is never adopted silently.
    """
    holders = {arn: one for one in live.values() for arn in one.spec.load_balancers or ()}
    owners = {pair.observed.remote_id: pair.desired for pair in pairs if pair.observed}
    for pair in (one for one in pairs if one.desired.address not in outside):
        for position, arn in enumerate(_wanted(pair)):
            holder = holders.get(arn)
            if holder is None or (pair.observed and holder.remote_id == pair.observed.remote_id):
                continue
            owner = owners.get(holder.remote_id)
            if owner is None or owner.address in outside or not _gives_up(owner, arn):
                yield _taken(pair, position, holder, owner)


def _rings(pairs: Collection[Paired]) -> Iterator[Problem]:
    """Find services that exchange their only load balancers, which is impossible: each must always keep one."""
    _, rings = handed_over({pair.desired.address: Holding.wished(pair) for pair in pairs})
    ringed = {address: ring for ring in rings for address in ring}
    for document in (pair.desired.document for pair in pairs if pair.desired.address in ringed):
        *names, last = map(str, ringed[document.address])
        message = (
            f"{', '.join(names)} and {last} exchange their only load balancers, which AWS cannot do: "
            "each service keeps at least one, and a load balancer backs only one service"
        )
        hint = "add a third load balancer to one of them and apply; the next plan then exchanges them"
        yield error("load-balancer-ring", message, document.at("load_balancers"), hint, document.address)


def balancers_lost(pair: Paired) -> frozenset[str]:
    """Return the load balancers that a service has and that its document, if it states any, does not."""
    stated, live = pair.desired.spec.load_balancers, pair.live.load_balancers if pair.live else None
    ends = pair.desired.spec.state is State.ABSENT
    return frozenset() if stated is None or ends else (live or frozenset()) - stated


def _wanted(pair: Paired) -> Sequence[str]:
    """Return the load balancers in the order of the document; none when the service is to end."""
    spec = pair.desired.spec
    takes = spec.state is not State.ABSENT and spec.load_balancers is not None
    return pair.desired.document.body.get("load_balancers", ()) if takes else ()


def _how(owner: Wanted, arn: str) -> str:
    """Return the hint how to release a load balancer of *owner*, whose document may release it in another plan."""
    stated = owner.document.body
    lets_go = stated.get("state") == State.ABSENT or arn not in stated.get("load_balancers", [arn])
    return f"this plan does not remove it from {owner.address}: plan both" if lets_go else "remove it there"


def _gives_up(owner: Wanted, arn: str) -> bool:
    stated = owner.spec.load_balancers
    return owner.spec.state is State.ABSENT or (stated is not None and arn not in stated)


def _taken(pair: Paired, position: int, holder: ObservedService, owner: Wanted | None) -> Problem:
    desired = pair.desired
    arn = desired.document.body["load_balancers"][position]
    if owner:
        message = f"{arn} backs {owner.address} ({holder.remote_id}) already"
        hint = f"{_how(owner, arn)}, or take another load balancer"
    else:
        message = f"{arn} backs {holder.remote_id} already"
        adopt = f"adopt {holder.remote_id} with id:, or " if pair.observed is None else ""
        hint = f"{adopt}take another load balancer"
    source = desired.document.at("load_balancers", position)
    return error("load-balancer-in-use", message, source, hint, desired.address)
