"""The run: start the operations that are ready, poll those that run, and skip what depends on a failure.

An operation is ready when the operations that it comes after have ended, in whichever way. A failure bars only the
requests that depend on the failed requests.

Example: op-3 comes after op-1, and op-2 comes after nothing. The run sends op-1 and op-2 and polls both. When op-1
ends, op-3 starts, even if op-2 still runs. If AWS refused the creation of `finance` in op-1, the requests of op-3 about
`finance` are not sent, and its requests about `legal` are.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf

from reconciler.governance import Experiences
from reconciler.model import InterruptedMove, Operation, Outcome, Request

from .admission import Admission, Uncovering
from .agenda import Agenda
from .attempt import Attempt
from .conduct import Conduct
from .delivery import Delivery
from .edges import moves_of
from .edits import EditDelivery, Edits
from .endings import abandoned
from .freshness import Freshness
from .ledger import Ledger
from .mistakes import break_off, concluded
from .putback import Putbacks
from .room import Room
from .shutdown import INTERRUPTED, AtInterrupt, Shutdown, find_sent
from .side_by_side import SideBySide
from .sight import Sight
from .stamp import Namesakes, Stamp
from .steps import Steps
from .watch import Watch

BEARABLE = 3
"""The number of unexpected exceptions outside of an attempt at which a run ends."""


@dataclass(slots=True)
class Execution:
    """One run of a plan's operations.

    *planned* are the operations of the plan. *others* is how many change sets of others were open at the beginning.
    *outcomes* grows as operations end, so that an interrupted run can report. The *agenda* has all operations, those
    included that put principals back after failed moves. *running* has the attempt of each operation that has started
    and not ended. *calling* is true during a step of an operation that starts no change set, and *calls* are those that
    are under way: whether AWS carried out a call is unknown until AWS answers. *announced* is true once an interrupted
    run has said that it goes on for a while.
    """

    planned: Sequence[Operation]
    freshness: Freshness
    stamp: Stamp
    conduct: Conduct
    others: int = 0
    ledger: Ledger = field(init=False)
    edits: Edits = field(init=False)
    uncovering: Uncovering = lambda _requests, _ledger: {}
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    running: dict[str, Attempt] = field(default_factory=dict)
    putbacks: Putbacks = field(init=False)
    agenda: Agenda = field(init=False)
    watch: Watch = field(init=False)
    room: Room = field(default_factory=Room)
    calls: SideBySide = field(init=False)
    namesakes: Namesakes = field(init=False)
    calling: bool = False
    announced: bool = False

    def __post_init__(self) -> None:
        """Find the moves of the plan."""
        self.ledger = self.freshness.ledger
        self.edits = Edits(self.freshness.clients)
        self.putbacks = Putbacks(self.ledger, moves_of(self.planned))
        self.watch = Watch(Sight(self.freshness.catalog, others=self.others))
        self.namesakes = Namesakes(self.freshness.catalog)
        self.calls = SideBySide(self.conduct.interruption, self.conduct.at_once)
        self.agenda = Agenda(
            self.planned, self.putbacks, self.watch, self.room, self.calls, self.outcomes, self.running
        )

    @property
    def operations(self) -> Sequence[Operation]:
        """Return the operations of the plan and those that put principals back, in the order of the report."""
        return self.agenda.operations

    @property
    def shutdown(self) -> Shutdown:
        """Return what an interrupted run may still do."""
        return Shutdown(self.putbacks, self.running, self.outcomes)

    def run(self) -> tuple[Outcome, ...]:
        """Carry out every operation and return one outcome each, in the plan's order. Never raises an Exception.

        The outcomes of calls that put principals back follow the operation that they are named after. An interrupted
        run starts nothing new and ends when nothing is under way. Raises KeyboardInterrupt when it has to end before
        that.
        """
        with self.conduct.interruption.deferred(self.is_underway, self.conduct.note), self.calls:
            for _ in range(BEARABLE):
                try:
                    return self._to_the_end()
                except Exception as mistake:  # noqa: BLE001 - a bug of ours; moves that have begun must be completed
                    self.conduct.mistakes.tell(mistake, "carrying the plan out")
                except KeyboardInterrupt:
                    self._note_answers()
                    raise
        return self.standing("a bug in reconciler ended the run")

    def _to_the_end(self) -> tuple[Outcome, ...]:
        while len(self.outcomes) < len(self.operations) and self._goes_on():
            stops = self.conduct.interrupted
            self.agenda.begin_ready(self.conduct.now(), interrupted=stops)
            for attempt in self.agenda.due(self.conduct.now(), interrupted=stops):
                self._step(attempt)
            self._rest()
        return self.standing(INTERRUPTED)

    def _note_answers(self) -> None:
        """Record the answers that have come by now; nothing else is waited for."""
        for attempt in [one for one in self.running.values() if one.call and one.call.done()]:
            with suppress(KeyboardInterrupt):
                self._step(attempt)

    def is_underway(self) -> bool:
        """Tell whether an interrupted run has to go on: a call is unanswered, or a move is half done."""
        return self._awaits_answers() or self.shutdown.moves_are_underway()

    def at_interrupt(self) -> AtInterrupt:
        """Return what the run does when the user interrupts it now."""
        if self.conduct.interrupted:
            return AtInterrupt.AGAIN
        if self.shutdown.moves_are_underway():
            return AtInterrupt.MOVES
        return AtInterrupt.CALLS if self._awaits_answers() else AtInterrupt.STOP

    def _awaits_answers(self) -> bool:
        return self.calling or any(attempt.unanswered or attempt.call for attempt in tuple(self.running.values()))

    def _goes_on(self) -> bool:
        """Tell whether the run has something left that it may do; an interrupted run says once that it goes on."""
        if not self.conduct.interrupted:
            return True
        goes_on = self.is_underway()
        if goes_on and not self.announced:
            self.announced = True
            why = "interrupted: open calls and moves are brought to an end; interrupt again to stop at once"
            self._say("waiting", "apply", why, {"addresses": [], "change_set_id": None, "request_id": None})
        return goes_on

    def _step(self, attempt: Attempt) -> None:
        """Take an attempt one step further; an exception in the step ends this attempt alone.

        An interrupted run notes down how it stands after each step that was more than a look.
        """
        delivery, polled = self._delivery(attempt), attempt.change_set_id
        attempt.began = self.conduct.now() if attempt.began is None else attempt.began
        try:
            outcome = self._delivered(attempt, delivery)
        except Exception as mistake:  # noqa: BLE001 - a bug of ours; the other attempts go on
            self.conduct.mistakes.note(mistake)
            break_off(attempt, mistake, delivery)
            outcome = None
        if attempt.broken and (outcome or not attempt.change_set_id):
            outcome = concluded(attempt, delivery.ledger)
        self._put_back(attempt)
        if outcome:
            self._end(attempt, outcome)
        if self.conduct.interrupted and (outcome or not polled or polled != attempt.change_set_id):
            self.conduct.note_down()

    def _delivered(self, attempt: Attempt, delivery: Steps) -> Outcome | None:
        """Take an attempt one step further; after an interrupt, look for a sent change set instead of retrying."""
        self.conduct.interruption.consider()
        if self.conduct.interrupted and attempt.unanswered and not attempt.call:
            return find_sent(attempt, delivery)
        self.calling = not attempt.operation.is_change_set
        try:
            return delivery.step(attempt)
        finally:
            self.calling = False

    def interrupted(self) -> tuple[InterruptedMove, ...]:
        """Return the moves that are not completed, as far as the run knows."""
        return self.putbacks.interrupted()

    def possible(self) -> tuple[Experiences, ...]:
        """Return the experiences as they are now, as far as the run knows.

        Several states are returned where the effect of a request is unknown, the worst first. In the worst state the
        requests that take governance away are done, and those that bring governance are not. The requests of an
        operation that still runs count as unknown.
        """
        pending = [request for one in self.running.values() if one.is_doubtful for request in one.requests]
        doubtful = (*self.putbacks.doubtful(), *(one for one in pending if one.key not in self.ledger.done))
        if not doubtful:
            return (self.ledger.believed(),)
        takes = [request for request in doubtful if request.leaving or request.closes]
        return self.ledger.believed(takes), self.ledger.believed(), self.ledger.believed(doubtful)

    def standing(self, why: str) -> tuple[Outcome, ...]:
        """Return one outcome for each operation; *why* explains those that have not ended or were never sent."""
        return tuple(self.putbacks.judged(self._standing(operation, why)) for operation in self.operations)

    def _standing(self, operation: Operation, why: str) -> Outcome:
        attempt = self.running.get(operation.id)
        outcome = self.outcomes.get(operation.id)
        return outcome or self._with_parameters(abandoned(operation, attempt, self.ledger, why), attempt)

    def _put_back(self, cause: Attempt) -> None:
        """Put back at once the principals that cannot arrive any more, as this step of *cause* has shown."""
        try:
            self.agenda.insert(self.putbacks.due(cause))
        except Exception as mistake:  # noqa: BLE001 - a bug of ours; the report tells which accounts are exposed
            self.conduct.mistakes.tell(mistake, "putting principals back")
            self.putbacks.abandon_except({one.id for one in self.operations})

    def _delivery(self, attempt: Attempt) -> Steps:
        ledger = self.putbacks.ledger_of(attempt.operation)
        sends: Callable[..., Steps] = partial(Delivery, namesakes=self.namesakes, agenda=self.agenda)
        if not attempt.operation.is_change_set:
            sends = partial(EditDelivery, edits=self.edits)
        return sends(
            keep=tuple if ledger else partial(self._keep, attempt.operation),
            freshness=replace(self.freshness, ledger=ledger or self.ledger),
            stamp=self.stamp,
            conduct=self.conduct,
            watch=self.watch,
            room=self.room,
            calls=self.calls,
            tell=self._tell,
        )

    def _keep(self, operation: Operation, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Leave out the requests that must not be sent now."""
        if self.conduct.interrupted:
            requests = self.shutdown.keep(requests)
        return Admission(self.ledger, self.putbacks, self.uncovering).admitted(operation, requests)

    def _rest(self) -> None:
        """Wait until an attempt is due, or until the answer to a call is there."""
        now = self.conduct.now()
        seconds = self.agenda.next_at(now, interrupted=self.conduct.interrupted) - now
        if seconds > 0 and not self.calls.wait(self.running.values(), seconds) and seconds < inf:
            self.conduct.clock.sleep(seconds)

    def _end(self, attempt: Attempt, outcome: Outcome) -> None:
        self.outcomes[outcome.operation] = self._with_parameters(outcome, attempt)
        del self.running[outcome.operation]
        self.watch.forget(attempt.sent.last_set, self.conduct.now())
        self.putbacks.ended(attempt.operation)
        self._tell(outcome.status.value, attempt, outcome.because or "")

    def _with_parameters(self, outcome: Outcome, attempt: Attempt | None) -> Outcome:
        """Add the sent parameters to the outcome of a put-back call, since the plan does not have them."""
        if outcome.operation in self.putbacks.calls and attempt and attempt.sent.calls:
            return replace(outcome, parameters=attempt.sent.calls[0].parameters)
        return outcome

    def _tell(self, event: str, attempt: Attempt, message: str) -> None:
        under_way = attempt.operation.id in self.running and attempt.addresses
        addresses = sorted(map(str, under_way or attempt.operation.addresses))
        seconds = 0.0 if attempt.began is None else self.conduct.now() - attempt.began
        sent = {"change_set_id": attempt.sent.last_set, "request_id": attempt.sent.request_id}
        about = {"addresses": addresses, **sent, "created_id": attempt.created_id, "seconds": seconds}
        self._say(event, attempt.operation.id, message, about)

    def _say(self, event: str, operation: str, message: str, about: Mapping[str, object]) -> None:
        counts = {"done": len(self.outcomes), "total": len(self.operations), "at_interrupt": self.at_interrupt()}
        self.conduct.say({"event": event, "operation": operation, **about, "message": message, **counts})
