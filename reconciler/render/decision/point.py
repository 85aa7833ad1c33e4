"""One sentence from which a reader decides: a number with its noun, who it is, and the rules that refuse it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from reconciler.model import When
from reconciler.printed import PlanJson

Fate = Literal["", "ungoverned", "everything", "lose", "gain"]
"""What happens to accounts: they become ungoverned, lose everything, lose products, or gain some."""
CLAUSE = "; "
"""Stands between two clauses of a sentence."""


class Point(NamedTuple):
    """A *head* such as `9 accounts become ungoverned`, *who* they are, and the *rules* that refuse the plan for it.

    *head* holds no names; the names in *who* are inert on the page that they were made for. *fate* is what happens to
    the accounts that the head counts, where a page can list exactly these.
    """

    head: str
    who: str = ""
    rules: tuple[str, ...] = ()
    fate: Fate = ""

    @property
    def sentence(self) -> str:
        """Return head and who as one sentence without a full stop."""
        return f"{self.head}: {self.who}" if self.who else self.head


def refusing(plan: PlanJson, rule: str, when: When | None = None) -> tuple[str, ...]:
    """Return *rule* in a tuple if it refuses *plan*, of the rules about accounts only at the moment *when*."""
    refused = any(one["code"] == rule and one["severity"] == "refused" for one in plan["problems"])
    moments = {one["when"] for one in plan["preconditions"] if one["rule"] == rule}
    return (rule,) if refused and (when is None or not moments or when.value in moments) else ()


def clauses(told: Iterable[str]) -> str:
    """Join clauses of one sentence."""
    return CLAUSE.join(filter(None, told))
