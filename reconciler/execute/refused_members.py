"""Edits of permission lists of which EC2 refuses some members: these are left out, and all others are sent.

Whether EC2 carries out the rest of a call of which it refuses one principal is not documented (facts: privatelink 5.3),
so the rest is sent again. Principals that EC2 names are left out. If it names none that was sent, the call is cut in
halves until one principal is left. If there are too many additions, those that documents name first are sent first.

A removal waits if an addition for the same account, or for everyone, was refused. So a mistyped role cuts no customer
off.

Example: a call adds `arn:aws:iam::111111111111:role/readr` and `arn:aws:iam::222222222222:root`, and removes
`arn:aws:iam::111111111111:root`. EC2 refuses the role by name. The next call adds 222222222222 alone; the root of
111111111111 stays, with the error `waits`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.errors import CallFailed
from reconciler.model import Address, OutcomeError, Request
from reconciler.principal_forms import account_of, admits_anyone

from .attempt import Attempt
from .ledger import Ledger
from .members import members, named_in, only, without


@dataclass(slots=True)
class RefusedMembers:
    """The members of permission lists that EC2 has refused in one run, by service.

    *refused* are the additions that were not made; *full* is the error that says that a service takes no more
    principals.
    """

    refused: dict[Address, set[str]] = field(default_factory=dict)
    full: dict[Address, CallFailed] = field(default_factory=dict)

    def narrow(self, attempt: Attempt, ledger: Ledger) -> bool:
        """Leave out the members that have to wait by now; tell whether any are left to send."""
        if not attempt.operation.requests[0].verb.permissions:
            return True
        (request,) = attempt.requests
        full = self.full.get(request.address)
        if full:
            self._refuse(attempt, _edited(request)[0], full, ledger)
        waiting = self._waiting(request)
        for principal, why in waiting.items():
            attempt.errors.append(OutcomeError("waits", why, str(request.address)))
            if admits_anyone(principal):
                _spare(request.address, ledger, why)
        return self._keep(attempt, ledger, without(request, {*waiting, *self.refused.get(request.address, ())}))

    def answered(self, attempt: Attempt, failed: CallFailed, ledger: Ledger) -> bool:
        """Leave out refused members, or cut the call into smaller parts; tell whether the refusal was about members."""
        permissions = attempt.operation.requests[0].verb.permissions
        if not permissions:
            return False
        (request,) = attempt.requests
        sent = members(request)
        blamed = named_in(failed.message, sent) if failed.code in permissions.naming else ()
        full = failed.code in permissions.number
        unnamed = not blamed and (full or failed.code in permissions.one)
        if unnamed and len(sent) > 1:
            attempt.cut(tuple(_parts(request, ledger.cited(request.address), full=full)))
        elif blamed or unnamed:
            self._blame(attempt, blamed or sent, failed, ledger, full=full)
        return bool(blamed or unnamed)

    def gave_up(self, attempt: Attempt) -> None:
        """Record the additions of an edit that is not sent any more: removals may have to wait for them."""
        for request in attempt.requests:
            self.refused.setdefault(request.address, set()).update(_edited(request)[0])

    def _blame(
        self, attempt: Attempt, blamed: Sequence[str], failed: CallFailed, ledger: Ledger, *, full: bool
    ) -> None:
        """Leave out the members that EC2 refuses. If a removal is refused, no connections are rejected."""
        (request,) = attempt.requests
        added, removed = _edited(request)
        if full and blamed[0] in added:
            self.full[request.address] = failed
        self._refuse(attempt, blamed, failed, ledger)
        if not set(removed).isdisjoint(blamed):
            _spare(request.address, ledger, failed.message)
        self._keep(attempt, ledger, without(request, blamed))

    def _refuse(self, attempt: Attempt, blamed: Iterable[str], failed: CallFailed, ledger: Ledger) -> None:
        (request,) = attempt.requests
        places = ledger.cited(request.address)
        added, _ = _edited(request)
        for principal in blamed:
            source = places.get(principal) if principal in added else None
            about = failed.message if source or principal in failed.message else f"{principal}: {failed.message}"
            attempt.errors.append(OutcomeError(failed.code, about, str(request.address), source))
        self.refused.setdefault(request.address, set()).update(one for one in blamed if one in added)

    def _waiting(self, request: Request) -> Mapping[str, str]:
        """Return the removals that wait, each with the reason; every account may have access through `*`."""
        refused = sorted(self.refused.get(request.address, ()))
        for_anyone = next(filter(admits_anyone, refused), None)
        accounts = {account_of(one): one for one in refused if account_of(one)}
        found = {}
        for principal in _edited(request)[1] if refused else ():
            beside = refused[0] if admits_anyone(principal) else accounts.get(account_of(principal))
            if cause := for_anyone or beside:
                found[principal] = f"{principal} is not revoked: the grant of {cause} in the same plan was refused"
        return found

    def _keep(self, attempt: Attempt, ledger: Ledger, left: Request | None) -> bool:
        """Send the members that are left; if none are, let the requests go on that wait for the edit."""
        (request,) = attempt.requests
        attempt.requests = (left,) if left else ()
        if left is None and request.key not in attempt.unfinished:
            ledger.done.add(request.key)
        return left is not None


def _edited(request: Request) -> tuple[Sequence[str], Sequence[str]]:
    """Return the principals that *request* adds to a permission list, and those that it removes."""
    names = request.verb.permissions
    return (request.details.get(names.adds, ()), request.details.get(names.removes, ())) if names else ((), ())


def _spare(address: Address, ledger: Ledger, why: str) -> None:
    """Bar the requests that come last, such as the rejection of connections that no grant admits any more."""
    for key in ledger.edges.about(address):
        if ledger.edges.requests[key].verb.last:
            ledger.bar(key, why)


def _parts(request: Request, cited: Mapping[str, str], *, full: bool) -> Iterator[Request]:
    """Return the parts of a refused call: removals that make room, additions, removals that wait for them.

    Only the parts that have members are returned; if there is only one, it is cut in halves. Removals come first only
    for a *full* list.
    """
    places = {one: number for number, one in enumerate(cited)}
    added, removed = _edited(request)
    added = sorted(added, key=lambda one: places.get(one, len(places)))
    accounts = {account_of(one) for one in added}
    awaited = any(map(admits_anyone, added))
    free = [one for one in removed if not (awaited or admits_anyone(one) or account_of(one) in accounts)]
    first = free if full else []
    lists = [one for one in (first, added, [one for one in removed if one not in first]) if one]
    if len(lists) == 1:
        (alone,) = lists
        lists = [alone[: len(alone) // 2], alone[len(alone) // 2 :]]
    yield from (part for one in lists if (part := only(request, one)))
