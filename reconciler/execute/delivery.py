"""One step of a change set: send what remains of it, or poll what was sent and decide how to go on."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from reconciler.errors import CallFailed
from reconciler.model import Outcome
from reconciler.ports import ChangeError, ChangeSet, StartedChangeSet

from .agenda import Agenda
from .attempt import Attempt
from .changes import addressed_set, changes_of, changes_to_send, named
from .competing_sets import CompetingSets
from .freshness import RUNNING
from .member_errors import MemberErrors
from .stamp import Namesakes, SameNamedSets
from .steps import Steps
from .verdict import NAMES_NOBODY, Verdict, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Steps):
    """The steps of change sets; *namesakes* are those of the same names, and the *agenda* tells which start next."""

    namesakes: Namesakes
    agenda: Agenda

    def _go_on(self, attempt: Attempt) -> Outcome | None:
        if attempt.change_set_id:
            return self._look(attempt)
        if attempt.call:
            self._answered(attempt, attempt.call)
        elif attempt.unanswered is None:
            return self._start(attempt) if self._narrow(attempt) else self._part_over(attempt)
        else:
            self._post(attempt)
        return None

    def _start(self, attempt: Attempt) -> Outcome | None:
        """Adopt the change set of an equal run that carries the same requests, or send one of our own."""
        found = self.namesakes.of(self.stamp.name(attempt.sent.next_name), self._upcoming, self.conduct.now())
        same_named = SameNamedSets.of(found, self.freshness.catalog, self.freshness.baseline)
        requests = named(attempt.operation, attempt.requests)
        if met := same_named.equal(requests, self.ledger.remote_ids):
            attempt.write(changes_of(met, requests), same_named.number, self.freshness.catalog.time())
            attempt.sent.last.adopted = True
            self._started(attempt, met.id)
            return None
        if other := self.freshness.of_another_run(attempt.requests, self.ledger.own_sets):
            return self._again(attempt, "another-run", f"waiting for change set {other} of another run")
        self.freshness.refresh(attempt)
        self.freshness.find_duplicates(attempt)
        if not self._narrow(attempt):
            return self._part_over(attempt)
        changes = changes_to_send(attempt.operation, attempt.requests, self.ledger)
        attempt.write(changes, same_named.number, self.freshness.catalog.time())
        self._post(attempt)
        return None

    def _upcoming(self) -> Iterator[str]:
        """Return the names of the change sets that are started next."""
        return (self.stamp.name(one.sent.next_name) for one in self.agenda.unstarted())

    def _post(self, attempt: Attempt) -> None:
        sent_call, stamp = attempt.sent.last, self.stamp
        token = stamp.request_token(sent_call.name, sent_call.changes, sent_call.token_number)
        name, tags = stamp.name(sent_call.name), stamp.tags()
        start = partial(self.freshness.catalog.start_change_set, sent_call.changes, name=name, tags=tags, token=token)
        attempt.call = self.calls.begin(start)
        if attempt.call.done():
            self._answered(attempt, attempt.call)

    def _answered(self, attempt: Attempt, call: "Future[StartedChangeSet]") -> None:
        """Watch the change set that AWS has accepted. Raises what the call has raised."""
        attempt.call = None
        started = call.result()
        attempt.sent.note_request(started.request_id)
        self._started(attempt, started.id)

    def _started(self, attempt: Attempt, change_set_id: str) -> None:
        self.ledger.own_sets.add(change_set_id)
        attempt.started(change_set_id, self.conduct.now(), self.conduct.jitter())
        self.watch.start(change_set_id, self.conduct.now(), self.conduct.jitter())
        self.room.accepted(len(self.watch.began), self.conduct.now())
        name = f" ({attempt.sent.last.name})" if attempt.sent.calls[1:] else ""
        self.tell("started", attempt, f"change set {change_set_id}{name}")
        self._competing.resolve(attempt)

    def _look(self, attempt: Attempt) -> Outcome | None:
        """Describe the change set unless it is known to run, and decide how to go on once it has ended.

        After a mistake, an attempt is looked at by itself, with growing pauses: the common look does not move its next.
        """
        if not attempt.resolved:
            self._competing.resolve(attempt)
        watched = attempt.is_watched and not self._overdue(attempt)
        running = self.watch.look(attempt.change_set_id or "", self.conduct.now()) if watched else None
        if running:
            self._tell_running(attempt, running)
            return None
        change_set = self._described(attempt)
        running = self._competing.awaited(attempt) if change_set.ended else change_set.status
        if running and not self._overdue(attempt):
            return self._later(attempt, running, "polling")
        return self._decide(attempt, change_set)

    def _tell_running(self, attempt: Attempt, status: str) -> None:
        """Tell of a change set that runs: when its status changes, and of one of them after each look."""
        if status != attempt.told or self.watch.is_first(attempt.change_set_id or ""):
            attempt.told = status
            self.tell("polling" if status in RUNNING else "retrying", attempt, status)

    def _decide(self, attempt: Attempt, change_set: ChangeSet) -> Outcome | None:
        """Go on after a change set that has ended or is overdue."""
        if self.freshness.baseline.is_past(change_set) and attempt.raise_token_number(self.conduct.now()):
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

    def _described(self, attempt: Attempt) -> ChangeSet:
        described, now = self.watch.sight.describe(attempt.change_set_id or ""), self.conduct.now()
        lasted = described.seconds if described.status == "SUCCEEDED" else None
        self.watch.described(described.id, now, ended=described.ended, lasted=lasted)
        if described.ended:
            self.room.ended(now)
        return addressed_set(described, attempt.operation)

    def _refused(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        """Find out whether an object is stale, and go on without it; else send each object on its own."""
        attempt.unanswered = None
        attempt.sent.answered(failed.message)
        error, whole = ChangeError("", failed.code, failed.message), failed.code in NAMES_NOBODY
        if self.freshness.find_stale(attempt) or (whole and MemberErrors(attempt, self.ledger).answered(error)):
            return self._send_rest(attempt, failed.message)
        if whole and len(attempt.addresses) > 1:
            attempt.split()
            attempt.send_at(self.conduct.now())
            self.tell("retrying", attempt, f"sending each object alone: {failed.message}")
            return None
        return self._stop(attempt, failed.code, failed.message)

    @property
    def _competing(self) -> CompetingSets:
        return CompetingSets(self.freshness)
