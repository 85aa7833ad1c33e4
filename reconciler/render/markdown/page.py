"""The page of a comment: names are inert text, ids and addresses are code spans."""

from functools import partial

from reconciler.printed import PlanJson
from reconciler.render.decision import Point
from reconciler.render.page import Page
from reconciler.render.refusals import refusals
from reconciler.render.surroundings import GRANT, IMPORT
from reconciler.render.units import Units

from .blocks import entries, folded
from .inert import code, text
from .limits import Limits
from .problems import rules_of


def page_of(plan: PlanJson, limits: Limits) -> Page:
    """Return the page of a comment about *plan*."""
    page = plain_page(limits)
    return page._replace(
        names=plan["names"],
        refusals=refusals(plan["problems"], plan["preconditions"]),
        units=Units.of_plan(plan.get("world")),
    )


def plain_page(limits: Limits) -> Page:
    """Return a page without names."""
    return Page(inert=partial(text, longest=limits.value), coded=partial(code, longest=limits.value))


def point_entries(told: list[Point]) -> list[str]:
    """Return points as a list, their heads in bold."""
    return entries(f"**{one.head}**{f': {one.who}' if one.who else ''}{rules_of(one)}." for one in told)


def unmanaged(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return the objects and grants that no document names, folded."""
    found = plan["unmanaged"]
    told = []
    for item in found[: limits.rows]:
        on = f" on {page.told(item['service'])}" if item["kind"] == GRANT and "service" in item else ""
        title = f"{page.inert(item['title'])} " if item["title"].strip() else ""
        told.append(f"{item['kind'].replace('_', ' ')}: {title}{code(item['remote_id'], limits.value)}{on}")
    left = len(found) - limits.rows
    more = [f"… and {left:,} more"] if left > 0 else []
    summary = f"{len(found):,} unmanaged: in AWS, in no document, never changed"
    importing = f"Import them: {code(IMPORT, limits.value)}"
    return folded(summary, [*entries([*told, *more]), "", importing]) if found else []
