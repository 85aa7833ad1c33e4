"""Moves whose second half can't come: the principal stays where it is, or is put back where it was.

In between it is governed by an ancestor or by nobody (facts: catalog 5.2), so putting back comes before anything that
failed is tried again, and the experience that takes it back is changed by nothing else meanwhile.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from reconciler.change_sets import change_set
from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE
from reconciler.model import Address, Fields, Journey, Operation, Outcome, Request, Status, Verb
from reconciler.spelling import numbered

from .attempt import Attempt
from .edges import PlannedMove
from .endings import MISSED
from .ledger import Ledger
from .members import only, without


@dataclass(slots=True)
class Putback:
    """One call that puts *principals* back, with a *ledger* of its own.

    *cause* is the operation whose failure asks for it; *landed* are those that are back, None until it has ended.
    """

    operation: Operation
    cause: str
    ledger: Ledger
    principals: frozenset[str]
    landed: frozenset[str] | None = None


@dataclass(slots=True)
class Putbacks:
    """The *moves* of one run, and the calls that put back those that failed, by id.

    *stayed* are principals that were not let go after all.
    """

    ledger: Ledger
    moves: Sequence[PlannedMove]
    stayed: set[str] = field(default_factory=set)
    calls: dict[str, Putback] = field(default_factory=dict)

    def ledger_of(self, operation: Operation) -> Ledger | None:
        """Give the view of the world of a put-back, in which nothing is stopped; None for what the plan has."""
        call = self.calls.get(operation.id)
        return call.ledger if call else None

    def call_for(self, principal: str) -> str | None:
        """Name the call that puts *principal* back, if any."""
        return next((id_ for id_, call in self.calls.items() if principal in call.principals), None)

    def keep(self, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Let no principal go whose second half can't come any more, and send for none that was not let go."""
        kept = (self._narrowed(request) for request in requests)
        return tuple(request for request in kept if request)

    def due(self, cause: Attempt) -> tuple[Operation, ...]:
        """Give the calls that put back what has left and can't arrive, found after a step of *cause*."""
        lost = [move for move in self.moves if self._is_lost(move) and not self.call_for(move.principal)]
        made = tuple(self._operations(lost)) if lost else ()
        for one in made:
            principals = frozenset(principal for request in one.requests for principal in request.arriving)
            self.calls[one.id] = Putback(one, cause.operation.id, self._own_ledger(one), principals)
        for move in lost:
            self._spare(move, "was put back")
        return made

    def let_go(self, known: Collection[str]) -> None:
        """Hold nothing up for a put-back that is not *known* to the run: it never came to be."""
        for id_ in self.calls.keys() - known:
            self.calls[id_].landed = frozenset()

    def holds(self, attempt: Attempt) -> bool:
        """Tell whether *attempt* has to wait before it sends anything: a put-back comes first."""
        id_, about = attempt.operation.id, attempt.addresses
        if id_ in self.calls or attempt.change_set_id or attempt.letter:
            return False
        busy = [one for one in self.calls.values() if one.landed is None]
        return any(one.cause == id_ or not about.isdisjoint(one.operation.addresses) for one in busy)

    def ended(self, operation: Operation) -> None:
        """Note what a put-back has brought home."""
        call = self.calls.get(operation.id)
        if call and call.landed is None:
            home = [back for one in operation.requests if (back := _brought_home(one, call.ledger))]
            self.ledger.succeeded(home, {})
            call.landed = frozenset(principal for request in home for principal in request.arriving)

    def judged(self, outcome: Outcome) -> Outcome:
        """Call an operation rolled back when all that it should have taken, and did not, is back where it was."""
        missed = {
            move.principal for move in self.moves if move.operation.id == outcome.operation and self._is_lost(move)
        }
        landed = {principal: id_ for id_, call in self.calls.items() for principal in call.landed or ()}
        if outcome.status not in MISSED or not missed or not missed <= landed.keys():
            return outcome
        by = ", ".join(numbered({landed[principal] for principal in missed}))
        because = "; ".join(part for part in (outcome.because, f"put back by {by}") if part)
        return replace(outcome, status=Status.ROLLED_BACK, because=because)

    def underway(self) -> tuple[Journey, ...]:
        """Give every move that has not come to its end, as far as the ledger knows."""
        left = [move for move in self.moves if move.arrival not in self.ledger.done or move.principal in self.stayed]
        return tuple(Journey(one.principal, one.source, one.target, self.call_for(one.principal)) for one in left)

    def doubtful(self) -> tuple[Request, ...]:
        """Give every request, put-backs among them, of which nobody knows whether it is done."""
        ledgers = (self.ledger, *(call.ledger for call in self.calls.values()))
        return tuple(request for ledger in ledgers for request in ledger.doubtful.values())

    def _is_lost(self, move: PlannedMove) -> bool:
        """Tell whether a principal has left and can't arrive any more."""
        done, gone = self.ledger.done, move.principal not in self.stayed
        return gone and move.departure in done and move.arrival not in done and move.arrival in self.ledger.barred

    def _narrowed(self, request: Request) -> Request | None:
        """Leave out of *request* the principals that stay where they are."""
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
        return f"{move.principal} stays: {move.source} does not let it go: {self.ledger.barred[move.departure]}"

    def _why(self, move: PlannedMove, what: str) -> str:
        return f"{move.principal} {what}: {move.target} cannot take it: {self.ledger.barred[move.arrival]}"

    def _spare(self, move: PlannedMove, what: str) -> None:
        """Do not end an experience that keeps, or has again, a principal that it was to give away."""
        for key in self.ledger.edges.about(move.source):
            if self.ledger.edges.requests[key].closes:
                self.ledger.bar(key, self._why(move, what))

    def _own_ledger(self, operation: Operation) -> Ledger:
        """Give a view in which nothing is stopped: whatever else somebody did to it, it takes back what was its own."""
        blank: dict[Address, Fields] = {one: {} for one in operation.addresses}
        own = self.ledger
        fresh = replace(own, stopped={}, barred={}, shortened={}, doubtful={})
        return replace(fresh, expected=blank, done=set(own.done), begun=set(own.begun), revisions=dict(own.revisions))

    def _operations(self, lost: Sequence[PlannedMove]) -> Iterable[Operation]:
        """Make sets of at most 20 changes, each of one experience and at most 50 principals."""
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
        """Give one association for each experience and each 50 principals, with the number of the set it goes to."""
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


def _brought_home(request: Request, own: Ledger) -> Request | None:
    """Give *request* with the principals that are back: AWS may have refused some of them."""
    held = own.members(request.address)
    return only(request, [one for one in request.arriving if one in held])


def _packed(requests: Iterable[tuple[int, Request]]) -> Iterable[Sequence[Request]]:
    sets: dict[int, list[Request]] = {}
    for number, request in requests:
        sets.setdefault(number, []).append(request)
    for _, together in sorted(sets.items()):
        for start in range(0, len(together), CHANGES_PER_SET):
            yield together[start : start + CHANGES_PER_SET]
