"""A change set and its life: PREPARING, APPLYING, then SUCCEEDED, FAILED or CANCELLED (catalog 1.6)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reconciler import limits
from reconciler.twin.moments import timestamp

from .attempt import ErrorDetail, Terms
from .change import ENTITY_TYPE, Change

OPEN: Final = frozenset({"PREPARING", "APPLYING"})
STATUSES: Final = ("PREPARING", "APPLYING", "SUCCEEDED", "CANCELLED", "FAILED")
PREPARATION_FAILED: Final = "Change set preparation has failed. For details see 'ErrorDetailList'."


@dataclass(slots=True, kw_only=True)
class ChangeSet:
    """One change set; *due* is when its status changes next, *number* its position in the order of starts.

    *errors* are those that preparation will find, by index of the change. *fault* is the number of changes after which
    applying fails with SERVER_FAULT, or None.
    """

    id: str
    name: str
    owner: str
    number: int
    changes: tuple[Change, ...]
    terms: Terms
    started: float
    due: float
    applying: float
    errors: Mapping[int, tuple[ErrorDetail, ...]] = field(default_factory=dict)
    fault: int | None = None
    stuck: str | None = None
    status: str = "PREPARING"
    ended: float | None = None
    failure_code: str | None = None
    failure_description: str | None = None

    def __post_init__(self) -> None:
        self._stick()

    @property
    def open(self) -> bool:
        """Whether it has not ended; an open set locks its entities."""
        return self.status in OPEN

    @property
    def arn(self) -> str:
        """The ARN, in the account that started it."""
        return f"arn:aws:aws-marketplace:{limits.CATALOG_REGION}:{self.owner}:{limits.CATALOG}/ChangeSet/{self.id}"

    @property
    def experiences(self) -> list[str]:
        """The experiences that it targets and therefore locks, in the order of its changes."""
        return list(dict.fromkeys(change.experience for change in self.changes))

    @property
    def principals(self) -> frozenset[str]:
        """All principals that its changes associate or disassociate."""
        return frozenset(principal for change in self.changes for principal in change.principals)

    def start_applying(self) -> None:
        """Leave PREPARING: from now on it cannot be cancelled."""
        self.status = "APPLYING"
        self.due += self.applying
        self._stick()

    def end(self, status: str, when: float) -> None:
        """Reach a terminal status."""
        self.status, self.ended, self.due = status, when, math.inf

    def fail(self, code: str, when: float, description: str) -> None:
        """Reach FAILED."""
        self.failure_code, self.failure_description = code, description
        self.end("FAILED", when)

    def release(self, now: float) -> None:
        """Let a set that a fault holds go on at once."""
        self.stuck = None
        self.due = min(self.due, now) if self.due != math.inf else now

    def kept(self, now: float) -> bool:
        """Whether the service still lists and describes it."""
        return self.ended is None or now - self.ended <= limits.CHANGE_SET_HISTORY_DAYS * 86400

    def _stick(self) -> None:
        if self.stuck == self.status:
            self.due = math.inf

    def summary(self) -> dict[str, Any]:
        """Return the line of ListChangeSets."""
        return {
            **self._head(),
            "EntityIdList": self.experiences,
            **self._failure_code(),
        }

    def description(self) -> dict[str, Any]:
        """Return the answer of DescribeChangeSet."""
        description = {} if self.failure_description is None else {"FailureDescription": self.failure_description}
        return {
            **self._head(),
            "Intent": "APPLY",
            **self._failure_code(),
            **description,
            "ChangeSet": [self._change(change) for change in self.changes],
        }

    def event(self, request_id: str) -> dict[str, Any]:
        """Return the EventBridge event of its end (catalog 3.1)."""
        detail = {
            "requestId": request_id,
            "Catalog": limits.CATALOG,
            "ChangeSetId": self.id,
            "ChangeSetName": self.name,
            "StartTime": timestamp(self.started),
            "EndTime": timestamp(self.ended or 0.0),
            **self._failure_code(),
        }
        return {
            "Source": "aws.marketplacecatalog",
            "DetailType": f"Change Set {self.status.capitalize()}",
            "Time": self.ended,  # moto formats it when it delivers the event
            "Resources": [self.arn],
            "Detail": json.dumps(detail),
        }

    def _head(self) -> dict[str, Any]:
        ended = {} if self.ended is None else {"EndTime": timestamp(self.ended)}
        return {
            "ChangeSetId": self.id,
            "ChangeSetArn": self.arn,
            "ChangeSetName": self.name,
            "StartTime": timestamp(self.started),
            **ended,
            "Status": self.status,
        }

    def _failure_code(self) -> dict[str, str]:
        return {} if self.failure_code is None else {"FailureCode": self.failure_code}

    def _change(self, change: Change) -> dict[str, Any]:
        name = {} if change.name is None else {"ChangeName": change.name}
        found = self.errors.get(change.index, ()) if self.status == "FAILED" else ()
        return {
            "ChangeType": change.type,
            "Entity": {"Type": ENTITY_TYPE, **self._identifier(change)},
            "Details": change.details_text,
            "DetailsDocument": change.details,
            "ErrorDetailList": [{"ErrorCode": error.code, "ErrorMessage": error.message} for error in found],
            **name,
        }

    def _identifier(self, change: Change) -> dict[str, str]:
        if not change.creates and change.reference is None:
            return {"Identifier": change.identifier or ""}
        # The revision is the one at creation, not the latest, which only DescribeEntity returns (catalog 1.2).
        return {"Identifier": f"{change.experience}@1"} if self.status == "SUCCEEDED" else {}
