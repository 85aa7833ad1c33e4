"""Terms: the inputs besides the changes that decide which calls a plan makes."""

from dataclasses import dataclass
from enum import StrEnum

from .organization import Organization


class SafeOrder(StrEnum):
    """A rule of order that protects accounts. AWS would accept other orders, too."""

    COMPLETE = "a principal arrives only at an experience that is complete and, where desired, enabled"
    AT_ONCE = "a principal arrives in the change set right after the one in which it leaves"
    COVERED = "an account loses its experience only in a change set after the one that brings its next experience"
    KEPT = "an experience is disabled or archived only after the principals that leave it have arrived elsewhere"


ALL_RULES = frozenset(SafeOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The inputs besides the changes that decide which calls a plan makes: settings, command and organization.

    *isolated* asks for change sets about one object each, *fastest* for a short chain of change sets. *safe_order* are
    the rules of order that the plan keeps.
    """

    permission_edits_per_call: int = 500
    isolated: bool = False
    fastest: bool = False
    organization: Organization | None = None
    safe_order: frozenset[SafeOrder] = ALL_RULES


NO_TERMS = Terms()
"""The defaults of settings and command."""
