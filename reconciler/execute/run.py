"""The run: start what is ready, take what runs further, and carry everything on that does not depend on a failure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.model import Operation, Outcome, Status
from reconciler.ports import Clients, Clock

from .attempt import PATIENCE, Attempt, Progress
from .delivery import Delivery
from .edits import Edits
from .freshness import Freshness
from .ledger import Ledger
from .stamp import Stamp

AT_ONCE = 10
"""Change sets that run at a time: far below the 250 that may be open, so that looking at each stays quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a run behaves: its clock, its chance (0-1), and whom it tells."""

    clock: Clock
    jitter: Callable[[], float]
    tell: Progress


@dataclass(slots=True)
class Execution:
    """One run of a plan's operations. *outcomes* grows as operations end, so that an interrupted run can report."""

    operations: Sequence[Operation]
    clients: Clients
    ledger: Ledger
    freshness: Freshness
    stamp: Stamp
    conduct: Conduct
    edits: Edits = field(default_factory=Edits)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    running: dict[str, Attempt] = field(default_factory=dict)

    def run(self) -> tuple[Outcome, ...]:
        """Carry out every operation; give one outcome each, in the plan's order. Never raises for what AWS refuses."""
        delivery = self._delivery()
        while len(self.outcomes) < len(self.operations):
            self._start_ready()
            for attempt in [one for one in self.running.values() if one.due <= self._now()]:
                outcome = delivery.step(attempt)
                if outcome:
                    self._end(attempt, outcome)
            self._rest()
        return self._in_order()

    def abandon(self, why: str) -> tuple[Outcome, ...]:
        """End everything that has not ended: what was sent goes on in AWS without us. Tells nobody, cannot fail."""
        for operation in self.operations:
            attempt = self.running.get(operation.id)
            if operation.id not in self.outcomes:
                self.outcomes[operation.id] = _abandoned(operation, attempt, why)
        return self._in_order()

    def _in_order(self) -> tuple[Outcome, ...]:
        return tuple(self.outcomes[operation.id] for operation in self.operations)

    def _delivery(self) -> Delivery:
        return Delivery(
            clients=self.clients,
            ledger=self.ledger,
            freshness=self.freshness,
            edits=self.edits,
            stamp=self.stamp,
            clock=self.conduct.clock,
            jitter=self.conduct.jitter,
            tell=self._tell,
        )

    def _start_ready(self) -> None:
        for operation in self.operations:
            waiting = operation.id not in self.outcomes and operation.id not in self.running
            if waiting and len(self.running) < AT_ONCE and all(one in self.outcomes for one in operation.after):
                now = self._now()
                self.running[operation.id] = Attempt(operation, operation.requests, now + PATIENCE, now)

    def _rest(self) -> None:
        if self.running:
            wait = min(attempt.due for attempt in self.running.values()) - self._now()
            if wait > 0:
                self.conduct.clock.sleep(wait)

    def _end(self, attempt: Attempt, outcome: Outcome) -> None:
        self.outcomes[outcome.operation] = outcome
        del self.running[outcome.operation]
        self._tell(outcome.status.value, attempt, outcome.because or "")

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
        self.conduct.tell(told)

    def _now(self) -> float:
        return self.conduct.clock.monotonic()


def _abandoned(operation: Operation, attempt: Attempt | None, why: str) -> Outcome:
    """Say how an operation stands that nobody waits for any more."""
    if attempt is None or not (attempt.letter or attempt.last_set or attempt.created_id or attempt.errors):
        return Outcome(operation=operation.id, status=Status.SKIPPED, because=why)
    goes_on = f"change set {attempt.change_set_id} goes on in AWS" if attempt.change_set_id else attempt.whereabouts
    return Outcome(
        operation=operation.id,
        status=Status.FAILED,
        change_set_id=attempt.last_set,
        request_id=attempt.request_id,
        errors=tuple(attempt.errors),
        because=f"{why}; {goes_on}",
    )
