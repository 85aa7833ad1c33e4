"""The calls that were sent: a change set from its StartChangeSet to its end, or an edit of EC2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.model import Address, Outcome, OutcomeError, Status


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
