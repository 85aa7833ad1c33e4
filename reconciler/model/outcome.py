"""Outcomes: how each operation ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reconciler.printed import OutcomeErrorJson, OutcomeJson

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
    """One error of AWS; *address* is the object that it is about, None where that is not known.

    *source* is where a document names the refused value, as `file:line:column`. *retryable* tells that the cause is
    temporary: throttling, a lock, a fault of the service, or an edit by another user.
    """

    code: str
    message: str
    address: str | None = None
    source: str | None = None
    retryable: bool = False

    def as_json(self) -> OutcomeErrorJson:
        """Return the JSON of the run report (contract 5)."""
        return {
            "code": self.code,
            "message": self.message,
            "address": self.address,
            "source": self.source,
            "retryable": self.retryable,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one operation ended; *because* says in words why it did not succeed.

    *action* and *addresses* are the operation's. *created* has the ids of the objects that it created, by address.
    *in_part* is true when the operation did not succeed, but has changed something. *parameters* are stated for calls
    that are not in the plan. *retries* are the outcomes of further calls that were made for the operation.
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
        """Tell whether the operation is in the plan: put-backs and repeated calls have ids like `op-3.…`."""
        return "." not in self.operation

    def as_json(self) -> OutcomeJson:
        """Return the JSON of the run report (contract 5), without the retries.

        `created` is the id of the created object when there is exactly one; `created_ids` has all ids by address.
        """
        made = {str(address): id_ for address, id_ in sorted(self.created.items())}
        told: OutcomeJson = {
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
