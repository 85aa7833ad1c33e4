"""Changes of which the catalogue refuses a part: what it names is left out, the rest of the change is sent.

Nothing is left out that something else relies on: a principal that moves is put back with all that came with it, a new
experience is made as it was planned or not at all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.model import OutcomeError, Request, RequestKey

from .attempt import Attempt
from .ledger import Ledger
from .members import members, named_in, without
from .moves import ARRIVE, LEAVE, ends

LOGO = "LogoUrl"
OF_THE_LOGO = frozenset({"INVALID_URL", "INVALID_IMAGE"})
"""AWS's codes for a picture that it could not take (facts: catalog 5.1)."""
LOOKS = frozenset({"CreateBrandingSettings", "UpdateBrandingSettings"})
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
        if request.verb in LOOKS and code in OF_THE_LOGO and LOGO in request.details["Configuration"]:
            self._without_logo(request, code, message)
            return True
        gone = named_in(message, members(request)) if request.verb in LISTED else ()
        left = without(request, gone) if gone and not self._moving(request, gone) else None
        relying = list(self._relying(request))
        if left is None or (request.whole and relying):
            return False
        why = self._tell(request, gone, code, message)
        self.ledger.shorten(key, why)
        for one in relying:
            self.ledger.bar(one, f"waits for {key.address}: {why}")
        self._replace(request, left)
        return True

    def answered(self, code: str, message: str) -> bool:
        """Do so for every change that the refusal of a whole set names something of; tell whether there was any."""
        named = [one.key for one in self.attempt.requests if named_in(message, members(one))]
        left_out = [self.leave_out(key, code, message) for key in named]
        return any(left_out)

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
        if request.verb == ARRIVE:
            return any(arriving[request.key].get(one) for one in gone if request.key in arriving)
        departures = [members.get(one) for members in arriving.values() for one in gone]
        return request.verb == LEAVE and request.key in departures

    def _relying(self, request: Request) -> Iterator[RequestKey]:
        """Give what must not come while something of *request* is missing: accounts that would feel it.

        A list of products is to be whole before an experience is enabled and before others arrive there; an experience
        ends when all have left that were to leave.
        """
        for key in self.ledger.waits.behind(request.key):
            waiter = self.ledger.waits.requests[key]
            opens = key.verb == ARRIVE or "Status" in waiter.details
            if ends(waiter) if request.verb == LEAVE else opens and request.verb != ARRIVE:
                yield key
