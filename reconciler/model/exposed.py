"""Accounts that are exposed when a run ends: governed neither as before nor as desired.

Example: `ou-x` was to move from `experience.a` to `experience.b`. It left a; the operation that was to associate it
with b failed, and so did the put-back. Its accounts are exposed: *left* is `experience.a`, *taker* is `experience.b`,
*held_by* is None, and *governed_by* is the experience of the organization.
"""

from dataclasses import dataclass
from typing import NamedTuple

from reconciler.printed import ExposedJson

from .address import Address


class InterruptedMove(NamedTuple):
    """A move from *left* to *taker* that did not complete; *putback* is the operation that was to put it back."""

    principal: str
    left: Address
    taker: Address
    putback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """Accounts that a run leaves exposed, and the principal whose move did not complete.

    *principal* was to move from the experience *left* to *taker*. *held_by* is the experience that holds it now, None
    without one; *putback* is the operation that was to put it back. When *principal* is None, nothing moved: *left*
    governed the accounts before, and *taker* was to govern them; None means that they were or will be ungoverned.
    *governed_by* governs the accounts now; with None they may buy anything. Experiences are addresses, or AWS's ids
    where no document names them. *accounts* is empty when no account is governed differently. *maybe* is true when AWS
    could not be read afterwards: then this is the worst case.
    """

    principal: str | None
    left: str | None
    taker: str | None
    accounts: tuple[str, ...] = ()
    governed_by: str | None = None
    putback: str | None = None
    held_by: str | None = None
    maybe: bool = False

    def as_json(self) -> ExposedJson:
        """Return the JSON of the run report (contract 5)."""
        return {
            "principal": self.principal,
            "left": self.left,
            "taker": self.taker,
            "accounts": list(self.accounts),
            "governed_by": self.governed_by,
            "putback": self.putback,
            "held_by": self.held_by,
            "maybe": self.maybe,
        }
