"""What a run takes further next: polls and answers at once, and then one change set after the other.

Between two starts the run looks whether change sets have ended, so that two hundred that start hold up none that runs.
Put-backs are started first, then change sets in which principals arrive that have left, then all others in the order of
the plan.

Example: op-1 runs, and op-2 to op-9 are ready. When op-1 has ended, op-10 is ready, in which a principal arrives that
op-1 has released. It is started before those of op-2 to op-9 that have not been started yet.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from reconciler.limits import OPEN_CHANGE_SETS
from reconciler.model import Operation, Outcome

from .attempt import PATIENCE, Attempt
from .putback import Putbacks
from .room import Room
from .side_by_side import SideBySide
from .watch import Watch

EDITS = 64
"""How many edits are begun at a time: most of them wait for the edit before them, or until a service is ready."""


@dataclass(slots=True)
class Agenda:
    """The operations of a run: those that have *outcomes*, those that are *running*, and all others.

    *operations* grow by the calls that put principals back. *running* has the attempt of each operation that was begun
    and has not ended.
    """

    operations: Sequence[Operation]
    putbacks: Putbacks
    watch: Watch
    room: Room
    calls: SideBySide
    outcomes: Mapping[str, Outcome]
    running: dict[str, Attempt]
    position: Mapping[str, int] = field(init=False)
    waiting: dict[str, Operation] = field(init=False)

    def __post_init__(self) -> None:
        """Number the operations; none has begun."""
        self._number()

    def insert(self, putbacks: Sequence[Operation]) -> None:
        """Insert each call behind the operation that it is named after, and behind earlier calls of that name."""
        operations = list(self.operations)
        for operation in putbacks:
            named_after = operation.id.partition(".")[0]
            at = max(n for n, one in enumerate(operations, 1) if one.id.partition(".")[0] == named_after)
            operations.insert(at, operation)
        self.operations = operations
        if putbacks:
            self._number()

    def _number(self) -> None:
        self.position = {operation.id: number for number, operation in enumerate(self.operations)}
        begun = self.outcomes.keys() | self.running.keys()
        self.waiting = {operation.id: operation for operation in self.operations if operation.id not in begun}

    def begin_ready(self, now: float, *, interrupted: bool) -> None:
        """Begin the operations whose predecessors have ended, as many as may run; after an interrupt all of them."""
        left = {True: OPEN_CHANGE_SETS, False: EDITS}
        for attempt in self.running.values():
            left[attempt.operation.is_change_set] -= 1
        for operation in tuple(self.waiting.values()):
            if not interrupted and not any(one > 0 for one in left.values()) and not self.putbacks.calls:
                return
            free = left[operation.is_change_set] > 0 or operation.id in self.putbacks.calls or interrupted
            if free and all(one in self.outcomes for one in operation.after):
                left[operation.is_change_set] -= 1
                self.running[operation.id] = Attempt(operation, operation.requests, now + PATIENCE, now)
                del self.waiting[operation.id]

    def due(self, now: float, *, interrupted: bool) -> Sequence[Attempt]:
        """Return the attempts to take further now: all but those that start a change set, or else one of these."""
        free = [one for one, at in self._times(now, interrupted=interrupted) if at <= now]
        if interrupted:
            return free
        starts = [one for one in free if _starts(one)]
        edits = [one for one in free if not one.operation.is_change_set and not one.call]
        others = [one for one in free if one.call or (one.operation.is_change_set and not _starts(one))]
        others += self.calls.abreast(edits, self.running.values())
        return others or sorted(starts, key=self._rank)[:1]

    def next_at(self, now: float, *, interrupted: bool) -> float:
        """Return when an attempt is due next, in seconds of the monotonic clock."""
        return min((at for _, at in self._times(now, interrupted=interrupted)), default=now)

    def unstarted(self) -> Collection[Attempt]:
        """Return the attempts that start change sets, in the order in which they are started."""
        return sorted((one for one in self.running.values() if _starts(one)), key=self._rank)

    def _rank(self, attempt: Attempt) -> tuple[bool, bool, int]:
        arrives = bool(attempt.operation.after) and any(request.arriving for request in attempt.requests)
        id_ = attempt.operation.id
        return id_ not in self.putbacks.calls, not arrives, self.position[id_]

    def _times(self, now: float, *, interrupted: bool) -> Iterator[tuple[Attempt, float]]:
        """Return when each attempt is due; infinity as long as something else has to happen first."""
        opens, calls = self._opens(now), [one for one in self.running.values() if one.call]
        for one in self.running.values():
            if one.call:
                yield one, now if one.call.done() else inf
            elif self.putbacks.holds(one):
                yield one, inf
            elif interrupted and one.unanswered:
                yield one, now
            elif one.is_watched and one.change_set_id in self.watch.began:
                yield one, self.watch.due_of(one.change_set_id)
            elif interrupted or one.operation.id in self.putbacks.calls:
                yield one, one.due
            else:
                yield one, self._when_free(one, opens, calls)

    def _when_free(self, attempt: Attempt, opens: float, calls: Sequence[Attempt]) -> float:
        """Return when an attempt is due that has to wait for its turn, if change sets may start when room *opens*."""
        if attempt.operation.is_change_set and not _starts(attempt):
            return attempt.due
        if self.calls.hold(attempt, calls):
            return inf
        return max(attempt.due, opens) if attempt.operation.is_change_set else attempt.due

    def _opens(self, now: float) -> float:
        """Return when there is room for a further change set; infinity if that depends on the end of another."""
        unanswered = sum(1 for one in self.running.values() if one.unanswered)
        if self.room.has(len(self.watch.began) + unanswered, self.watch.sight.others, now):
            return now
        return self.room.closed_until if now < self.room.closed_until else inf


def _starts(attempt: Attempt) -> bool:
    """Tell whether the next step of an attempt starts a change set."""
    return attempt.operation.is_change_set and not attempt.change_set_id and not attempt.unanswered
