"""How long operations take, estimated: AWS promises nothing about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Operation

CHANGE_SET_SECONDS = 30
"""Facts, catalog 1.6: no promise; "will take a minute" for a whole experience, 4 s seen for a set that failed early."""
CALL_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Durations:
    """When each operation ends, in seconds from the start, when each begins as soon as it may."""

    ends: Mapping[str, int]

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Durations":
        """Estimate for *operations*, each listed after those that it waits for."""
        ends: dict[str, int] = {}
        for operation in operations:
            ends[operation.id] = max((ends[one] for one in operation.after), default=0) + _seconds(operation)
        return cls(ends)

    def between(self, since: Operation, until: Operation) -> int:
        """Give the seconds from the end of one operation to that of a later one; at least what the later one takes."""
        return max(self.ends[until.id] - self.ends[since.id], _seconds(until))


def _seconds(operation: Operation) -> int:
    return CHANGE_SET_SECONDS if operation.is_change_set else CALL_SECONDS
