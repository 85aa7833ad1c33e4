"""The calls of an operation that were sent: each a change set from its StartChangeSet to its end, or an edit of EC2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.model import Address, Operation, Outcome, OutcomeError, Status


@dataclass(frozen=True, slots=True)
class UnansweredStart:
    """A StartChangeSet without an answer yet.

    If it is *doubtful*, AWS may have started the change set. The same request is sent again to find out.
    """

    doubtful: bool = False


@dataclass(slots=True)
class SentCall:
    """One call that was sent.

    *name* is the id of the operation, or `op-3.retry` for a second call of op-3. *parameters* are those of botocore,
    less name, tags and token. *number* tells the parts and repetitions of an operation apart. *errors_before* is
    the number of errors that were known before the call, *because* the reason why it failed, or what was done already.
    *token_number* is the number in its token, *written* AWS's time when the request was made. *request_id* is AWS's id
    of the latest request, None without an answer. *adopted* is true if an equal run has started the change set, or if
    nothing was left to do.
    """

    name: str
    addresses: tuple[Address, ...]
    action: str
    parameters: Mapping[str, Any]
    number: int
    errors_before: int
    token_number: int = 0
    written: str | None = None
    change_set_id: str | None = None
    request_id: str | None = None
    succeeded: bool = False
    adopted: bool = False
    because: str | None = None

    @property
    def changes(self) -> Sequence[Mapping[str, Any]]:
        """Return the changes of the change set."""
        changes: Sequence[Mapping[str, Any]] = self.parameters["ChangeSet"]
        return changes

    @property
    def status(self) -> Status:
        """Return how the call ended."""
        done = Status.ADOPTED if self.adopted else Status.SUCCEEDED
        return done if self.succeeded else Status.FAILED

    def outcome(self, errors: tuple[OutcomeError, ...]) -> Outcome:
        """Return the outcome of the call, with the parameters that were sent."""
        return Outcome(
            operation=self.name,
            status=self.status,
            action=self.action,
            addresses=self.addresses,
            change_set_id=self.change_set_id,
            request_id=self.request_id,
            errors=errors,
            because=self.because,
            parameters=self.parameters,
        )


@dataclass(slots=True)
class SentCalls:
    """The *calls* of one operation that were sent, in their order.

    *number* is that of the part or repetition that is sent now: the next call replaces an earlier one of the same
    number. *request_id* is AWS's id of the latest request that writes.
    """

    operation: Operation
    calls: list[SentCall] = field(default_factory=list)
    number: int = 0
    request_id: str | None = None

    @property
    def last(self) -> SentCall:
        """Return the call that was sent last; there has to be one."""
        return self.calls[-1]

    @property
    def next_name(self) -> str:
        """Return the name of the next call.

        A call that AWS refused for now never began: the next one takes over its name.
        """
        count = sum(1 for one in self.calls if one.number != self.number)
        return self.operation.id + ("" if count == 0 else ".retry" if count == 1 else f".retry-{count}")

    def write(self, parameters: Mapping[str, Any], about: tuple[Address, ...], errors_before: int) -> None:
        """Record the call that is sent next."""
        name = self.next_name
        if self.calls and self.last.number == self.number:
            self.calls.pop()
        self.calls.append(SentCall(name, about, self.operation.action, parameters, self.number, errors_before))

    def answered(self, why: str | None = None) -> None:
        """Record the answer of the last call: *why* it was refused, or None for success."""
        for last in self.calls[-1:]:
            last.succeeded, last.because = why is None, why

    def found_done(self, why: str, *, by_others: bool) -> None:
        """Note why items of the last call were done already, and whether others have done all of them."""
        for last in self.calls[-1:]:
            last.because, last.adopted = why, by_others

    def note_request(self, request_id: str | None) -> None:
        """Record AWS's id of the latest request that writes, which was answered or refused."""
        self.request_id = request_id or self.request_id
        for last in self.calls[-1:]:
            last.request_id = request_id or last.request_id

    @property
    def first_request(self) -> str | None:
        """Return AWS's id of the request of the first call, or of a later request where that is not known."""
        return next((one.request_id for one in self.calls[:1] if one.request_id), self.request_id)

    @property
    def first_set(self) -> str | None:
        """Return the first change set that AWS accepted, or None."""
        return next((one.change_set_id for one in self.calls if one.change_set_id), None)

    @property
    def last_set(self) -> str | None:
        """Return the newest change set that AWS accepted, or None."""
        return next((one.change_set_id for one in reversed(self.calls) if one.change_set_id), None)

    def retries(self, errors: Sequence[OutcomeError]) -> tuple[Outcome, ...]:
        """Return the outcome of each call after the first; *errors* are all of the operation."""
        ends = [*(one.errors_before for one in self.calls[1:]), len(errors)][1:]
        retries = zip(self.calls[1:], ends, strict=True) if self.calls else ()
        return tuple(one.outcome(tuple(errors[one.errors_before : end])) for one, end in retries)
