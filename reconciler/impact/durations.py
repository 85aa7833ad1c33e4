"""How long operations are expected to take, where only their order counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Operation

CHANGE_SET_SECONDS = 30
"""An estimate (facts: catalog 1.6): AWS promises no duration, and says that a whole experience "will take a minute"."""
CALL_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Durations:
    """The estimated end of each operation, in seconds from the start, when each begins as soon as it can.

    A change set counts as long as AWS carries it out. `pipeline.planning.schedule` adds the second of its call, the
    rates of quotas and the order of starting: it estimates a run as a whole, and is computed once for a plan. This
    estimate compares the orders of many drafts.
    """

    ends: Mapping[str, int]

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Durations":
        """Return the estimate for *operations*, each listed after the operations that it waits for."""
        ends: dict[str, int] = {}
        for operation in operations:
            ends[operation.id] = max((ends[one] for one in operation.after), default=0) + _seconds(operation)
        return cls(ends)

    def between(self, since: Operation, until: Operation) -> int:
        """Return the seconds between the ends of two operations, and at least the duration of the later one."""
        return max(self.ends[until.id] - self.ends[since.id], _seconds(until))


def _seconds(operation: Operation) -> int:
    return CHANGE_SET_SECONDS if operation.is_change_set else CALL_SECONDS
