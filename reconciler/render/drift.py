"""A plan read as drift: how AWS differs from the repository."""

from collections.abc import Iterator

from reconciler.model import Idle, Rule
from reconciler.printed import PlanJson

from .changes import change_lines
from .impact import impact_lines
from .page import Page
from .plan import left_out, observed_only, unnamed
from .problems import nothing_managed, problem_lines
from .scope import lapsed, scope
from .style import PLAIN, Style
from .surroundings import calls, digest8, standing_lines, unmanaged_lines
from .wording import DRIFTED
from .words import count


def drift_lines(plan: PlanJson, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show drift. Guards and exposures are left out, since nothing is going to be applied."""
    page = Page(style, plan["names"], full)
    problems = [problem for problem in plan["problems"] if problem["code"] not in {*Rule, *Idle}]
    yield drift_verdict(page, plan)
    yield from impact_lines(page, DRIFTED, plan)
    if problems:
        yield ""
        yield from problem_lines(page, problems)
    yield from change_lines(page, DRIFTED, plan)
    yield from standing_lines(page, plan)
    yield from unmanaged_lines(page, plan)
    if plan["changes"]:
        yield ""
        yield f"Plan {digest8(plan['digest'])} would make AWS match the repository again, with {calls(plan)}."


def drift_verdict(page: Page, plan: PlanJson) -> str:
    """Say whether AWS matches the repository, and whether all of the repository could be compared."""
    style = page.style
    if nothing_managed(plan):
        return f"{style.error}Nothing is managed{style.off}, so there was nothing to compare with AWS."
    changed = {change["address"] for change in plan["changes"]}
    differing = len(lapsed(plan) | changed) + observed_only(plan)
    errors = sum(problem["severity"] == "error" for problem in plan["problems"])
    incomplete = f"{style.error}Incomplete{style.off}: {left_out(errors)} "
    if not differing and errors:
        said = "No drift in the objects that could be compared."
    elif not differing and unnamed(plan):
        said = f"{style.good}No drift in managed objects; {unnamed(plan)}.{style.off}"
    elif not differing:
        said = f"{style.good}No drift. AWS matches {scope(plan)}.{style.off}"
    else:
        said = f"{style.warning}AWS differs from the repository{style.off} in {count(differing, 'object')}."
    return incomplete + said if errors else said
