"""How many change sets a run may have open: AWS allows 250 in an account, those of others included.

What others have open is known from the looks at the change sets that run. They may open more at any time: AWS then
refuses a start, which costs nothing. The run waits until one of its own change sets has ended, or for a pause, and
tries again.

Example: others have 30 open, so the run starts 220. Meanwhile others open five more: AWS refuses the 216th start. The
next end makes room for it.
"""

from dataclasses import dataclass
from math import inf
from typing import Final

from reconciler.limits import OPEN_CHANGE_SETS

FULL: Final = "ServiceQuotaExceededException"
"""AWS's code for "too many open requests in the account"; nothing was started (facts: catalog 1.12)."""


@dataclass(slots=True)
class Room:
    """The room for further change sets.

    After a refusal nothing is started until *closed_until*, in seconds of the monotonic clock. *moved* is when a change
    set of the run was last started or ended: while they go on, a start that waits for room is not overdue.
    """

    closed_until: float = -inf
    moved: float = -inf

    def has(self, started: int, others: int, now: float) -> bool:
        """Tell whether a further change set may be sent beside those that were *started*, and those of *others*."""
        return now >= self.closed_until and (started == 0 or started + others < OPEN_CHANGE_SETS)

    def refused(self, until: float) -> None:
        """Start nothing *until* a time, since AWS has refused a start."""
        self.closed_until = until

    def started(self, now: float) -> None:
        """Note that AWS has accepted a change set."""
        self.moved = now

    def ended(self, now: float) -> None:
        """Note that a change set has ended, which makes room."""
        self.moved, self.closed_until = now, -inf
