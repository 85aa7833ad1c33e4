"""Changes of experiences turned into requests: the twelve change types, and TagResource. Pure.

All change types target the experience, never its child entities (facts: catalog 1.10). A request says by keys what must
have ended in an earlier call (`after`) and what may be in the same call or an earlier one (`not_before`).

Example: 333333333333 moves from `legacy` to a new, enabled experience `finance` with 60 products. `batch` packs the
requests into two change sets:

  op-1  finance  CreateExperience, CreateProcurementPolicy, AllowProductProcurement (50)
        legacy   DisassociateAudience
  op-2  finance  AllowProductProcurement (10), UpdateExperience (enabled), AssociateAudience

AssociateAudience is `right_after` DisassociateAudience, and `not_before` every other request of `finance`.
"""

from collections.abc import Sequence
from dataclasses import replace

from reconciler.kind import Planned
from reconciler.limits import SIZES, Sizes
from reconciler.model import NO_TERMS, Request, RequestKey, SafeOrder, Terms

from .experience_requests import ExperienceRequests
from .moving import Audiences, Enablement, Rounds, SeatChanges
from .ways import in_fewest_sets, with_shortest_chain


def requests(planned: Sequence[Planned], terms: Terms = NO_TERMS, sizes: Sizes = SIZES) -> tuple[Request, ...]:
    """Return the requests of all changes of experiences, in an order that is safe for the accounts that they govern.

    Newcomers of an experience that is not yet enabled arrive early, or wait for principals that move there. Moves are
    cut into rounds of waves that need not wait for each other, or into waves that share change sets. Of these ways, the
    first that needs the fewest change sets is taken, or for the fastest change sets, the one with the shortest chain.
    """
    covered = SafeOrder.COVERED in terms.safe_order
    seat_changes = SeatChanges(
        {one.change.address: Enablement(one) for one in planned}, terms.organization if covered else None
    )
    ways = (
        _requests_of(Audiences.of(seat_changes, terms, sizes, waiting=waiting, rounds=rounds))
        for rounds in _rounds(terms)
        for waiting in ((False, True) if seat_changes.mixed else (False,))
    )
    return with_shortest_chain(ways, sizes) if terms.fastest else in_fewest_sets(ways, terms, sizes)


def _rounds(terms: Terms) -> Sequence[Rounds | None]:
    if terms.isolated or SafeOrder.AT_ONCE not in terms.safe_order:
        return (None,)
    return (*Rounds, None) if terms.fastest else (Rounds.FROM_FEW, None)


def _requests_of(audiences: Audiences) -> tuple[Request, ...]:
    changes = audiences.by_address()
    found = [
        request
        for address, enablement in audiences.seat_changes.enablements.items()
        for request in ExperienceRequests(enablement, changes.get(address, ()), audiences).requests()
    ]
    late = frozenset(request.key for request in found if not request.whole)
    return tuple(_parted(request, late) for request in found)


def _parted(request: Request, late: frozenset[RequestKey]) -> Request:
    """Let a creation go ahead of its enabling if the enabling has to wait for a request of a later call."""
    return replace(request, whole=False) if request.whole and request.not_before & late else request
