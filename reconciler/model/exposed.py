"""Who is left exposed when a run ends: governed neither as before nor as wished."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from .address import Address


class InterruptedMove(NamedTuple):
    """A move from *left* to *taker* that did not come to its end; *putback* is the call that was to undo it, if any."""

    principal: str
    left: Address
    taker: Address
    putback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """Accounts that a run leaves to something else, and the principal whose move did not come to its end.

    *principal* was to leave the experience *left* for *taker*; *held_by* is the one that holds it now, None is none,
    and *putback* the call that was to bring it back. Without a principal that moves, *left* governed the accounts and
    *taker* shall; None is nothing. *governed_by* governs them meanwhile: with None they may buy anything.
    Experiences are addresses, or AWS's ids where no document names them. Without *accounts*, nobody feels it that the
    principal is nowhere. *maybe*: nobody could look, so this is the worst that is possible.
    """

    principal: str | None
    left: str | None
    taker: str | None
    accounts: tuple[str, ...] = ()
    governed_by: str | None = None
    putback: str | None = None
    held_by: str | None = None
    maybe: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the form of the run report (contract 5)."""
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
