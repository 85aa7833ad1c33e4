"""The customers that lose a service by a change, and which of them are connected. Pure.

Example: account 1 is granted as its root and by a role, account 2 as its root. A plan that revokes both roots takes the
service from account 2 only. Where `*` is granted and stays, no account loses it.
"""

from collections.abc import Iterable, Iterator

from reconciler.kind import Planned
from reconciler.model import Action, LostService
from reconciler.principal_forms import EVERYONE, account_of, admits_anyone

from .connections import live_connections
from .spec import NONE, ObservedService


def services_lost(planned: Iterable[Planned]) -> Iterator[LostService]:
    """Return each service that customers lose: the last grant of their account is revoked, or the service is deleted.

    A customer of which a user rejects all connected endpoints loses the service, too.

    Nothing is lost as far as known when grants were not read. *connected* is None when connections were not read.
    """
    for one in planned:
        observed: ObservedService | None = one.pair.observed
        before, after = _cut_off(one) if one.change.stakes.cut else _customers(one)
        lost = NONE if EVERYONE in after else before - after
        if observed is not None and lost:
            owners = frozenset(each.owner for each in live_connections(observed))
            connected = (owners if EVERYONE in lost else owners & lost) - after
            yield LostService(
                service=one.change.address,
                customers=tuple(sorted(lost)),
                connected=None if observed.spec.connections is None else tuple(sorted(connected)),
            )


def _cut_off(planned: Planned) -> tuple[frozenset[str], frozenset[str]]:
    """Return the owners of live endpoints before and after a user has rejected some by hand."""
    live, rejected = live_connections(planned.pair.observed), planned.change.members("connections").removed
    return frozenset(one.owner for one in live), frozenset(one.owner for one in live if one.endpoint_id not in rejected)


def _customers(planned: Planned) -> tuple[frozenset[str], frozenset[str]]:
    """Return the customers of a service before and after: accounts, service principals, and `*` for all other accounts.

    Accounts that are connected to a service that ends are its customers, too, even without a grant.
    """
    observed: ObservedService | None = planned.pair.observed
    granted = observed.spec.allowed_principals if observed else None
    if granted is None:
        return NONE, NONE
    if planned.change.action is Action.DELETE:
        return _admitted(granted) | {one.owner for one in live_connections(observed)}, NONE
    edit = planned.change.members("allowed_principals")
    return _admitted(granted), _admitted((granted | edit.added) - edit.removed)


def _admitted(principals: Iterable[str]) -> frozenset[str]:
    return frozenset(EVERYONE if admits_anyone(one) else account_of(one) or one for one in principals)
