"""What a run still does once the user has asked it to stop: moves under way come to their end, nothing else begins.

A principal that has left is governed by an ancestor or by nobody until it has arrived (facts: catalog 5.2), however
long nobody runs again. What does not bring it to its end is not sent; where that end can't come, it is put back as
always.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from reconciler.errors import ReconcilerError
from reconciler.model import Outcome, Request, RequestKey

from .attempt import Attempt
from .edges import PlannedMove
from .endings import abandoned, ended
from .members import without
from .mistakes import recognise
from .putback import Putbacks
from .steps import Steps
from .verdict import note_effects

INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Retreat:
    """Reads off a run what is under way: its *putbacks*, what is *running*, and how operations ended (*outcomes*)."""

    putbacks: Putbacks
    running: Mapping[str, Attempt]
    outcomes: Mapping[str, Outcome]

    def underway(self) -> tuple[PlannedMove, ...]:
        """Give the moves that have begun, or are on the wire, and that some call may still bring to an end."""
        flying = self._flying()
        return tuple(move for move in self.putbacks.moves if self._is_underway(move, flying))

    def keep(self, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Bar what brings no principal to its end; of an association, only those that have left arrive."""
        moves = [move for move in self.underway() if move.departure in self.putbacks.ledger.done]
        needed = self._with_what_they_wait_for(move.arrival for move in moves)
        kept = (self._cut(request, moves) if request.key in needed else None for request in requests)
        left = tuple(request for request in kept if request)
        for request in requests:
            if request.key not in {one.key for one in left}:
                self.putbacks.ledger.bar(request.key, INTERRUPTED)
        return left

    def _flying(self) -> frozenset[tuple[RequestKey, str]]:
        """Give every principal that a departure lets go which AWS may be carrying out right now."""
        sent = [request for one in self.running.values() if one.is_doubtful for request in one.requests]
        return frozenset((one.key, principal) for one in sent for principal in one.leaving)

    def _is_underway(self, move: PlannedMove, flying: frozenset[tuple[RequestKey, str]]) -> bool:
        done, putback = self.putbacks.ledger.done, self.putbacks.call_for(move.principal)
        if move.arrival in done or move.principal in self.putbacks.stayed:
            return False
        if putback:
            return putback not in self.outcomes
        if move.departure in done:
            return move.operation.id not in self.outcomes
        return (move.departure, move.principal) in flying

    def _with_what_they_wait_for(self, arrivals: Iterable[RequestKey]) -> frozenset[RequestKey]:
        """Give *arrivals* and all that must come before them or with them, but for what lets others go."""
        found: set[RequestKey] = set()
        left = list(arrivals)
        while left:
            key = left.pop()
            found.add(key)
            left += [one for one in self._missing(key) if one not in found]
        return frozenset(found)

    def _missing(self, key: RequestKey) -> Iterator[RequestKey]:
        ledger = self.putbacks.ledger
        missing = ledger.edges.before(key) - ledger.done
        return (one for one in missing if not ledger.edges.requests[one].leaving)

    def _cut(self, request: Request, moves: Iterable[PlannedMove]) -> Request | None:
        """Leave newcomers out of an association; give nothing where only newcomers are left."""
        newcomers = set(request.arriving) - {move.principal for move in moves if move.arrival == request.key}
        if not newcomers:
            return request
        left = without(request, newcomers)
        if left:
            self.putbacks.ledger.shorten(request.key, INTERRUPTED)
        return left


def find_sent(attempt: Attempt, delivery: Steps) -> Outcome | None:
    """Look for a change set whose start was not answered, and wait for it; give the outcome where there is none.

    Sending the same again would tell, too, and start it where it has not been. What is there of a set that does not
    run (any more) is noted, the rest stays in doubt.
    """
    recognise(attempt, delivery)
    if attempt.change_set_id:
        return None
    ledger = delivery.ledger
    with suppress(ReconcilerError):
        note_effects(attempt, delivery.freshness)
    ledger.doubt(attempt.requests)
    rest = attempt.requests or attempt.later
    return abandoned(attempt.operation, attempt, ledger, INTERRUPTED) if rest else ended(attempt, ledger)
