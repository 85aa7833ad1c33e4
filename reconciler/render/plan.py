"""A plan as text: headline, verdict, impact, exposure, problems, then every change, then the API calls."""

from collections.abc import Iterator

from reconciler.printed import PlanJson

from .calls import call_lines
from .changes import change_lines
from .headline import headline
from .impact import exposure_lines, impact_lines
from .page import Page
from .problems import acceptance_lines, is_acceptable, nothing_managed, problem_lines, refused
from .refusals import refusals
from .scope import lapsed, scope
from .style import PLAIN, Style
from .surroundings import grants, residual_lines, residue_lines, summary_line, unmanaged_lines
from .wording import PLANNED
from .words import count


def plan_lines(plan: PlanJson, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show a plan; *full* shows every member of long lists, every unmanaged object, and the residue."""
    page = Page(style, plan["names"], full, refusals(plan["problems"], plan["preconditions"]))
    yield from headline(page, plan)
    yield verdict(page, plan)
    yield from impact_lines(page, PLANNED, plan)
    yield from exposure_lines(page, plan)
    if plan["problems"]:
        yield ""
        yield from problem_lines(page, plan["problems"])
        yield from acceptance_lines(page, plan)
    yield from change_lines(page, PLANNED, plan)
    yield from call_lines(page, plan)
    yield from residual_lines(page, plan)
    yield from unmanaged_lines(page, plan)
    yield from residue_lines(page, plan)
    yield ""
    yield summary_line(plan)


def refusal_lines(plan: PlanJson) -> Iterator[str]:
    """Say that a refused plan was not applied, and what accepts its rules: the last lines that the user sees."""
    yield f"Nothing was applied: {_refusal(plan)}"
    yield from acceptance_lines(Page(), plan)


def verdict(page: Page, plan: PlanJson) -> str:
    """Say in one sentence whether there are changes, and whether they can be applied."""
    style = page.style
    errors = sum(problem["severity"] == "error" for problem in plan["problems"])
    if errors:
        rest = _refusal(plan) if refused(plan) else _rest(plan, complete=False)
        return f"{style.error}Incomplete{style.off}: {left_out(errors)} {rest}"
    if refused(plan):
        return f"{style.error}Refused{style.off}: " + _refusal(plan)
    if nothing_managed(plan):
        return f"{style.warning}Nothing is managed{style.off}, so there is nothing to change."
    colour = style.warning if plan["changes"] or lapsed(plan) else style.good
    return f"{colour}{_rest(plan)}{style.off}"


def left_out(errors: int) -> str:
    """Say that the objects of errors are left out of the plan."""
    return (
        f"{count(errors, 'error')}; the objects that {'it concerns' if errors == 1 else 'they concern'} are left out."
    )


def _rest(plan: PlanJson, *, complete: bool = True) -> str:
    """Say how much there is to change; unless the plan is *complete*, say nothing of objects that were not compared."""
    if plan["changes"]:
        return f"{count(len(plan['changes']), 'object')} to change."
    if observed_only(plan):
        return f"No changes. {_observed(observed_only(plan))} from the repository."
    if not complete:
        return "Nothing to change in the objects that could be compared."
    if lapsed(plan):
        return f"No changes. {_problematic(len(lapsed(plan)))}: see the warnings."
    if unnamed(plan):
        return f"No changes to managed objects; {unnamed(plan)}."
    return f"No changes. AWS matches {scope(plan)}."


def _refusal(plan: PlanJson) -> str:
    """Say how many rules have to be accepted before the plan can be applied."""
    changes = count(len(plan["changes"]), "change")
    final = {problem["code"] for problem in refused(plan) if not is_acceptable(problem)}
    if final:
        return f"{count(len(final), 'rule')} cannot be accepted, so {changes} cannot be applied."
    rules = count(len({problem["code"] for problem in refused(plan)}), "rule")
    return f"{rules} must be accepted before {changes} can be applied."


def unnamed(plan: PlanJson) -> str:
    """Count the grants on managed services that no document names; empty where there are none."""
    number = len(grants(plan))
    return f"AWS has {count(number, 'grant')} that no document names" if number else ""


def _observed(number: int) -> str:
    return f"{count(number, 'object')} in mode observe {'differs' if number == 1 else 'differ'}"


def _problematic(number: int) -> str:
    return f"{count(number, 'object')} {'has' if number == 1 else 'have'} a problem that no plan can solve"


def observed_only(plan: PlanJson) -> int:
    """Count the objects in mode `observe` that differ."""
    return sum(problem["code"] == "observed-difference" for problem in plan["problems"])
