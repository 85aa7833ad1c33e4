"""What of a plan is refused, and by which rules: each part says so where it is shown."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reconciler.model import Rule

Document = Mapping[str, Any]


class Refusals(NamedTuple):
    """The rules that refuse a plan, and by address and path what they refuse of it; what is accepted is not refused."""

    rules: frozenset[str] = frozenset()
    about: Mapping[tuple[str, str], list[str]] = {}

    def of(self, address: str, path: str = "") -> list[str]:
        """Give the rules that refuse what happens to an object, or to the field of it at *path*."""
        return self.about.get((address, path), [])

    def of_group(self, group: Document) -> list[str]:
        """Give the rules that refuse what is done to a group of accounts."""
        behind = {Rule.LOSING: group["loses"] != 0, Rule.UNGOVERNED: group["after"] is None}
        return [rule for rule, is_behind in behind.items() if is_behind and rule in self.rules]

    def of_exposure(self, exposure: Document) -> list[str]:
        """Give the rules that refuse what happens to accounts on the way."""
        return [Rule.UNGOVERNED] if exposure["governed_by"] is None and Rule.UNGOVERNED in self.rules else []


def refusals(problems: Iterable[Document]) -> Refusals:
    """Find what *problems* refuse, each rule once for each thing; an old plan does not say what they are about."""
    refused = [problem for problem in problems if problem["severity"] == "refused"]
    about: dict[tuple[str, str], dict[str, None]] = {}
    for problem in refused:
        address = problem.get("address") or ""
        for path in {"", problem.get("path") or ""}:
            about.setdefault((address, path), {})[problem["code"]] = None
    rules = frozenset(problem["code"] for problem in refused)
    return Refusals(rules, {place: list(codes) for place, codes in about.items()})
