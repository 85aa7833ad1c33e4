"""The rules that refuse a plan, by the parts of the plan that they refuse."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reconciler.model import Rule, When
from reconciler.printed import ExposureJson, GroupJson, PreconditionJson, ProblemJson

_ABOUT_ACCOUNTS = (Rule.UNGOVERNED, Rule.EVERYTHING, Rule.LOSING)
_NOBODY = frozenset[str]()


class Refusals(NamedTuple):
    """The rules that refuse a plan and were not accepted; *about* holds them by address and path.

    *accounts* are, by rule, the accounts because of whose state after the apply the rule refuses.
    """

    rules: frozenset[str] = frozenset()
    about: Mapping[tuple[str, str], list[str]] = {}
    accounts: Mapping[str, frozenset[str]] = {}

    def of(self, address: str, path: str = "") -> list[str]:
        """Return the rules that refuse the change of an object, or of its field at *path*."""
        return self.about.get((address, path), [])

    def of_group(self, group: GroupJson) -> list[str]:
        """Return the rules that refuse the impact on a group of accounts."""
        return [rule for rule in _ABOUT_ACCOUNTS if not self.accounts.get(rule, _NOBODY).isdisjoint(group["accounts"])]

    def of_exposure(self, exposure: ExposureJson) -> list[str]:
        """Return the rules that refuse an exposure."""
        return [Rule.UNGOVERNED] if exposure["governed_by"] is None and Rule.UNGOVERNED in self.rules else []


NO_REFUSALS = Refusals()


def refusals(problems: Iterable[ProblemJson], preconditions: Iterable[PreconditionJson]) -> Refusals:
    """Find the parts of a plan that *problems* refuse, each rule once for each part.

    *preconditions* hold the accounts that a rule refuses for.
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
        if one["rule"] in rules and one["when"] == When.AFTER.value
    }
    return Refusals(rules, {place: list(codes) for place, codes in about.items()}, accounts)
