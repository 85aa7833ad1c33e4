"""Moves whose arrival failed: the principal stays in its experience, or is put back there.

A principal that has left is governed by the experience of an ancestor, or by none (facts: catalog 5.2). So a put-back
is sent before anything that failed is retried, and no other change of the experience is sent meanwhile.

Example: 111111111111 moves from `default` to `finance`; op-1 has the DisassociateAudience and op-2 the
AssociateAudience. Both experiences exist.

- op-1 succeeds and AWS refuses op-2: the run sends `op-2.putback`, an AssociateAudience of `default` with 111111111111,
  and op-2 ends as rolled back.
- `finance` fails before op-1 is sent: 111111111111 is left out of op-1 and stays in `default`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from reconciler.change_sets import change_set
from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE
from reconciler.model import Address, Fields, InterruptedMove, Operation, Outcome, Request, Status, Verb
from reconciler.spelling import numbered

from .attempt import Attempt
from .edges import PlannedMove
from .endings import MISSED
from .ledger import Ledger
from .members import only, without


@dataclass(slots=True)
class Putback:
    """One call that puts *principals* back, with a *ledger* of its own.

    *cause* is the operation whose failure requires it. *restored* are the principals that are back; None until the call
    ends.
    """

    operation: Operation
    cause: str
    ledger: Ledger
    principals: frozenset[str]
    restored: frozenset[str] | None = None


@dataclass(slots=True)
class Putbacks:
    """The *moves* of one run, and the put-back *calls* of those that failed, by operation id.

    *stayed* are the principals that their experiences did not release after all.
    """

    ledger: Ledger
    moves: Sequence[PlannedMove]
    stayed: set[str] = field(default_factory=set)
    calls: dict[str, Putback] = field(default_factory=dict)

    def ledger_of(self, operation: Operation) -> Ledger | None:
        """Return the ledger of a put-back call, in which nothing is stopped; None for an operation of the plan."""
        call = self.calls.get(operation.id)
        return call.ledger if call else None

    def call_for(self, principal: str) -> str | None:
        """Return the id of the call that puts *principal* back, or None."""
        return next((id_ for id_, call in self.calls.items() if principal in call.principals), None)

    def keep(self, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Leave out departures whose arrival is barred, and arrivals whose departure is barred."""
        kept = (self._narrowed(request) for request in requests)
        return tuple(request for request in kept if request)

    def due(self, cause: Attempt) -> tuple[Operation, ...]:
        """Return new calls that put back the principals that, after a step of *cause*, cannot arrive any more."""
        lost = [move for move in self.moves if self._is_lost(move) and not self.call_for(move.principal)]
        made = tuple(self._operations(lost)) if lost else ()
        for one in made:
            principals = frozenset(principal for request in one.requests for principal in request.arriving)
            self.calls[one.id] = Putback(one, cause.operation.id, self._own_ledger(one), principals)
        for move in lost:
            self._spare(move, "was put back")
        return made

    def abandon_except(self, known: Collection[str]) -> None:
        """Stop waiting for put-back calls that are not among the run's operations (*known*)."""
        for id_ in self.calls.keys() - known:
            self.calls[id_].restored = frozenset()

    def holds(self, attempt: Attempt) -> bool:
        """Tell whether *attempt* has to wait before it sends anything, since a put-back comes first."""
        id_, about = attempt.operation.id, attempt.addresses
        if id_ in self.calls or attempt.change_set_id or attempt.unanswered:
            return False
        busy = [one for one in self.calls.values() if one.restored is None]
        return any(one.cause == id_ or not about.isdisjoint(one.operation.addresses) for one in busy)

    def ended(self, operation: Operation) -> None:
        """Record which principals a put-back call has put back."""
        call = self.calls.get(operation.id)
        if call and call.restored is None:
            home = [back for one in operation.requests if (back := _put_back_part(one, call.ledger))]
            self.ledger.succeeded(home, {})
            call.restored = frozenset(principal for request in home for principal in request.arriving)

    def judged(self, outcome: Outcome) -> Outcome:
        """Return *outcome* as rolled back if every principal that the operation failed to take was put back."""
        missed = {
            move.principal for move in self.moves if move.operation.id == outcome.operation and self._is_lost(move)
        }
        restored = {principal: id_ for id_, call in self.calls.items() for principal in call.restored or ()}
        if outcome.status not in MISSED or not missed or not missed <= restored.keys():
            return outcome
        by = ", ".join(numbered({restored[principal] for principal in missed}))
        because = "; ".join(part for part in (outcome.because, f"put back by {by}") if part)
        return replace(outcome, status=Status.ROLLED_BACK, because=because)

    def interrupted(self) -> tuple[InterruptedMove, ...]:
        """Return every move that is not completed, as far as the ledger knows."""
        left = [move for move in self.moves if move.arrival not in self.ledger.done or move.principal in self.stayed]
        return tuple(
            InterruptedMove(one.principal, one.source, one.target, self.call_for(one.principal)) for one in left
        )

    def doubtful(self) -> tuple[Request, ...]:
        """Return every request whose effect is unknown, those of put-back calls included."""
        ledgers = (self.ledger, *(call.ledger for call in self.calls.values()))
        return tuple(request for ledger in ledgers for request in ledger.doubtful.values())

    def _is_lost(self, move: PlannedMove) -> bool:
        """Tell whether a principal has left and cannot arrive any more."""
        done, gone = self.ledger.done, move.principal not in self.stayed
        return gone and move.departure in done and move.arrival not in done and move.arrival in self.ledger.barred

    def _narrowed(self, request: Request) -> Request | None:
        """Return *request* without the principals that stay where they are; None if no member is left."""
        barred = self.ledger.barred
        lost = [move for move in self.moves if move.departure == request.key and move.arrival in barred]
        held = [move for move in self.moves if move.arrival == request.key and move.departure in barred]
        if not lost and not held:
            return request
        self.stayed.update(move.principal for move in (*lost, *held))
        why = "; ".join(sorted({*(self._why(move, "stays") for move in lost), *map(self._held, held)}))
        rest = without(request, self.stayed)
        if rest:
            self.ledger.shorten(request.key, why)
        else:
            self.ledger.bar(request.key, why)
        for move in lost:
            self._spare(move, "stays")
        return rest

    def _held(self, move: PlannedMove) -> str:
        return f"{move.principal} stays: it cannot leave {move.source}: {self.ledger.barred[move.departure]}"

    def _why(self, move: PlannedMove, what: str) -> str:
        return f"{move.principal} {what}: it cannot arrive at {move.target}: {self.ledger.barred[move.arrival]}"

    def _spare(self, move: PlannedMove, what: str) -> None:
        """Bar the requests that close an experience which keeps, or has again, a principal that was to leave it."""
        for key in self.ledger.edges.about(move.source):
            if self.ledger.edges.requests[key].closes:
                self.ledger.bar(key, self._why(move, what))

    def _own_ledger(self, operation: Operation) -> Ledger:
        """Return a ledger in which nothing is stopped, and nothing is expected of the objects of *operation*.

        An experience takes back its principals even if it was changed outside of this run.
        """
        blank: dict[Address, Fields] = {one: {} for one in operation.addresses}
        own = self.ledger
        fresh = replace(own, stopped={}, barred={}, shortened={}, doubtful={})
        return replace(fresh, expected=blank, done=set(own.done), begun=set(own.begun), revisions=dict(own.revisions))

    def _operations(self, lost: Sequence[PlannedMove]) -> Iterable[Operation]:
        """Return change sets of at most 20 changes; each change is about one experience and at most 50 principals."""
        model = lost[0].operation
        before: tuple[str, ...] = ()
        for requests in _packed(self._requests(lost)):
            number = sum(1 for one in self.calls if one.startswith(f"{model.id}.")) + len(before)
            id_ = f"{model.id}.putback" + (f"-{number + 1}" if number else "")
            locks = {request.address: f"{request.remote_id}@{request.revision}" for request in requests}
            parameters = change_set(requests, locks)
            yield replace(model, id=id_, after=before[-1:], parameters=parameters, requests=tuple(requests))
            before = (*before, id_)

    def _requests(self, lost: Sequence[PlannedMove]) -> Iterable[tuple[int, Request]]:
        """Return one association for each experience and each 50 principals, with its round of change sets.

        The first association of each experience is in round 0, its second in round 1.
        """
        homes: dict[Address, list[str]] = {}
        for move in lost:
            homes.setdefault(move.source, []).append(move.principal)
        parts = count(-1 - sum(len(call.operation.requests) for call in self.calls.values()), -1)
        verb = next(one.verb for one in lost[0].operation.requests if one.key == lost[0].arrival)
        for home, principals in sorted(homes.items()):
            for number, start in enumerate(range(0, len(principals), MEMBERS_PER_CHANGE)):
                ids = sorted(principals[start : start + MEMBERS_PER_CHANGE])
                yield number, self._request(home, verb, next(parts), ids)

    def _request(self, home: Address, verb: Verb, part: int, principals: list[str]) -> Request:
        return Request(
            address=home,
            verb=verb,
            part=part,
            details={verb.takes: principals},
            remote_id=self.ledger.remote_ids[home],
            revision=self.ledger.revisions.get(home, ""),
        )


def _put_back_part(request: Request, own: Ledger) -> Request | None:
    """Return *request* with the principals that are back, since AWS may have refused some; None if there are none."""
    held = own.members(request.address)
    return only(request, [one for one in request.arriving if one in held])


def _packed(requests: Iterable[tuple[int, Request]]) -> Iterable[Sequence[Request]]:
    sets: dict[int, list[Request]] = {}
    for number, request in requests:
        sets.setdefault(number, []).append(request)
    for _, together in sorted(sets.items()):
        for start in range(0, len(together), CHANGES_PER_SET):
            yield together[start : start + CHANGES_PER_SET]
