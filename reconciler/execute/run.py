"""The run: start what is ready, take what runs further, and carry everything on that does not depend on a failure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from typing import Any

from reconciler.model import Address, Operation, Outcome, Request, RequestKey
from reconciler.ports import Clients, Clock

from .attempt import PATIENCE, Attempt, Progress
from .delivery import Delivery
from .edits import Edits
from .endings import abandoned
from .freshness import Freshness
from .ledger import Ledger
from .mistakes import Mistakes, break_off, concluded
from .moves import LEAVE, ends, moves_of
from .putback import Journey, Putbacks
from .stamp import Stamp
from .tokens import Sight

BEARABLE = 3
"""How many exceptions of ours outside of any attempt a run goes on after."""
AT_ONCE = 10
"""Change sets that run at a time: far below the 250 that may be open, so that looking at each stays quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a run behaves: its clock, its chance (0-1), whom it tells, and what it does when we make mistakes."""

    clock: Clock
    jitter: Callable[[], float]
    tell: Progress
    mistakes: Mistakes = field(default_factory=Mistakes)

    def say(self, event: Mapping[str, object]) -> None:
        """Tell an event; AWS goes on when nobody can be told, so the run does."""
        try:
            self.tell(event)
        except Exception as mistake:  # noqa: BLE001 - whatever it is
            self.mistakes.tell(mistake, "what went on could not be told")


Uncovering = Callable[[Sequence[Request], Ledger], Mapping[RequestKey, str]]
"""Gives the requests that would leave accounts to nobody if these were sent together without the rest, and why."""


@dataclass(slots=True)
class Execution:
    """One run of a plan's operations. *outcomes* grows as operations end, so that an interrupted run can report.

    *operations* grows too, by calls that put principals back whose move failed.
    """

    operations: Sequence[Operation]
    clients: Clients
    ledger: Ledger
    freshness: Freshness
    stamp: Stamp
    conduct: Conduct
    edits: Edits = field(default_factory=Edits)
    sight: Sight = field(default_factory=Sight)
    uncovering: Uncovering = lambda _requests, _ledger: {}
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    running: dict[str, Attempt] = field(default_factory=dict)
    putbacks: Putbacks = field(init=False)

    def __post_init__(self) -> None:
        """Find the moves of the plan."""
        self.putbacks = Putbacks(self.ledger, self.operations, moves_of(self.operations))

    def run(self) -> tuple[Outcome, ...]:
        """Carry out every operation; give one outcome each, in the plan's order. Never raises an Exception.

        Calls that put principals back come behind the operation that they are named after.
        """
        for _ in range(BEARABLE):
            try:
                return self._to_the_end()
            except Exception as mistake:  # noqa: BLE001 - ours; who is on the way has to arrive all the same
                self.conduct.mistakes.tell(mistake, "carrying the plan out")
        return self.abandon("a mistake of ours ended the run")

    def _to_the_end(self) -> tuple[Outcome, ...]:
        while len(self.outcomes) < len(self.operations):
            self._start_ready()
            for attempt in self._free(self._now()):
                self._step(attempt)
            self._rest()
        return self._in_order()

    def _step(self, attempt: Attempt) -> None:
        """Go one step with an attempt; an exception in it ends this attempt alone."""
        delivery = self._delivery(attempt)
        try:
            outcome = delivery.step(attempt)
        except Exception as mistake:  # noqa: BLE001 - ours
            self.conduct.mistakes.note(mistake)
            break_off(attempt, mistake, delivery)
            outcome = None
        if attempt.broken and (outcome or not attempt.change_set_id):
            outcome = concluded(attempt, delivery.ledger)
        self._put_back(attempt)
        if outcome:
            self._end(attempt, outcome)

    def underway(self) -> tuple[Journey, ...]:
        """Give the moves that have not come to their end, as far as the run knows."""
        return self.putbacks.underway()

    def possible(self) -> tuple[Mapping[Address, Any], ...]:
        """Give what the objects are as far as the run knows: several answers where it does not, the worst first.

        At worst what takes governance away is done, and what gives it is not.
        """
        doubtful = self.putbacks.doubtful()
        if not doubtful:
            return (self.ledger.specs,)
        takes = [request for request in doubtful if request.verb == LEAVE or ends(request)]
        return self.ledger.specs_with(takes), self.ledger.specs, self.ledger.specs_with(doubtful)

    def abandon(self, why: str) -> tuple[Outcome, ...]:
        """End everything that has not ended: what was sent goes on in AWS without us. Tells nobody, cannot fail."""
        for operation in self.operations:
            attempt = self.running.get(operation.id)
            if attempt and attempt.is_doubtful:
                self.ledger.doubt(attempt.requests)
            if operation.id not in self.outcomes:
                self._note(abandoned(operation, attempt, self.ledger, why), attempt)
        return self._in_order()

    def _in_order(self) -> tuple[Outcome, ...]:
        return tuple(self.putbacks.judged(self.outcomes[operation.id]) for operation in self.operations)

    def _put_back(self, cause: Attempt) -> None:
        """Put back at once what a step of *cause* has shown to be unable to arrive."""
        try:
            self._insert(self.putbacks.due(cause))
        except Exception as mistake:  # noqa: BLE001 - ours; the report tells who is exposed then
            self.conduct.mistakes.tell(mistake, "putting principals back")
            self.putbacks.let_go({one.id for one in self.operations})

    def _insert(self, putbacks: Sequence[Operation]) -> None:
        """Put calls behind the operation that each is named after."""
        operations = list(self.operations)
        for operation in reversed(putbacks):
            named_after = operation.id.partition(".")[0]
            at = next(n for n, one in enumerate(operations, 1) if one.id == named_after)
            operations.insert(at, operation)
        self.operations = operations

    def _free(self, until: float) -> list[Attempt]:
        """Give the attempts that are due, those aside that wait for a put-back."""
        return [one for one in self.running.values() if one.due <= until and not self.putbacks.holds(one)]

    def _delivery(self, attempt: Attempt) -> Delivery:
        ledger = self.putbacks.ledgers.get(attempt.operation.id)
        return Delivery(
            clients=self.clients,
            ledger=ledger or self.ledger,
            keep=tuple if ledger else partial(self._keep, attempt.operation),
            freshness=self.freshness,
            edits=self.edits,
            stamp=self.stamp,
            clock=self.conduct.clock,
            jitter=self.conduct.jitter,
            tell=self._tell,
            sight=self.sight,
        )

    def _keep(self, operation: Operation, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Leave out what is better not sent; where not all is sent, also what would leave accounts to nobody then."""
        while True:
            requests = self.ledger.runnable(self.putbacks.keep(requests))
            less = self.ledger.barred or len(requests) < len(self.ledger.undone(operation.requests))
            uncovering = self.uncovering(requests, self.ledger) if less else {}
            if not uncovering:
                return requests
            for key, why in uncovering.items():
                self.ledger.bar(key, why)

    def _start_ready(self) -> None:
        for operation in self.operations:
            waiting = operation.id not in self.outcomes and operation.id not in self.running
            room = len(self.running) < AT_ONCE or operation.id in self.putbacks.ledgers
            if waiting and room and all(one in self.outcomes for one in operation.after):
                now = self._now()
                self.running[operation.id] = Attempt(operation, operation.requests, now + PATIENCE, now)

    def _rest(self) -> None:
        wait = min((attempt.due for attempt in self._free(inf)), default=0.0) - self._now()
        if wait > 0:
            self.conduct.clock.sleep(wait)

    def _end(self, attempt: Attempt, outcome: Outcome) -> None:
        self._note(outcome, attempt)
        del self.running[outcome.operation]
        self.putbacks.ended(attempt.operation)
        self._tell(outcome.status.value, attempt, outcome.because or "")

    def _note(self, outcome: Outcome, attempt: Attempt | None) -> None:
        """Keep an outcome; what the plan does not have is told with what was sent."""
        if outcome.operation in self.putbacks.ledgers and attempt and attempt.sendings:
            outcome = replace(outcome, parameters=attempt.sendings[0].parameters)
        self.outcomes[outcome.operation] = outcome

    def _tell(self, event: str, attempt: Attempt, message: str) -> None:
        told: Mapping[str, object] = {
            "event": event,
            "operation": attempt.operation.id,
            "addresses": [str(address) for address in attempt.operation.addresses],
            "change_set_id": attempt.last_set,
            "message": message,
            "done": len(self.outcomes),
            "total": len(self.operations),
        }
        self.conduct.say(told)

    def _now(self) -> float:
        return self.conduct.clock.monotonic()
