"""One operation while it is carried out: what is still to be sent, what was sent, and when to poll next."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from reconciler.limits import CATALOG
from reconciler.model import Address, Operation, OutcomeError, Request, RequestKey

from .sent_calls import SentCalls, UnansweredStart

FIRST_LOOK = 1.0
LONGEST_PAUSE = 15.0
"""Seconds between two polls of a change set, at most. Change sets take seconds to minutes (facts: catalog 1.6)."""
RETRY_PAUSE = 5.0
PATIENCE = 1800.0
"""Seconds that one operation may take, retries included, before it is left to the next run."""
BLIND_LOOKS = 3
"""How many polls in a row may fail before an operation is given up."""
RAISES = 5
"""How often a request is sent under a higher number because AWS answers with a change set of the past."""
SERVER_FAULTS = 3
"""How often a change set is sent again after SERVER_FAULT: "you should retry your request" (facts: catalog 1.6)."""

Progress = Callable[[Mapping[str, Any]], None]


@dataclass(slots=True)
class Attempt:
    """An operation while it is carried out.

    *due* is when to take it further, *deadline* when to give it up, and *began* when its first step was taken, in
    seconds of the monotonic clock. *requests* are being sent; *later* holds the parts that were set aside and are sent
    after them. *halved* has the key of a request once for each time that it was cut in halves.

    *change_set_id* is the change set that is polled. *unanswered* is set while a StartChangeSet has no answer.
    *created_id* is the service that an EC2 call created and that is not ready yet; *token* makes such a call
    idempotent. Of what a call does, *looks* looks were taken, and the last
    *shown* of them showed *told*.

    *sent* are the calls so far. *raises* counts the tokens for which AWS answered with a change set of the past.

    *resolved* is true once the newest change set was compared with those of other runs that create the same title.
    *older_sets* are, by address, the older change sets of other runs that create the same title and could not be
    cancelled.

    *tries* counts the edits of EC2 that were sent: after the first, what is done already may be done by an earlier one.

    *settled_by* is set once a call was answered whose effect is waited for: the second at which that is over. *task* is
    AWS's id of what such a call has begun.

    *call* is the call that is under way in another thread. *told* is the status of the change set that was told last.

    *faults* counts SERVER_FAULTs, *blind* the failed polls in a row. *mistakes* counts the unexpected exceptions, after
    which nothing more is sent; *broken* describes the first of them.
    """

    operation: Operation
    requests: tuple[Request, ...]
    deadline: float
    due: float
    began: float | None = None
    pause: float = FIRST_LOOK
    change_set_id: str | None = None
    created_id: str | None = None
    looks: int = 0
    shown: int = 0
    token: str | None = None
    unanswered: UnansweredStart | None = None
    sent: SentCalls = field(init=False)
    raises: int = 0
    resolved: bool = True
    older_sets: dict[Address, str] = field(default_factory=dict)
    later: list[tuple[Request, ...]] = field(default_factory=list)
    halved: list[RequestKey] = field(default_factory=list)
    faults: int = 0
    blind: int = 0
    broken: str = ""
    mistakes: int = 0
    tries: int = 0
    call: "Future[Any] | None" = None
    told: str = ""
    settled_by: float | None = None
    task: str = ""
    errors: list[OutcomeError] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing was sent yet."""
        self.sent = SentCalls(self.operation)

    @property
    def addresses(self) -> frozenset[Address]:
        """Return the addresses of the objects that are being changed."""
        return frozenset(request.address for request in self.requests)

    @property
    def is_watched(self) -> bool:
        """Tell whether the looks of all attempts together are enough for this one: nothing has gone wrong with it."""
        return self.change_set_id is not None and not self.blind and not self.mistakes

    def show(self, state: str) -> int:
        """Record what a look showed; return how many looks in a row have shown it."""
        self.looks, self.shown, self.told = self.looks + 1, self.shown + 1 if state == self.told else 1, state
        return self.shown

    def look_again(self, now: float, jitter: float) -> None:
        """Poll after a pause, which grows; *jitter* (0-1) keeps many change sets from being polled at once."""
        self.due = now + self.pause * (1 + 0.25 * jitter)
        self.pause = min(self.pause * 1.5, LONGEST_PAUSE)

    def write(self, changes: tuple[Mapping[str, Any], ...], token_number: int, now: str | None) -> None:
        """Record the change set that is sent next; *token_number* is the number in its token, *now* is AWS's time."""
        self.write_call({"Catalog": CATALOG, "ChangeSet": list(changes)})
        self.unanswered = UnansweredStart()
        self.sent.last.token_number, self.sent.last.written = token_number, now

    def write_call(self, parameters: Mapping[str, Any]) -> None:
        """Record the call that is sent next."""
        self.sent.write(parameters, tuple(sorted(self.addresses)), len(self.errors))

    def unwrite(self) -> None:
        """Remove the record of a change set that AWS refused before it looked at it."""
        if self.unanswered:
            self.unanswered = None
            self.sent.calls.pop()

    def started(self, change_set_id: str, now: float, jitter: float) -> None:
        """Poll a change set that AWS has accepted."""
        self.sent.last.change_set_id = change_set_id
        self.change_set_id = change_set_id
        self.unanswered, self.resolved, self.older_sets, self.told = None, False, {}, ""
        self.look_again(now, jitter)

    def raise_token_number(self, now: float) -> bool:
        """Send the same requests under the next number; return False when that was done too often.

        AWS knows the last number as a change set of the past, so a request with its token would start nothing.
        """
        if self.raises == RAISES:
            return False
        self.raises += 1
        self.sent.last.token_number += 1
        self.change_set_id, self.unanswered, self.pause, self.due = None, UnansweredStart(), FIRST_LOOK, now
        return True

    def compare(self, started_at: str) -> None:
        """Mark the change set as adopted if it started before its request was written: an equal run has started it.

        *started_at* and the time of writing are both by AWS's clock.
        """
        self.sent.last.adopted |= "" < started_at < (self.sent.last.written or "")

    def over(self, why: str | None) -> None:
        """Stop polling a change set that has ended: *why* it failed, or None for success."""
        self.change_set_id = None
        self.sent.answered(why)

    def send_again(self, now: float, jitter: float) -> None:
        """Send what remains after a pause, as a new change set."""
        self.send_at(now + RETRY_PAUSE * (1 + jitter))

    def send_at(self, due: float) -> None:
        """Send what remains at *due*, as a new change set."""
        self.change_set_id, self.unanswered, self.pause, self.due = None, None, FIRST_LOOK, due
        self.sent.number += 1

    def set_aside(self, addresses: Collection[Address]) -> None:
        """Send the requests about *addresses* later, with those that must not come before them."""
        aside = {request.key for request in self.requests if request.address in addresses}
        while more := {one.key for one in self.requests if one.not_before & aside} - aside:
            aside |= more
        self.later.append(tuple(request for request in self.requests if request.key in aside))
        self.requests = tuple(request for request in self.requests if request.key not in aside)

    def take_next(self) -> None:
        """Turn to the next part that was set aside and that depends on no other."""
        self.requests = self.later.pop(next((n for n, one in enumerate(self.later) if not self._waits(one)), 0))

    def _waits(self, part: Sequence[Request]) -> bool:
        others = self.unfinished - {request.key for request in part}
        return any(not others.isdisjoint(request.after | request.not_before) for request in part)

    def split(self) -> None:
        """Send the requests of each object in a call of their own, one object after the other."""
        parts: dict[Address, list[Request]] = {}
        for request in self.requests:
            parts.setdefault(request.address, []).append(request)
        self.later[:0] = [tuple(part) for part in parts.values()]
        self.take_next()

    def cut(self, parts: Sequence[Request]) -> None:
        """Send one request in parts, one after the other."""
        self.requests, *later = ((part,) for part in parts)
        self.later[:0] = later

    def halve(self, request: Request, halves: tuple[Request, Request], waiting: Collection[RequestKey]) -> None:
        """Send *request* in two *halves*, one after the other, and then the requests *waiting* for it."""
        first, second = halves
        kept = tuple(one for one in self.requests if one.key not in waiting)
        if len(kept) < len(self.requests):
            self.later.append(tuple(one for one in self.requests if one.key in waiting))
        self.requests = tuple(first if one.key == request.key else one for one in kept)
        self.later.insert(0, (second,))
        self.halved.append(request.key)

    @property
    def unfinished(self) -> frozenset[RequestKey]:
        """Return the keys of the requests of which a part is still to be sent."""
        return frozenset(request.key for part in self.later for request in part)

    @property
    def whereabouts(self) -> str:
        """Say how much of the operation AWS has received."""
        if self.created_id:
            return f"{self.created_id} was created"
        if self.settled_by is not None:
            return "the call was carried out"
        if self.unanswered:
            return "whether a change set was started is unknown"
        if self.token:
            return "whether the call was carried out is unknown"
        if self.sent.last_set and self.sent.last.because:
            return f"change set {self.sent.last_set} did not succeed"
        return f"change set {self.sent.last_set} was sent" if self.sent.last_set else "nothing was sent"

    @property
    def has_begun(self) -> bool:
        """Tell whether AWS may have received any of it."""
        return bool(self.unanswered or self.token or self.sent.last_set or self.created_id or self.errors)

    @property
    def is_doubtful(self) -> bool:
        """Tell whether AWS may be carrying out what was sent, unseen by the run."""
        return self.change_set_id is not None or self.unanswered is not None

    def fault(self, address: Address, code: str, message: str, *, retryable: bool = True) -> None:
        """Record an error about one object.

        By default it is retryable, since the next plan starts from the live state.
        """
        self.errors.append(OutcomeError(code, message, str(address), retryable=retryable))

    def fault_all(self, code: str, message: str, *, retryable: bool = False) -> None:
        """Record an error about everything that is being sent; it has an address if that is one object."""
        only = next(iter(self.addresses)) if len(self.addresses) == 1 else None
        self.errors.append(OutcomeError(code, message, str(only) if only else None, retryable=retryable))
