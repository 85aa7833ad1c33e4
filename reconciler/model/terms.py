"""What the calls of a plan depend on besides its changes."""

from dataclasses import dataclass
from enum import StrEnum

from .organization import Organization


class SafeOrder(StrEnum):
    """A rule that orders calls for the sake of accounts, not because AWS would refuse anything else."""

    COMPLETE = "a principal that moves arrives only at an experience that is complete and, if it is to be, enabled"
    AT_ONCE = "a principal that moves arrives in the set right after the one in which it leaves"
    COVERED = "what governs an account goes in a set after the one in which what else will govern it comes"
    KEPT = "an experience is disabled or archived only when those who leave it have arrived elsewhere"


ALL_RULES = frozenset(SafeOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the calls of a plan depend on besides its changes: the settings, the command and the organisation.

    *isolated* asks for change sets about one object each; *safe_order* are the rules of safe order to keep.
    """

    permission_edits_per_call: int = 500
    isolated: bool = False
    organization: Organization | None = None
    safe_order: frozenset[SafeOrder] = ALL_RULES


NO_TERMS = Terms()
"""What the settings and a command say when they say nothing."""
