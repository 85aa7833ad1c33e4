"""What of a plan is refused, and by which rules: each part says so where it is shown."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reconciler.model import Rule, When

Document = Mapping[str, Any]

_ABOUT_ACCOUNTS = (Rule.UNGOVERNED, Rule.EVERYTHING, Rule.LOSING)
_NOBODY = frozenset[str]()


class Refusals(NamedTuple):
    """The rules that refuse a plan, and by address and path what they refuse of it; what is accepted is not refused.

    *accounts* are those that a rule refuses it for when all is done.
    """

    rules: frozenset[str] = frozenset()
    about: Mapping[tuple[str, str], list[str]] = {}
    accounts: Mapping[str, frozenset[str]] = {}

    def of(self, address: str, path: str = "") -> list[str]:
        """Give the rules that refuse what happens to an object, or to the field of it at *path*."""
        return self.about.get((address, path), [])

    def of_group(self, group: Document) -> list[str]:
        """Give the rules that refuse what is done to a group of accounts."""
        return [rule for rule in _ABOUT_ACCOUNTS if not self.accounts.get(rule, _NOBODY).isdisjoint(group["accounts"])]

    def of_exposure(self, exposure: Document) -> list[str]:
        """Give the rules that refuse what happens to accounts on the way."""
        return [Rule.UNGOVERNED] if exposure["governed_by"] is None and Rule.UNGOVERNED in self.rules else []


def refusals(problems: Iterable[Document], preconditions: Iterable[Document]) -> Refusals:
    """Find what *problems* refuse, each rule once for each thing; an old plan does not say what they are about.

    *preconditions* have the accounts that a rule was told for.
    """
    refused = [problem for problem in problems if problem["severity"] == "refused"]
    about: dict[tuple[str, str], dict[str, None]] = {}
    for problem in refused:
        address = problem.get("address") or ""
        for path in {"", problem.get("path") or ""}:
            about.setdefault((address, path), {})[problem["code"]] = None
    rules = frozenset(problem["code"] for problem in refused)
    accounts = {
        one["rule"]: frozenset(one["accounts"])
        for one in preconditions
        if one["rule"] in rules and one["when"] == When.AFTER
    }
    return Refusals(rules, {place: list(codes) for place, codes in about.items()}, accounts)
