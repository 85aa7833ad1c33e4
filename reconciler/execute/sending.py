"""One call on its way: a change set from the letter that asks for it to its end, or an edit of EC2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.model import Address, Outcome, OutcomeError, Status


@dataclass(frozen=True, slots=True)
class Letter:
    """A StartChangeSet without an answer. When it is *doubtful*, AWS may have taken it: the same again tells."""

    doubtful: bool = False


@dataclass(slots=True)
class Sending:
    """One call on its way: *name* is the operation's, or `op-3.retry` where it is not the first of it.

    *parameters* are what was sent, as botocore takes it, less name, tags and token.
    *number* tells which part or repetition it is, *told* how many errors were known before it, *because* why it failed.
    *turn* is the number that its token is made with, *written* AWS's time when that was; *adopted* says that an equal
    run has started the set.
    """

    name: str
    addresses: tuple[Address, ...]
    action: str
    parameters: Mapping[str, Any]
    number: int
    told: int
    turn: int = 0
    written: str | None = None
    change_set_id: str | None = None
    succeeded: bool = False
    adopted: bool = False
    because: str | None = None

    @property
    def changes(self) -> Sequence[Mapping[str, Any]]:
        """Give the changes of a set."""
        changes: Sequence[Mapping[str, Any]] = self.parameters["ChangeSet"]
        return changes

    @property
    def status(self) -> Status:
        """Say how it ended."""
        done = Status.ADOPTED if self.adopted else Status.SUCCEEDED
        return done if self.succeeded else Status.FAILED

    def outcome(self, errors: tuple[OutcomeError, ...]) -> Outcome:
        """Say how it ended, with what was sent."""
        return Outcome(
            operation=self.name,
            status=self.status,
            action=self.action,
            addresses=self.addresses,
            change_set_id=self.change_set_id,
            errors=errors,
            because=self.because,
            parameters=self.parameters,
        )
