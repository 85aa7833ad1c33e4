"""Who is left exposed when a run ends: a principal that is neither where it was nor where it should be."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A principal that left the experience *left*, did not arrive at *taker*, and is not back.

    *accounts* are those that something else governs meanwhile, by id: *governed_by* is the address of that, or AWS's id
    where no document names it; None is nothing, so that they may buy anything. *putback* is the call that failed.
    """

    principal: str
    left: str
    taker: str
    accounts: tuple[str, ...]
    governed_by: str | None
    putback: str | None

    def as_json(self) -> dict[str, Any]:
        """Give the form of the run report (contract 5)."""
        return {
            "principal": self.principal,
            "left": self.left,
            "taker": self.taker,
            "accounts": list(self.accounts),
            "governed_by": self.governed_by,
            "putback": self.putback,
        }
