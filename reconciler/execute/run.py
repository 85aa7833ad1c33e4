"""The run: start what is ready, look at what runs, stop what depends on what failed, carry everything else on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.errors import CallFailed, EntityLocked, Throttled, Unreadable
from reconciler.model import Operation, Outcome, OutcomeError, Status
from reconciler.ports import Clients, Clock

from .attempt import BLIND_LOOKS, PATIENCE, Attempt, Progress
from .changes import changes_to_send
from .freshness import Freshness
from .ledger import Ledger
from .stamp import Stamp
from .verdict import Verdict, judge

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
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    running: dict[str, Attempt] = field(default_factory=dict)

    def run(self) -> tuple[Outcome, ...]:
        """Carry out every operation; give one outcome each, in the plan's order. Never raises for what AWS refuses."""
        while len(self.outcomes) < len(self.operations):
            self._start_ready()
            for attempt in [one for one in self.running.values() if one.due <= self._now()]:
                self._go_on(attempt)
            self._rest()
        return tuple(self.outcomes[operation.id] for operation in self.operations)

    def abandon(self, why: str) -> tuple[Outcome, ...]:
        """End everything that has not ended: what was sent goes on in AWS without us."""
        for attempt in list(self.running.values()):
            sent = f"; change set {attempt.change_set_id} goes on in AWS" if attempt.change_set_id else ""
            self._end(attempt, Status.FAILED, f"{why}{sent}")
        for operation in self.operations:
            if operation.id not in self.outcomes:
                self.outcomes[operation.id] = Outcome(operation=operation.id, status=Status.SKIPPED, because=why)
        return tuple(self.outcomes[operation.id] for operation in self.operations)

    def _start_ready(self) -> None:
        for operation in self.operations:
            waiting = operation.id not in self.outcomes and operation.id not in self.running
            if waiting and len(self.running) < AT_ONCE and all(one in self.outcomes for one in operation.after):
                now = self._now()
                self.running[operation.id] = Attempt(operation, operation.requests, now + PATIENCE, now)

    def _rest(self) -> None:
        if self.running and len(self.outcomes) < len(self.operations):
            wait = min(attempt.due for attempt in self.running.values()) - self._now()
            if wait > 0:
                self.conduct.clock.sleep(wait)

    def _go_on(self, attempt: Attempt) -> None:
        try:
            if attempt.change_set_id:
                self._look(attempt)
            else:
                self._send(attempt)
        except (Throttled, EntityLocked) as failed:
            self._later(attempt, failed)
        except CallFailed as failed:
            self._refused(attempt, failed)
        except Unreadable as failed:
            self._blind(attempt, failed)
        else:
            attempt.blind = 0

    def _blind(self, attempt: Attempt, failed: Unreadable) -> None:
        """Look again a few times; what cannot be seen is not acted on."""
        attempt.blind += 1
        if attempt.blind >= BLIND_LOOKS:
            self._stop_all(attempt, "unreadable", failed.message)
            sent = f"change set {attempt.change_set_id} was sent" if attempt.change_set_id else "nothing was sent"
            self._end(attempt, Status.FAILED, f"{failed.message} ({sent})")
        else:
            self._tell("retrying", attempt, failed.message)
            attempt.look_again(self._now(), self.conduct.jitter())

    def _later(self, attempt: Attempt, failed: CallFailed) -> None:
        """Try again after a pause, until the deadline."""
        if self._now() > attempt.deadline:
            self._stop_all(attempt, failed.code, failed.message)
            self._end(attempt, Status.FAILED, f"gave up: {failed.message}")
        else:
            self._tell("retrying", attempt, failed.message)
            attempt.look_again(self._now(), self.conduct.jitter())

    def _refused(self, attempt: Attempt, failed: CallFailed) -> None:
        """Find out whether the world moved: then the rest goes on; otherwise show what AWS said."""
        attempt.request_id = failed.request_id
        if attempt.operation.action == "StartChangeSet" and self.freshness.find_stale(attempt, self.ledger):
            self._send_rest(attempt)
        else:
            self._stop_all(attempt, failed.code, failed.message)
            self._end(attempt, Status.FAILED, failed.message)

    def _send(self, attempt: Attempt) -> None:
        """Send what may still be sent; a call that is no change set ends at once."""
        if not self._narrow(attempt):
            return
        if attempt.operation.action == "TagResource":
            self._tag(attempt)
            return
        self.freshness.refresh(attempt, self.ledger)
        self.freshness.find_twins(attempt, self.ledger)
        if self._narrow(attempt):
            changes = changes_to_send(attempt.operation, attempt.requests, self.ledger)
            name, tags = self.stamp.name(attempt.operation.id), self.stamp.tags()
            token = self.stamp.token()
            attempt.change_set_id = self.clients.catalog.start_change_set(changes, name=name, tags=tags, token=token)
            self._tell("started", attempt, f"change set {attempt.change_set_id}")
            attempt.look_again(self._now(), self.conduct.jitter())

    def _tag(self, attempt: Attempt) -> None:
        parameters = attempt.operation.parameters
        tags = {tag["Key"]: tag["Value"] for tag in parameters["Tags"]}
        self.clients.catalog.tag(parameters["ResourceArn"], tags)
        self.ledger.succeeded(attempt.requests, {})
        self._end(attempt, Status.SUCCEEDED)

    def _narrow(self, attempt: Attempt) -> bool:
        """Leave out what was stopped; end the attempt when nothing is left of it."""
        left = self.ledger.runnable(attempt.requests)
        dropped = {request.address for request in attempt.requests} - {request.address for request in left}
        attempt.left_out.update({address: self.ledger.stopped[address] for address in dropped})
        attempt.requests = left
        if not left:
            self._end(attempt, Status.FAILED if attempt.errors else Status.SKIPPED)
        return bool(left)

    def _look(self, attempt: Attempt) -> None:
        change_set = self.clients.catalog.describe_change_set(attempt.change_set_id or "")
        if not change_set.ended and self._now() <= attempt.deadline:
            self._tell("polling", attempt, change_set.status)
            attempt.look_again(self._now(), self.conduct.jitter())
            return
        verdict = judge(change_set, attempt, self.ledger, self.freshness)
        if verdict is Verdict.DONE:
            self._end(attempt, Status.FAILED if attempt.left_out else Status.SUCCEEDED)
        elif verdict is Verdict.AGAIN and self._now() <= attempt.deadline:
            self._tell("retrying", attempt, change_set.failure_code or "")
            attempt.send_again(self._now(), self.conduct.jitter())
        elif verdict is Verdict.REST:
            self._send_rest(attempt)
        else:
            self._end(attempt, Status.FAILED)

    def _send_rest(self, attempt: Attempt) -> None:
        """Send at once what did not fail, if anything is left."""
        if self._narrow(attempt):
            self._tell("retrying", attempt, "without what failed")
            attempt.change_set_id, attempt.due = None, self._now()

    def _stop_all(self, attempt: Attempt, code: str, message: str) -> None:
        for address in sorted({request.address for request in attempt.requests}):
            self.ledger.stop(address, message)
        attempt.errors.append(OutcomeError(code, message))

    def _end(self, attempt: Attempt, status: Status, because: str | None = None) -> None:
        self.running.pop(attempt.operation.id, None)
        self.outcomes[attempt.operation.id] = attempt.outcome(status, because)
        self._tell(status.value, attempt, because or "")

    def _tell(self, event: str, attempt: Attempt, message: str) -> None:
        told: Mapping[str, object] = {
            "event": event,
            "operation": attempt.operation.id,
            "addresses": [str(address) for address in attempt.operation.addresses],
            "message": message,
            "done": len(self.outcomes),
            "total": len(self.operations),
        }
        self.conduct.tell(told)

    def _now(self) -> float:
        return self.conduct.clock.monotonic()
