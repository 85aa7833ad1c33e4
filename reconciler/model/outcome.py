"""What became of each operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .address import Address


class Status(StrEnum):
    """How an operation ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    ADOPTED = "adopted"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class OutcomeError:
    """One error as AWS said it, mapped back to the address that it is about where that is known.

    *source* is where a document names what was refused, as `file:line:column`; *retryable* tells that its cause passes
    by itself: throttling, a lock, a fault of the service, somebody else's edit.
    """

    code: str
    message: str
    address: str | None = None
    source: str | None = None
    retryable: bool = False

    def as_json(self) -> dict[str, str | bool | None]:
        """Return the form of the run report (contract 5)."""
        return {
            "code": self.code,
            "message": self.message,
            "address": self.address,
            "source": self.source,
            "retryable": self.retryable,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one operation ended; *because* says why it did not succeed, in words.

    *action* and *addresses* are the operation's, *created* has the ids of what it made by address. *in_part*
    says of one that did not succeed that something of it is done. *parameters* are those of a call that the plan does
    not have, as it was sent; *retries* are the further calls that were made for the operation.
    """

    operation: str
    status: Status
    action: str = ""
    addresses: tuple[Address, ...] = ()
    created: Mapping[Address, str] = field(default_factory=dict)
    in_part: bool = False
    change_set_id: str | None = None
    request_id: str | None = None
    errors: tuple[OutcomeError, ...] = ()
    because: str | None = None
    parameters: Mapping[str, Any] | None = None
    retries: tuple["Outcome", ...] = ()

    @property
    def is_planned(self) -> bool:
        """Tell whether the plan has the operation: what is put back or sent again is named `op-3.…`."""
        return "." not in self.operation

    def as_json(self) -> dict[str, Any]:
        """Return the form of the run report (contract 5), the retries aside.

        `created` is the id of what was made where that is one object; `created_ids` has all of them by address.
        """
        made = {str(address): id_ for address, id_ in sorted(self.created.items())}
        told = {
            "operation": self.operation,
            "status": self.status.value,
            "action": self.action,
            "addresses": [str(address) for address in self.addresses],
            "created": next(iter(made.values())) if len(made) == 1 else None,
            "created_ids": made,
            "in_part": self.in_part,
            "change_set_id": self.change_set_id,
            "request_id": self.request_id,
            "errors": [error.as_json() for error in self.errors],
            "because": self.because,
        }
        return told if self.parameters is None else {**told, "parameters": self.parameters}
