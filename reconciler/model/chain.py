"""The longest chain of steps that wait for each other.

Example: op-2 is after op-1, and op-4 is after op-2 and op-3. The longest chain is op-1, op-2, op-4: it has three steps.
"""

from collections.abc import Hashable, Iterable
from typing import TypeVar

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
