"""Changes of which the catalog refuses some members: these are left out, and the rest of the change is sent.

If the message names no member that was sent, as for an account that cannot be associated, the change is cut in halves
until one member is left. Principals that move do not wait for that.

A member is not left out if another request relies on it: a principal that moves is put back together with all that came
with it, and a new experience is created as planned or not at all.

Example: AllowProductProcurement with prod-a, prod-b, prod-c and prod-d fails because of prod-c, and the message names
no product. Four calls follow, each after the last one: prod-a and prod-b (succeeds), prod-c and prod-d (fails), prod-c
(fails, left out), prod-d (succeeds). Of 50 products, the refused one is found after six cuts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from reconciler.model import Extra, OutcomeError, Request, RequestKey
from reconciler.ports import ChangeError

from .attempt import Attempt
from .ledger import Ledger
from .members import members, named_in, only, without

AT_FIRST, HALVINGS = 6, 16
"""How often a change is cut in halves: before AWS has taken a part of it, and in all.

Six cuts find one member among 50. A change set takes minutes, so there is a limit.
"""

RequestError = tuple[Request | None, ChangeError]
"""An error, and the planned change that it is about if AWS says which."""


@dataclass(frozen=True, slots=True)
class MemberErrors:
    """Errors of AWS about members of requests that *attempt* has sent: the refused members are left out of them."""

    attempt: Attempt
    ledger: Ledger

    def failed(self, errors: Iterable[RequestError]) -> None:
        """Leave out the members that each error names; else cut its change in halves, or bar the change."""
        for planned, error in errors:
            sent = (one for one in self.attempt.requests if planned and one.key == planned.key)
            if any(self._leave_out(one, error) or self._halve(one, error) for one in sent):
                continue
            about = str(planned.address) if planned else None
            self.attempt.errors.append(OutcomeError(error.code, error.message, about))
            if planned:
                self.ledger.bar(planned.key, reason(error))

    def answered(self, error: ChangeError) -> bool:
        """Leave out all members that the refusal of a whole change set names; tell whether there were any."""
        named = [one for one in self.attempt.requests if named_in(error.message, members(one))]
        left_out = [self._leave_out(one, error) for one in named]
        return any(left_out)

    def _leave_out(self, request: Request, error: ChangeError) -> bool:
        """Leave out the members that the error is about; tell whether they are known and can be left out."""
        extra = request.verb.extra
        if extra and error.code in extra.codes and extra.path[1] in request.details[extra.path[0]]:
            self._without(request, extra, error)
            return True
        gone = self._refused(request, error)
        if not gone or self._moving(request, gone):
            return False
        left, part = without(request, gone), request.key in self.attempt.halved
        if (left is None and not part) or (request.whole and any(self._relying(request))):
            return False
        why = self._tell(request, gone, error)
        self._shorten(request, why)
        self._replace(request, left)
        if left is None:
            self._conclude_parts(request.key, why)
        return True

    def _halve(self, request: Request, error: ChangeError) -> bool:
        """Cut *request* in halves since AWS names none of its members; tell whether that is possible.

        Principals that move are sent again at once, without newcomers: the next run tries those.
        """
        if request.whole or error.code in request.verb.faultless:
            return False
        key, every = request.key, members(request)
        moving = [one for one in every if self._moving(request, (one,))]
        if moving:
            return bool(request.arriving) and self._only_moving(request, moving, error)
        waiting = self._waiting(key)
        most = HALVINGS if key in self.ledger.begun else AT_FIRST
        if not every[1:] or waiting is None or self.attempt.halved.count(key) >= most:
            return False
        halves = only(request, every[: len(every) // 2]), only(request, every[len(every) // 2 :])
        self.attempt.halve(request, cast("tuple[Request, Request]", halves), waiting)
        return True

    def _refused(self, request: Request, error: ChangeError) -> Collection[str]:
        """Return the members that AWS names, or the only member that is left after halving."""
        every = members(request)
        named = named_in(error.message, every)
        return every if not named and len(every) == 1 and request.key in self.attempt.halved else named

    def _shorten(self, request: Request, why: str) -> None:
        self.ledger.shorten(request.key, why)
        for one in list(self._relying(request)):
            self.ledger.bar(one, f"waits for {request.address}: {why}")

    def _conclude_parts(self, key: RequestKey, why: str) -> None:
        """Conclude a halved change whose last part was refused: it is done if any part is done, else barred."""
        if key in self.attempt.unfinished:
            return
        if key in self.ledger.begun:
            self.ledger.done.add(key)
        else:
            self.ledger.bar(key, why)

    def _only_moving(self, request: Request, moving: Collection[str], error: ChangeError) -> bool:
        """Send the *moving* principals alone if there are others; tell whether there are."""
        others = set(members(request)) - set(moving)
        if not others:
            return False
        why = f"{reason(error)}: principals that move go first; the next run tries {', '.join(sorted(others))} alone"
        self.attempt.fault(request.address, "waits", why)
        self._shorten(request, why)
        self._replace(request, without(request, others))
        return True

    def _waiting(self, key: RequestKey) -> Collection[RequestKey] | None:
        """Return the requests of the same change set that wait for *key*; None if one must share its call."""
        waiting = {key}
        while more := {o.key for o in self.attempt.requests if self.ledger.edges.before(o.key) & waiting} - waiting:
            waiting |= more
        bound = any(one.whole or one.beside in waiting for one in self.attempt.requests if one.key in waiting)
        return None if bound else waiting - {key}

    def _without(self, request: Request, extra: Extra, error: ChangeError) -> None:
        """Send the request without the setting that AWS refused, and do not write the tag that describes it."""
        outer, inner = extra.path
        rest = dict(request.details[outer])
        why = self._tell(request, (rest.pop(inner),), error)
        self.ledger.shorten(request.key, why)
        self.ledger.untagged[request.address, extra.tag] = why
        if rest:
            self._replace(request, replace(request, details={**request.details, outer: rest}))
        else:
            self._replace(request, None)
            self.ledger.done.add(request.key)

    def _tell(self, request: Request, gone: Collection[str], error: ChangeError) -> str:
        places, about = self.ledger.cited(request.address), str(request.address)
        self.attempt.errors += [OutcomeError(error.code, error.message, about, places.get(one)) for one in gone]
        return reason(error)

    def _replace(self, request: Request, left: Request | None) -> None:
        others = [one if one.key != request.key else left for one in self.attempt.requests]
        self.attempt.requests = tuple(one for one in others if one)

    def _moving(self, request: Request, gone: Collection[str]) -> bool:
        """Tell whether some of *gone* move from one object to another in this plan."""
        arriving = self.ledger.edges.arriving
        if request.key in arriving:
            return any(arriving[request.key].get(one) for one in gone)
        return request.key in [members.get(one) for members in arriving.values() for one in gone]

    def _relying(self, request: Request) -> Iterator[RequestKey]:
        """Return the requests that must not be sent while members of *request* are missing.

        A list of products must be complete before its experience is enabled or principals arrive there. An experience
        is closed only after all principals have left that were to leave.
        """
        for key in () if request.arriving else self.ledger.edges.behind(request.key):
            waiter = self.ledger.edges.requests[key]
            if waiter.closes if request.leaving else waiter.arriving or waiter.opens:
                yield key


def reason(error: ChangeError) -> str:
    """Return AWS's code and message for a change."""
    return f"{error.code}: {error.message}"
