"""Preconditions: the accounts for which a rule refuses a plan."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.printed import PreconditionJson

from .rule import Rule


class When(StrEnum):
    """When a rule is broken for the accounts: after the plan is applied, or between two operations."""

    AFTER = "after"
    ON_THE_WAY = "on_the_way"


@dataclass(frozen=True, slots=True)
class Precondition:
    """The accounts, sorted, for which *rule* refuses a plan: an acceptance is valid for these accounts."""

    rule: Rule
    when: When
    accounts: tuple[str, ...]

    def as_json(self) -> PreconditionJson:
        """Return the JSON of the plan (contract 4)."""
        return {"rule": self.rule.value, "when": self.when.value, "accounts": list(self.accounts)}
