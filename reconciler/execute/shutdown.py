"""What a run still does after the user has interrupted it: complete the moves that have begun, and start nothing else.

A principal that has left is governed by the experience of an ancestor, or by none, until it arrives (facts: catalog
5.2). Without this it would stay so until the next run. A move that cannot be completed is put back as usual.

Example: op-1 releases 111111111111 from `default`, op-2 associates it with `finance` and allows products in `legal`,
op-3 updates `sales`. After an interrupt during op-1, the run polls op-1 to its end, sends op-2 with the association
(and what it waits for, such as the products of `finance`), and skips the products of `legal` and op-3.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

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


class AtInterrupt(StrEnum):
    """What a run does when the user interrupts it now.

    It stops at once, since nothing is under way or it was interrupted before (`AGAIN`), or first it waits for the
    answers to the calls that it has sent, or completes the moves that have begun.
    """

    STOP = "stop"
    CALLS = "calls"
    MOVES = "moves"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Shutdown:
    """The graceful end of an interrupted run: its *putbacks*, the *running* attempts, and the *outcomes* so far."""

    putbacks: Putbacks
    running: Mapping[str, Attempt]
    outcomes: Mapping[str, Outcome]

    def underway(self) -> Iterator[PlannedMove]:
        """Return the moves whose departure is done or sent, and that a call may still complete or put back."""
        pending = self._pending_departures()
        return (move for move in self.putbacks.moves if self._is_underway(move, pending))

    def moves_are_underway(self) -> bool:
        """Tell whether a move is half done."""
        return any(True for _ in self.underway())

    def keep(self, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Bar the requests that complete no move; of an association, keep only the principals that have left."""
        moves = [move for move in self.underway() if move.departure in self.putbacks.ledger.done]
        needed = self._with_what_they_wait_for(move.arrival for move in moves)
        kept = (self._cut(request, moves) if request.key in needed else None for request in requests)
        left = tuple(request for request in kept if request)
        for request in requests:
            if request.key not in {one.key for one in left}:
                self.putbacks.ledger.bar(request.key, INTERRUPTED)
        return left

    def _pending_departures(self) -> frozenset[tuple[RequestKey, str]]:
        """Return the departure and principal of each release that AWS may be carrying out now."""
        sent = [request for one in self.running.values() if one.is_doubtful for request in one.requests]
        return frozenset((one.key, principal) for one in sent for principal in one.leaving)

    def _is_underway(self, move: PlannedMove, pending: frozenset[tuple[RequestKey, str]]) -> bool:
        done, putback = self.putbacks.ledger.done, self.putbacks.call_for(move.principal)
        if move.arrival in done or move.principal in self.putbacks.stayed:
            return False
        if putback:
            return putback not in self.outcomes
        if move.departure in done:
            return move.operation.id not in self.outcomes
        return (move.departure, move.principal) in pending

    def _with_what_they_wait_for(self, arrivals: Iterable[RequestKey]) -> frozenset[RequestKey]:
        """Return *arrivals* and the requests that must come before or with them, other departures excepted."""
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
        """Return an association without principals that come from nowhere; None if no other is left."""
        newcomers = set(request.arriving) - {move.principal for move in moves if move.arrival == request.key}
        if not newcomers:
            return request
        left = without(request, newcomers)
        if left:
            self.putbacks.ledger.shorten(request.key, INTERRUPTED)
        return left


def find_sent(attempt: Attempt, delivery: Steps) -> Outcome | None:
    """Find a change set whose start was not answered, to poll it; return the outcome if there is none.

    Sending the same request again would find it as well, but would start it if it had not started. The effects of a
    change set that no longer runs are recorded; the other requests stay in doubt.
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
