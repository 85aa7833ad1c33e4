"""Changes of which the catalogue refuses a part: what it names is left out, the rest of the change is sent.

Where it names nothing of ours, as for an account that it does not let us associate, the change is cut in halves until
one member is left. Principals that move are never kept waiting for that.

Nothing is left out that something else relies on: a principal that moves is put back with all that came with it, a new
experience is made as it was planned or not at all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from reconciler.model import OutcomeError, Request, RequestKey

from .attempt import Attempt
from .ledger import Ledger
from .members import members, named_in, only, without
from .moves import ARRIVE, LEAVE, ends

LOGO = "LogoUrl"
OF_THE_LOGO = frozenset({"INVALID_URL", "INVALID_IMAGE"})
"""AWS's codes for a picture that it could not take (facts: catalog 5.1)."""
LOOKS = frozenset({"CreateBrandingSettings", "UpdateBrandingSettings"})
POLICY_IS_MISSING = "ENTITY_NOT_FOUND"
"""AWS's code for products of an experience without procurement policy (facts: catalog 5.1): no product's fault."""
AT_FIRST, HALVINGS = 6, 16
"""How often a change is cut before and after AWS has taken a part of it: one to blame among 50 is found in six, and a
set takes minutes."""
LISTED = frozenset({"AllowProductProcurement", "DenyProductProcurement", ARRIVE, LEAVE})


@dataclass(frozen=True, slots=True)
class Culprits:
    """Finds what an error is about within the changes that *attempt* has sent."""

    attempt: Attempt
    ledger: Ledger

    def leave_out(self, key: RequestKey, code: str, message: str) -> bool:
        """Send the change of *key* again less what the error is about; tell whether that is known and possible."""
        request = next((one for one in self.attempt.requests if one.key == key), None)
        if request is None:
            return False
        if request.verb.name in LOOKS and code in OF_THE_LOGO and LOGO in request.details["Configuration"]:
            self._without_logo(request, code, message)
            return True
        gone = self._blamed(request, message)
        if not gone or self._moving(request, gone):
            return False
        left, part = without(request, gone), key in self.attempt.halved
        if (left is None and not part) or (request.whole and any(self._relying(request))):
            return False
        why = self._tell(request, gone, code, message)
        self._shorten(request, why)
        self._replace(request, left)
        if left is None:
            self._part_gone(key, why)
        return True

    def halve(self, key: RequestKey, code: str, message: str) -> bool:
        """Send the change of *key* in halves, since AWS names nothing of it; tell whether that is possible.

        What moves is sent again at once, without those that come from nowhere: these are left to the next run.
        """
        request = next((one for one in self.attempt.requests if one.key == key), None)
        if request is None or request.verb.name not in LISTED or request.whole or code == POLICY_IS_MISSING:
            return False
        every = members(request)
        moving = [one for one in every if self._moving(request, (one,))]
        if moving:
            return request.verb.name == ARRIVE and self._only_moving(request, moving, code, message)
        waiting = self._waiting(key)
        most = HALVINGS if key in self.ledger.begun else AT_FIRST
        if len(every) == 1 or waiting is None or self.attempt.halved.count(key) >= most:
            return False
        halves = only(request, every[: len(every) // 2]), only(request, every[len(every) // 2 :])
        self.attempt.halve(request, cast("tuple[Request, Request]", halves), waiting)
        return True

    def answered(self, code: str, message: str) -> bool:
        """Do so for every change that the refusal of a whole set names something of; tell whether there was any."""
        named = [one.key for one in self.attempt.requests if named_in(message, members(one))]
        left_out = [self.leave_out(key, code, message) for key in named]
        return any(left_out)

    def _blamed(self, request: Request, message: str) -> Collection[str]:
        """Give what AWS names, or what is left alone after halving."""
        every = members(request) if request.verb.name in LISTED else ()
        named = named_in(message, every)
        return every if not named and len(every) == 1 and request.key in self.attempt.halved else named

    def _shorten(self, request: Request, why: str) -> None:
        self.ledger.shorten(request.key, why)
        for one in list(self._relying(request)):
            self.ledger.bar(one, f"waits for {request.address}: {why}")

    def _part_gone(self, key: RequestKey, why: str) -> None:
        """Conclude a change in halves of which the last part is refused: it is done if any part is."""
        if key in self.attempt.unfinished:
            return
        if key in self.ledger.begun:
            self.ledger.done.add(key)
        else:
            self.ledger.bar(key, why)

    def _only_moving(self, request: Request, moving: Collection[str], code: str, message: str) -> bool:
        """Send those that move alone, if there are others; tell whether there are."""
        others = set(members(request)) - set(moving)
        if not others:
            return False
        why = f"{code}: {message}: those that move go first, and the next run tries {', '.join(sorted(others))} alone"
        self.attempt.fault(request.address, "waits", why)
        self._shorten(request, why)
        self._replace(request, without(request, others))
        return True

    def _waiting(self, key: RequestKey) -> Collection[RequestKey] | None:
        """Give what waits in the same set for *key*; None where something must share its call."""
        waiting = {key}
        while more := {o.key for o in self.attempt.requests if self.ledger.waits.before(o.key) & waiting} - waiting:
            waiting |= more
        bound = any(one.whole or one.beside in waiting for one in self.attempt.requests if one.key in waiting)
        return None if bound else waiting - {key}

    def _without_logo(self, request: Request, code: str, message: str) -> None:
        """Send all other looks; the tag that says which logo was sent is not written."""
        looks = dict(request.details["Configuration"])
        url = looks.pop(LOGO)
        why = self._tell(request, (url,), code, message)
        self.ledger.shorten(request.key, why)
        self.ledger.without_logo[request.address] = why
        if looks:
            self._replace(request, replace(request, details={**request.details, "Configuration": looks}))
        else:
            self._replace(request, None)
            self.ledger.done.add(request.key)

    def _tell(self, request: Request, gone: Collection[str], code: str, message: str) -> str:
        places: Mapping[str, str] = self.ledger.cited(request.address)
        for one in gone:
            error = OutcomeError(code, message, str(request.address), places.get(one))
            self.attempt.errors.append(error)
        return f"{code}: {message}"

    def _replace(self, request: Request, left: Request | None) -> None:
        others = [one if one.key != request.key else left for one in self.attempt.requests]
        self.attempt.requests = tuple(one for one in others if one)

    def _moving(self, request: Request, gone: Collection[str]) -> bool:
        """Tell whether some of *gone* leave one experience for another in this plan."""
        arriving = self.ledger.waits.arriving
        if request.verb.name == ARRIVE:
            return any(arriving[request.key].get(one) for one in gone if request.key in arriving)
        departures = [members.get(one) for members in arriving.values() for one in gone]
        return request.verb.name == LEAVE and request.key in departures

    def _relying(self, request: Request) -> Iterator[RequestKey]:
        """Give what must not come while something of *request* is missing: accounts that would feel it.

        A list of products is to be whole before an experience is enabled and before others arrive there; an experience
        ends when all have left that were to leave.
        """
        for key in self.ledger.waits.behind(request.key):
            waiter = self.ledger.waits.requests[key]
            opens = key.verb == ARRIVE or "Status" in waiter.details
            if ends(waiter) if request.verb.name == LEAVE else opens and request.verb.name != ARRIVE:
                yield key
