"""One step of an operation: send what remains of it, or look at what was sent, and draw the conclusions."""

from contextlib import suppress
from dataclasses import dataclass, replace

from reconciler.errors import CallFailed, EntityLocked, ReconcilerError, Throttled
from reconciler.model import Outcome
from reconciler.ports import ChangeError

from .attempt import BLIND_LOOKS, Attempt
from .changes import addressed, addressed_set, changes_of, changes_to_send, named
from .culprits import Culprits
from .edits import as_sent
from .rivals import Rivals
from .stamp import Namesakes, Stamp
from .steps import Steps
from .verdict import NAMES_NOBODY, REFUSED_FOR_NOW, Verdict, judge, note_unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Steps):
    """Sends what attempts carry, and looks what became of it."""

    stamp: Stamp

    def step(self, attempt: Attempt) -> Outcome | None:
        """Go one step; give the outcome when the operation has ended. Never raises for what AWS refuses."""
        try:
            outcome = self._go_on(attempt)
        except ReconcilerError as failed:
            return self._failed(attempt, failed)
        attempt.blind = 0
        return outcome

    def _go_on(self, attempt: Attempt) -> Outcome | None:
        if attempt.change_set_id:
            return self._look(attempt)
        return self._await(attempt, attempt.created_id) if attempt.created_id else self._send(attempt)

    def _failed(self, attempt: Attempt, failed: ReconcilerError) -> Outcome | None:
        """Answer to a call that failed, and to a look around that fails in turn."""
        try:
            if isinstance(failed, CallFailed):
                return self._call_failed(attempt, failed)
        except ReconcilerError as unseen:
            failed = unseen
        return self._blind(attempt, failed)

    def _call_failed(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        attempt.request_id = failed.request_id
        failed.message = addressed(failed.message, attempt.operation)
        doubtful = attempt.letter is not None and attempt.letter.doubtful
        if isinstance(failed, Throttled):
            return self._unanswered(attempt, failed, doubtful=doubtful or failed.code not in REFUSED_FOR_NOW)
        if isinstance(failed, EntityLocked):
            return self._locked(attempt, failed, doubtful=doubtful)
        return self._refused(attempt, failed)

    def _send(self, attempt: Attempt) -> Outcome | None:
        """Send what may still be sent; a call that is no change set ends at once."""
        if attempt.letter is None:
            if not self._narrow(attempt):
                return self._part_over(attempt)
            return self._start(attempt) if attempt.operation.is_change_set else self._edit(attempt)
        self._post(attempt)
        return None

    def _start(self, attempt: Attempt) -> Outcome | None:
        """Meet the set of an equal run that sends the same, or write and post one of our own."""
        name = self.stamp.name(attempt.next_name)
        namesakes = Namesakes.of(name, self.freshness.catalog, self.freshness.sight)
        requests = named(attempt.operation, attempt.requests)
        if met := namesakes.equal(requests, self.ledger.remote_ids):
            attempt.write(changes_of(met, requests), namesakes.number, self.freshness.catalog.time())
            attempt.sendings[-1].adopted = True
            self._started(attempt, met.id)
            return None
        if other := self.freshness.of_another_run(attempt.requests, self.ledger.own_sets):
            return self._again(attempt, "another-run", f"waiting for change set {other} of another run")
        self.freshness.refresh(attempt)
        self.freshness.find_twins(attempt)
        if not self._narrow(attempt):
            return self._part_over(attempt)
        changes = changes_to_send(attempt.operation, attempt.requests, self.ledger)
        attempt.write(changes, namesakes.number, self.freshness.catalog.time())
        self._post(attempt)
        return None

    def _post(self, attempt: Attempt) -> None:
        sending, stamp = attempt.sendings[-1], self.stamp
        token = stamp.request_token(sending.name, sending.changes, sending.turn)
        name, tags = stamp.name(sending.name), stamp.tags()
        self._started(
            attempt, self.freshness.catalog.start_change_set(sending.changes, name=name, tags=tags, token=token)
        )

    def _started(self, attempt: Attempt, change_set_id: str) -> None:
        self.ledger.own_sets.add(change_set_id)
        attempt.started(change_set_id, self.conduct.now(), self.conduct.jitter())
        name = f" ({attempt.sendings[-1].name})" if attempt.sendings[1:] else ""
        self.tell("started", attempt, f"change set {change_set_id}{name}")
        self._rivals.settle(attempt)

    def _edit(self, attempt: Attempt) -> Outcome | None:
        """Make a call of its own; an object that it creates is waited for, since nothing can be done to it before."""
        if not self.edits.grants.narrow(attempt, self.ledger) or not self._tags_left(attempt):
            return self._part_over(attempt)
        attempt.token = attempt.token or self.stamp.token()
        call = as_sent(attempt.operation, attempt.requests)
        attempt.write_call(self.edits.parameters(call, self.ledger))
        edited = self.edits.send(call, self.ledger, attempt.token)
        attempt.answered()
        created = {request.address: edited.created_id for request in attempt.requests if edited.created_id}
        self.ledger.succeeded(attempt.requests, created, attempt.unfinished)
        attempt.created_id = edited.created_id
        if not edited.created_id:
            return self._part_over(attempt)
        self.tell("started", attempt, f"service {edited.created_id}")
        return self._await(attempt, edited.created_id)

    def _tags_left(self, attempt: Attempt) -> bool:
        """Leave out the tags of what AWS has refused; tell whether anything is left to send."""
        (request,) = attempt.requests
        tags = request.details.get("Tags", ())
        left = self.ledger.tags_to_write(request.address, tags)
        if tags and not left:
            self.ledger.bar(request.key, self.ledger.untagged[request.address, tags[0]["Key"]])
        elif len(left) < len(tags):
            attempt.requests = (replace(request, details={**request.details, "Tags": left}),)
        return bool(left or not tags)

    def _await(self, attempt: Attempt, created_id: str) -> Outcome | None:
        found = self.edits.readiness(attempt.operation.requests[0], self.ledger)
        if found.ready:
            return self._part_over(attempt)
        if found.failed or self._overdue(attempt):
            return self._stop(attempt, found.state, f"{created_id} was created and is {found.state}")
        return self._later(attempt, f"{created_id} is {found.state}", "polling")

    def _look(self, attempt: Attempt) -> Outcome | None:
        rivals = self._rivals
        if not attempt.settled:
            rivals.settle(attempt)
        described = self.freshness.catalog.describe_change_set(attempt.change_set_id or "")
        change_set = addressed_set(described, attempt.operation)
        running = rivals.awaited(attempt) if change_set.ended else change_set.status
        if running and not self._overdue(attempt):
            return self._later(attempt, running, "polling")
        if self.freshness.sight.is_past(change_set) and attempt.raise_turn(self.conduct.now()):
            self.tell("retrying", attempt, f"change set {change_set.id} is of an earlier run: {change_set.status}")
            return None
        attempt.compare(change_set.started_at)
        verdict, why = judge(change_set, attempt, self.freshness)
        code = change_set.failure_code or change_set.status
        attempt.over(None if code == "SUCCEEDED" else why if change_set.errors else f"{code}: {why}")
        if verdict is Verdict.REST:
            return self._send_rest(attempt, why)
        if verdict is Verdict.OVER:
            return self._part_over(attempt)
        if self._overdue(attempt):
            return self._give_up(attempt, code, why)
        attempt.send_again(self.conduct.now(), self.conduct.jitter())
        self.tell("retrying", attempt, why)
        return None

    def _send_rest(self, attempt: Attempt, why: str) -> Outcome | None:
        """Send at once what did not fail, if anything is left."""
        if not self._narrow(attempt):
            return self._part_over(attempt)
        attempt.send_at(self.conduct.now())
        self.tell("retrying", attempt, f"without what is held up: {why}")
        return None

    def _unanswered(self, attempt: Attempt, failed: CallFailed, *, doubtful: bool) -> Outcome | None:
        """Try again after a pause; with the same token where AWS may have taken the set."""
        if attempt.letter:
            attempt.letter = replace(attempt.letter, doubtful=True) if doubtful else None
        return self._again(attempt, failed.code, failed.message)

    def _locked(self, attempt: Attempt, failed: CallFailed, *, doubtful: bool) -> Outcome | None:
        """Send what is not locked; what is locked, again after a pause: by ourselves, if the set may have started."""
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

    def _refused(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        """Find out whether the world moved: then the rest goes on; otherwise each object is tried on its own."""
        attempt.letter = None
        attempt.answered(failed.message)
        sets, error = attempt.operation.is_change_set, ChangeError("", failed.code, failed.message)
        if not sets and self.edits.comes_up(attempt.operation.requests[0], self.ledger):
            return self._again(attempt, failed.code, failed.message)
        if self.edits.grants.answered(attempt, failed, self.ledger):
            return self._send_rest(attempt, failed.message)
        if sets and self.freshness.find_stale(attempt):
            return self._send_rest(attempt, failed.message)
        if failed.code in NAMES_NOBODY and Culprits(attempt, self.ledger).answered(error):
            return self._send_rest(attempt, failed.message)
        if failed.code in NAMES_NOBODY and len(attempt.addresses) > 1:
            attempt.split()
            attempt.send_at(self.conduct.now())
            self.tell("retrying", attempt, f"each object on its own: {failed.message}")
            return None
        return self._stop(attempt, failed.code, failed.message)

    def _blind(self, attempt: Attempt, failed: ReconcilerError) -> Outcome | None:
        """Look again a few times, and at what a set has done before it is given up."""
        attempt.blind += 1
        if attempt.blind < BLIND_LOOKS or self._runs(attempt):
            return self._later(attempt, failed.message)
        why = f"{failed.message} ({attempt.whereabouts})"
        attempt.fault_all("unreadable", why)
        note_unseen(attempt, self.freshness)
        return self._stop_rest(attempt, why)

    def _runs(self, attempt: Attempt) -> bool:
        """Tell whether a set that can't be described is seen to run, while there is time."""
        with suppress(ReconcilerError):
            return not self._overdue(attempt) and self.freshness.runs(attempt.change_set_id)
        return False

    @property
    def _rivals(self) -> Rivals:
        return Rivals(self.freshness)
