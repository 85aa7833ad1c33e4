"""The steps of an attempt, for change sets and single calls alike: wait and retry, send the next part, or stop."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from reconciler.errors import CallFailed, EntityLocked, ReconcilerError, Throttled
from reconciler.model import Outcome, Request

from .attempt import BLIND_LOOKS, PATIENCE, Attempt
from .changes import addressed
from .conduct import Conduct
from .endings import ended
from .freshness import Freshness
from .ledger import Ledger
from .room import FULL, Room
from .side_by_side import SideBySide
from .stamp import Stamp
from .verdict import REFUSED_FOR_NOW, note_unseen
from .watch import Watch

Tell = Callable[[str, Attempt, str], None]
Keep = Callable[[tuple[Request, ...]], tuple[Request, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(ABC):
    """An interpreter that takes attempts further, one step at a time.

    *tell* is called with an event, the attempt and a message. *watch* has the change sets that run, and *room* tells
    whether more may. *calls* makes the calls that write: a step begins a call, and the step after its answer goes on.
    *keep* returns those of the requests that may still be sent.
    """

    freshness: Freshness
    stamp: Stamp
    conduct: Conduct
    tell: Tell
    watch: Watch
    room: Room
    calls: SideBySide
    keep: Keep = tuple

    @property
    def ledger(self) -> Ledger:
        """Return the ledger of the run."""
        return self.freshness.ledger

    def step(self, attempt: Attempt) -> Outcome | None:
        """Take the attempt one step further; return the outcome once the operation has ended.

        Never raises for a refusal by AWS.
        """
        try:
            outcome = self._go_on(attempt)
        except ReconcilerError as failed:
            return self._failed(attempt, failed)
        if not attempt.call:  # a call that was begun shows nothing yet
            attempt.blind = 0
        return outcome

    @abstractmethod
    def _go_on(self, attempt: Attempt) -> Outcome | None:
        """Send what remains, or poll what was sent."""

    @abstractmethod
    def _refused(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        """Decide how to go on after AWS has refused a call for good."""

    def _failed(self, attempt: Attempt, failed: ReconcilerError) -> Outcome | None:
        """Decide how to go on after a call that failed; the reads that this needs may fail, too."""
        try:
            if isinstance(failed, CallFailed):
                return self._call_failed(attempt, failed)
        except ReconcilerError as unseen:
            failed = unseen
        return self._blind(attempt, failed)

    def _call_failed(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        attempt.sent.note_request(failed.request_id)
        failed.message = addressed(failed.message, attempt.operation)
        doubtful = attempt.unanswered is not None and attempt.unanswered.doubtful
        if isinstance(failed, Throttled):
            doubtful |= failed.code not in REFUSED_FOR_NOW
            outcome = self._unanswered(attempt, failed, doubtful=doubtful)
            if failed.code == FULL and not doubtful:
                self._await_room(attempt)
            return outcome
        if isinstance(failed, EntityLocked):
            return self._locked(attempt, failed, doubtful=doubtful)
        return self._refused(attempt, failed)

    def _blind(self, attempt: Attempt, failed: ReconcilerError) -> Outcome | None:
        """Poll again a few times; before giving up, record the effects that can be seen."""
        attempt.blind += 1
        if attempt.blind < BLIND_LOOKS or self._runs(attempt):
            return self._later(attempt, failed.message)
        why = f"{failed.message} ({attempt.whereabouts})"
        attempt.fault_all("unreadable", why)
        note_unseen(attempt, self.freshness)
        return self._stop_rest(attempt, why)

    def _runs(self, attempt: Attempt) -> bool:
        """Tell whether a change set that cannot be described is listed as running, while there is time left."""
        with suppress(ReconcilerError):
            return not self._overdue(attempt) and self.freshness.runs(attempt.change_set_id)
        return False

    def _again(self, attempt: Attempt, code: str, why: str) -> Outcome | None:
        if self._overdue(attempt):
            return self._give_up(attempt, code, why)
        return self._later(attempt, why)

    def _later(self, attempt: Attempt, why: str, event: str = "retrying") -> Outcome | None:
        self.tell(event, attempt, why)
        attempt.look_again(self.conduct.now(), self.conduct.jitter())
        return None

    def _give_up(self, attempt: Attempt, code: str, why: str) -> Outcome | None:
        """End all parts of the operation, since its time is over."""
        if attempt.is_doubtful:
            self.ledger.doubt(attempt.requests)
        attempt.requests = (*attempt.requests, *(request for part in attempt.later for request in part))
        attempt.later.clear()
        why = f"gave up after {PATIENCE:.0f} s: {why} ({attempt.whereabouts})"
        return self._stop(attempt, code, why, retryable=True)

    def _stop(self, attempt: Attempt, code: str, why: str, *, retryable: bool = False) -> Outcome | None:
        attempt.fault_all(code, why, retryable=retryable)
        return self._stop_rest(attempt, why)

    def _stop_rest(self, attempt: Attempt, why: str) -> Outcome | None:
        """Stop the objects of the attempt.

        If an object without revisions existed before, its calls are independent: only the requests of this attempt are
        barred.
        """
        if not attempt.created_id and not any(map(self.ledger.has_revisions, attempt.addresses)):
            for request in attempt.requests:
                self.ledger.bar(request.key, why)
        else:
            for address in attempt.addresses:
                self.ledger.stop(address, why)
        return self._part_over(attempt)

    def _send_rest(self, attempt: Attempt, why: str) -> Outcome | None:
        """Send at once the requests that did not fail, if any are left."""
        if not self._narrow(attempt):
            return self._part_over(attempt)
        attempt.send_at(self.conduct.now())
        self.tell("retrying", attempt, f"sending the changes that AWS did not refuse: {why}")
        return None

    def _unanswered(self, attempt: Attempt, failed: CallFailed, *, doubtful: bool) -> Outcome | None:
        """Retry after a pause, with the same token where AWS may have taken the change set."""
        if failed.code == FULL:
            attempt.deadline = max(attempt.deadline, self.room.moved + PATIENCE)
        if attempt.unanswered:
            attempt.unanswered = replace(attempt.unanswered, doubtful=True) if doubtful else None
        return self._again(attempt, failed.code, failed.message)

    def _await_room(self, attempt: Attempt) -> None:
        """Start nothing until a change set ends, or until the attempt would be tried again."""
        self.room.refused(len(self.watch.began), attempt.due)
        attempt.due = self.conduct.now()

    def _locked(self, attempt: Attempt, failed: CallFailed, *, doubtful: bool) -> Outcome | None:
        """Send the requests whose objects are not locked, and retry the others after a pause.

        Where the change set may have started, it may hold the lock itself. Then the whole set is sent again with its
        token.
        """
        if not doubtful:
            attempt.unwrite()
            locked = self.freshness.locked(attempt)
            if locked and locked < attempt.addresses:
                attempt.set_aside(locked)
                return self._send_rest(attempt, failed.message)
            if attempt.later:
                attempt.set_aside(attempt.addresses)
                attempt.take_next()
        return self._again(attempt, failed.code, failed.message)

    def _narrow(self, attempt: Attempt) -> bool:
        """Leave out the requests that must not be sent; tell whether any are left."""
        attempt.requests = self.freshness.ledger.runnable(self.keep(attempt.requests))
        return bool(attempt.requests)

    def _part_over(self, attempt: Attempt) -> Outcome | None:
        """Turn to the next part that was set aside; return the outcome when none is left."""
        while attempt.later:
            attempt.take_next()
            if self._narrow(attempt):
                attempt.send_at(self.conduct.now())
                return None
        return ended(attempt, self.freshness.ledger)

    def _overdue(self, attempt: Attempt) -> bool:
        return self.conduct.now() > attempt.deadline
