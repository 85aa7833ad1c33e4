"""The longest chain of steps that wait for each other.

Example: op-2 is after op-1, and op-4 is after op-2 and op-3. The longest chain is op-1, op-2, op-4: it has three steps.
"""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from .request import Operation

StepId = TypeVar("StepId", bound=Hashable)


def longest_chain(steps: Iterable[tuple[StepId, Iterable[StepId]]]) -> int:
    """Return how many steps the longest chain has.

    *steps* has each step with those that it waits for, after all of them. Steps that it waits for and that *steps* does
    not have are not counted.
    """
    levels: dict[StepId, int] = {}
    for step, waits in steps:
        levels[step] = 1 + max((levels.get(one, 0) for one in waits), default=0)
    return max(levels.values(), default=0)


def chained_sets(operations: Iterable[Operation]) -> int:
    """Return how many change sets are carried out one after the other at most; *operations* are in the plan's order."""
    levels: dict[str, int] = {}
    for operation in operations:
        levels[operation.id] = operation.is_change_set + max((levels[one] for one in operation.after), default=0)
    return max(levels.values(), default=0)
