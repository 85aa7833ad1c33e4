"""A part of an organization: what was read of it, or what has to be read.

Example: a plan moves account 1 out of an experience that governs the OU Finance, and allows a product there. It needs
the path of account 1 (`principals`) and the accounts of Finance (`below`).
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of an organization: some *principals*, all units and accounts *below* some principals, or the *whole*.

    A principal is read with its state, its name and its path. Everything below the organization is the whole.
    *every_account* tells that all accounts were read, with their paths, and not all units.
    """

    principals: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    whole: bool = False
    every_account: bool = False

    def __or__(self, other: "Extent") -> "Extent":
        """Return both parts together."""
        return Extent(
            self.principals | other.principals,
            self.below | other.below,
            whole=self.whole or other.whole,
            every_account=self.every_account or other.every_account,
        )

    def asked_for(self, principal: str) -> bool:
        """Tell whether AWS was asked if *principal* exists."""
        return self.whole or principal in self.principals or (self.every_account and principal.isdigit())


WHOLE = Extent(whole=True)


class Detour(NamedTuple):
    """The reason why less than the whole organization could not be read, and what a user can do about it."""

    why: str
    hint: str = ""


class NotRead(LookupError):
    """A question about a part of an organization that was not read: the answer would be a guess.

    Whoever reads AWS reads *missing* and asks again. Everywhere else it is a bug.
    """

    def __init__(self, missing: Extent) -> None:
        """Keep the part that has to be read."""
        named = sorted(missing.principals | missing.below)
        super().__init__(f"not read of the organization: {'the whole' if missing.whole else ', '.join(named)}")
        self.missing = missing
