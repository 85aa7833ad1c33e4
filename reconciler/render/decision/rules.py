"""The harms that only a rule counts: protected objects, long lists that shrink, and what cannot be undone."""

from collections.abc import Iterator, Sequence

from reconciler.model import Rule
from reconciler.printed import PlanJson, ProblemJson
from reconciler.render.naming import by_name, some
from reconciler.render.page import Page
from reconciler.render.surroundings import rejected_endpoints
from reconciler.render.words import first, joined

from .point import Point, refusing

_NAMED = 5

_HEADS = {
    Rule.PROTECTED: (
        "protected object ends, is emptied or cut off",
        "protected objects end, are emptied or cut off",
    ),
    Rule.TRUSTED_ACCESS: (
        "part of Private Marketplace itself is taken away",
        "parts of Private Marketplace itself are taken away",
    ),
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
            yield Point(head, _places(page, plan, list(found.values())), refusing(plan, rule))


def _places(page: Page, plan: PlanJson, problems: Sequence[ProblemJson]) -> str:
    """Name the objects, with the fields that shrink or end and the customers whose connections are cut."""
    return joined(first([_place(page, plan, one) for one in problems], _NAMED))


def _place(page: Page, plan: PlanJson, problem: ProblemJson) -> str:
    address = problem.get("address") or ""
    if problem["code"] in {Rule.MAX_REMOVALS, Rule.TRUSTED_ACCESS}:
        return f"{page.coded(problem.get('path') or '')} of {page.coded(address)}"
    if problem["code"] == Rule.REJECT and (owners := _cut_off(plan, address)):
        return f"{some(page, by_name(page, owners))} on {page.coded(address)}"
    return page.coded(address)


def _cut_off(plan: PlanJson, service: str) -> list[str]:
    """Return the accounts whose connections with *service* the plan rejects."""
    rejected = rejected_endpoints(plan)
    found = [one for one in plan["residual_access"] if one["service"] == service and one["endpoint"] in rejected]
    return [*dict.fromkeys(one["owner"] for one in found)]
