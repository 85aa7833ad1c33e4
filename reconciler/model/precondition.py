"""What a plan relies on beside its changes and calls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .rule import Rule


class When(StrEnum):
    """When accounts feel what a rule is about: when all is done, or between two operations."""

    AFTER = "after"
    ON_THE_WAY = "on_the_way"


@dataclass(frozen=True, slots=True)
class Precondition:
    """The accounts, sorted, that a rule refuses a plan for: whoever accepts it accepts it for these."""

    rule: Rule
    when: When
    accounts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {"rule": self.rule.value, "when": self.when.value, "accounts": list(self.accounts)}
