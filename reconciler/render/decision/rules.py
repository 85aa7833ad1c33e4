"""The harms that only a rule counts: protected objects, long lists that shrink, and what cannot be undone."""

from collections.abc import Iterator, Sequence

from reconciler.model import Rule
from reconciler.printed import PlanJson, ProblemJson
from reconciler.render.page import Page
from reconciler.render.words import first, joined

from .point import Point, refusing

_NAMED = 5

_HEADS = {
    Rule.PROTECTED: ("protected object ends or is emptied", "protected objects end or are emptied"),
    Rule.PUBLIC: ("endpoint service is open to every AWS account", "endpoint services are open to every AWS account"),
    Rule.DELETE: ("endpoint service is deleted", "endpoint services are deleted"),
    Rule.REJECT: (
        "endpoint service has live connections that are cut",
        "endpoint services have live connections that are cut",
    ),
    Rule.PRIVATE_DNS: ("verified private DNS name is lost", "verified private DNS names are lost"),
    Rule.PAYER: (
        "endpoint service makes its owner pay, which cannot be undone",
        "endpoint services make their owners pay, which cannot be undone",
    ),
    Rule.MAX_REMOVALS: (
        "list loses more members than the limit allows",
        "lists lose more members than the limit allows",
    ),
}


def counted(page: Page, plan: PlanJson, rules: Sequence[Rule]) -> Iterator[Point]:
    """Return a point for each of *rules* that the plan breaks, refused or accepted."""
    for rule in rules:
        found = {
            (one.get("address") or "", one.get("path") or ""): one for one in plan["problems"] if one["code"] == rule
        }
        if found:
            head = f"{len(found)} {_HEADS[rule][len(found) != 1]}"
            yield Point(head, _places(page, list(found.values())), refusing(plan, rule))


def _places(page: Page, problems: Sequence[ProblemJson]) -> str:
    """Name the objects, and the lists of those whose lists shrink."""
    return joined(first([_place(page, one) for one in problems], _NAMED))


def _place(page: Page, problem: ProblemJson) -> str:
    where = page.coded(problem.get("address") or "")
    return f"{page.coded(problem.get('path') or '')} of {where}" if problem["code"] == Rule.MAX_REMOVALS else where
