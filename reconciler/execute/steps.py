"""How an attempt goes on after a step: again after a pause, with its next part, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from reconciler.model import Outcome, Request

from .attempt import PATIENCE, Attempt
from .conduct import Conduct
from .edits import Edits
from .endings import ended
from .freshness import Freshness
from .ledger import Ledger

Tell = Callable[[str, Attempt, str], None]
Keep = Callable[[tuple[Request, ...]], tuple[Request, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Takes attempts on; *tell* is called with an event, the attempt and a message.

    *edits* are EC2's calls, *keep* takes out of requests what is better not sent any more.
    """

    freshness: Freshness
    edits: Edits
    conduct: Conduct
    tell: Tell
    keep: Keep = tuple

    @property
    def ledger(self) -> Ledger:
        """Give what is known of the objects."""
        return self.freshness.ledger

    def _again(self, attempt: Attempt, code: str, why: str) -> Outcome | None:
        if self._overdue(attempt):
            return self._give_up(attempt, code, why)
        return self._later(attempt, why)

    def _later(self, attempt: Attempt, why: str, event: str = "retrying") -> Outcome | None:
        self.tell(event, attempt, why)
        attempt.look_again(self.conduct.now(), self.conduct.jitter())
        return None

    def _give_up(self, attempt: Attempt, code: str, why: str) -> Outcome | None:
        """End all parts of the operation: their time is over."""
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
        """Do nothing more about the objects; where one without revisions is there, each of its calls stands alone."""
        self.edits.grants.gave_up(attempt)
        if not attempt.created_id and not any(map(self.ledger.has_revisions, attempt.addresses)):
            for request in attempt.requests:
                self.ledger.bar(request.key, why)
        else:
            for address in attempt.addresses:
                self.ledger.stop(address, why)
        return self._part_over(attempt)

    def _narrow(self, attempt: Attempt) -> bool:
        """Leave out what was stopped; tell whether anything is left to send."""
        attempt.requests = self.freshness.ledger.runnable(self.keep(attempt.requests))
        return bool(attempt.requests)

    def _part_over(self, attempt: Attempt) -> Outcome | None:
        """Turn to what was set aside; when nothing was, the operation has ended."""
        while attempt.later:
            attempt.take_next()
            if self._narrow(attempt):
                attempt.send_at(self.conduct.now())
                return None
        return ended(attempt, self.freshness.ledger)

    def _overdue(self, attempt: Attempt) -> bool:
        return self.conduct.now() > attempt.deadline
