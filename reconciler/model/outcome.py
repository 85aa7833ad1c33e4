"""What became of each operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How an operation ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    ADOPTED = "adopted"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class OutcomeError:
    """One error as AWS said it, mapped back to the address that it is about where that is known."""

    code: str
    message: str
    address: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Give the form of the run report (contract 5)."""
        return {"code": self.code, "message": self.message, "address": self.address}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one operation ended; *because* says why it did not succeed, in words.

    *parameters* are those of a call that the plan does not have, as it was sent; *retries* are the further change sets
    that were sent for the operation.
    """

    operation: str
    status: Status
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
        """Give the form of the run report (contract 5), the retries aside."""
        told = {
            "operation": self.operation,
            "status": self.status.value,
            "change_set_id": self.change_set_id,
            "request_id": self.request_id,
            "errors": [error.as_json() for error in self.errors],
            "because": self.because,
        }
        return told if self.parameters is None else {**told, "parameters": self.parameters}
