"""One operation on its way: what is still to be sent, what was sent, when to look again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.model import Address, Operation, Outcome, OutcomeError, Request, Status

FIRST_LOOK = 1.0
LONGEST_PAUSE = 15.0
"""Seconds between two looks at a change set: they take from seconds to minutes (facts: catalog 1.6)."""
RETRY_PAUSE = 5.0
PATIENCE = 1800.0
"""Seconds that one operation may take, retries included, before it is left to the next run."""
BLIND_LOOKS = 3
"""How often AWS may be unreadable in a row before an operation is given up."""
SERVER_FAULTS = 3
"""How often a set is sent again after SERVER_FAULT: "you should retry your request" (facts: catalog 1.6)."""

Progress = Callable[[Mapping[str, Any]], None]


@dataclass(slots=True)
class Attempt:
    """An operation while it is carried out. *due* is when to go on with it, in seconds of the monotonic clock."""

    operation: Operation
    requests: tuple[Request, ...]
    deadline: float
    due: float
    pause: float = FIRST_LOOK
    change_set_id: str | None = None
    request_id: str | None = None
    faults: int = 0
    blind: int = 0
    errors: list[OutcomeError] = field(default_factory=list)
    left_out: dict[Address, str] = field(default_factory=dict)

    def look_again(self, now: float, jitter: float) -> None:
        """Come back after a pause that grows; *jitter* (0-1) keeps many sets from being asked about at once."""
        self.due = now + self.pause * (1 + 0.25 * jitter)
        self.pause = min(self.pause * 1.5, LONGEST_PAUSE)

    def send_again(self, now: float, jitter: float) -> None:
        """Forget the set that did not come through and send what remains after a pause."""
        self.change_set_id, self.pause = None, FIRST_LOOK
        self.due = now + RETRY_PAUSE * (1 + jitter)

    def fault(self, address: Address, code: str, message: str) -> None:
        """Keep an error that AWS, or the comparison with the plan, gave for an address."""
        self.errors.append(OutcomeError(code, message, str(address)))

    def outcome(self, status: Status, because: str | None = None) -> Outcome:
        """End the attempt."""
        return Outcome(
            operation=self.operation.id,
            status=status,
            change_set_id=self.change_set_id,
            request_id=self.request_id,
            errors=tuple(self.errors),
            because=because or self._left_out(),
        )

    def _left_out(self) -> str | None:
        return "; ".join(f"{address}: {why}" for address, why in sorted(self.left_out.items())) or None
