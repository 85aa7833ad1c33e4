"""How many change sets a run may have open: AWS allows 250 in an account, those of others included.

What others have open is known from the looks at the change sets that run. They may open more at any time: AWS then
refuses a start, which costs nothing. The run then keeps to as many as AWS has accepted, and tries one more after a
pause.

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

    After a refusal no more than *limit* are open until *closed_until*, in seconds of the monotonic clock; then one more
    is tried. *moved* is when a change set of the run was last started or ended: while they go on, a start that waits
    for room is not overdue.
    """

    closed_until: float = -inf
    moved: float = -inf
    limit: int = OPEN_CHANGE_SETS

    def has(self, started: int, others: int, now: float) -> bool:
        """Tell whether a further change set may be sent beside those that were *started*, and those of *others*."""
        if now < self.closed_until:
            return 0 < started < self.limit
        return started == 0 or (started <= self.limit and started + others < OPEN_CHANGE_SETS)

    def refused(self, started: int, until: float) -> None:
        """Keep to what AWS has accepted *until* a time, since it has refused a start beside those *started*."""
        self.limit, self.closed_until = started, until

    def accepted(self, started: int, now: float) -> None:
        """Note that AWS has accepted a change set: those *started* are open now."""
        self.moved, self.limit = now, max(self.limit, started)

    def ended(self, now: float) -> None:
        """Note that a change set has ended, which makes room."""
        self.moved = now
