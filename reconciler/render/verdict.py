"""The verdict on a plan: whether there are changes, whether they can be applied, and what the plan leaves out."""

from collections.abc import Iterator

from reconciler.model import UNREAD
from reconciler.printed import PlanJson
from reconciler.spelling import numbered

from .naming import some
from .page import Page
from .problems import is_acceptable, nothing_managed, refused
from .scope import endings, lapsed, managed, scope
from .surroundings import grants
from .words import clean, clean_lines, count, joined


def verdict(page: Page, plan: PlanJson) -> str:
    """Say in one sentence whether there are changes, and whether they can be applied."""
    style = page.style
    if has_errors(plan):
        rest = refusal(plan) if refused(plan) else _rest(plan, complete=False)
        return f"{style.error}Incomplete{style.off}: {left_out(page, plan)} {rest}"
    if refused(plan):
        return f"{style.error}Refused{style.off}: {refusal(plan)}"
    if nothing_managed(plan):
        return f"{style.warning}Nothing is managed{style.off}, so there is nothing to change."
    colour = style.warning if plan["changes"] or lapsed(plan) else style.good
    return f"{colour}{_rest(plan)}{style.off}"


def verdict_lines(page: Page, plan: PlanJson, errors: int) -> Iterator[str]:
    """Return the verdict as it stands above the sentences that decide, and above the line that counts the changes.

    That line is enough for a plan that can be applied whole. At most *errors* errors are repeated.
    """
    if kept_endings(plan):
        yield f"{page.style.error}Refused in part{page.style.off}: {kept_endings(plan)}."
    if not refused(plan) and not plan["changes"]:
        yield verdict(page, plan)
        return
    if has_errors(plan):
        yield f"{page.style.error}Incomplete{page.style.off}: {left_out(page, plan)}"
        yield from _first_errors(plan, errors)
    if refused(plan):
        yield refused_line(page, plan)


def _first_errors(plan: PlanJson, most: int) -> Iterator[str]:
    """Return the first errors of a plan that changes other objects; the block of its errors stands far above."""
    errors = [problem for problem in plan["problems"] if problem["severity"] == "error"]
    for problem in errors[:most]:
        source = f"{clean(problem['source'])}: " if problem["source"] else ""
        yield f"  {source}{clean_lines(problem['message'])[0]}"
    if errors[most:] and most:
        yield f"  … and {count(len(errors) - most, 'more error')}: see above"


def refused_line(page: Page, plan: PlanJson) -> str:
    """Say that nothing was written because of rules, and whether they can be accepted."""
    final = {problem["code"] for problem in refused(plan) if not is_acceptable(problem)}
    rules = final or {problem["code"] for problem in refused(plan)}
    fate = f"{count(len(rules), 'rule')} {'cannot' if final else 'must'} be accepted"
    said = f"{_refusing(plan, at)} this plan" if (at := plan["options"].get("at")) else fate
    return f"{page.style.error}Refused, nothing was written{page.style.off}: {said}."


def _refusing(plan: PlanJson, at: str) -> str:
    """Say how many rules refuse a plan as on another day: `on 2027-01-31, 1 rule will refuse`."""
    return f"on {at}, {count(len({problem['code'] for problem in refused(plan)}), 'rule')} will refuse"


def has_errors(plan: PlanJson) -> bool:
    """Tell whether a plan leaves objects out because of errors."""
    return any(problem["severity"] == "error" for problem in plan["problems"])


def left_out(page: Page, plan: PlanJson) -> str:
    """Say how many errors a plan has, and which objects it leaves out because of them."""
    errors = [problem for problem in plan["problems"] if problem["severity"] == "error"]
    objects = numbered({address for problem in errors if (address := problem.get("address"))})
    if not objects:
        them = "it concerns" if len(errors) == 1 else "they concern"
        return f"{count(len(errors), 'error')}; the objects that {them} are left out."
    is_ = "is" if len(objects) == 1 else "are"
    return f"{count(len(errors), 'error')}; {some(page, objects, noun='objects')} {is_} left out."


def kept_endings(plan: PlanJson) -> str:
    """Say how many lists keep grants that have expired, because a rule refuses that they leave; empty if none does."""
    number = len(endings(plan))
    if not number:
        return ""
    return f"{count(number, 'object')} {'keeps' if number == 1 else 'keep'} grants that have expired: see the warnings"


def nothing_compared(plan: PlanJson) -> str:
    """Say that nothing of AWS could be read, so that no sentence speaks of objects that were compared; else empty."""
    world = plan.get("world") or UNREAD
    unreadable = any(problem["code"] == "unreadable" for problem in plan["problems"])
    return "Nothing could be compared with AWS" if unreadable and world == UNREAD else ""


def _rest(plan: PlanJson, *, complete: bool = True) -> str:
    """Say how much there is to change; unless the plan is *complete*, say nothing of objects that were not compared."""
    if plan["changes"]:
        return f"{count(len(plan['changes']), 'object')} to change."
    if observed_only(plan):
        return f"No changes. {_observed(observed_only(plan))} from the repository."
    if not complete:
        return f"{nothing_compared(plan) or 'Nothing to change in the objects that could be compared'}."
    if lapsed(plan):
        return f"No changes. {_problematic(len(lapsed(plan)))}: see the warnings."
    if unnamed(plan):
        return f"No changes to {managed(plan)}; {unnamed(plan)}."
    return f"No changes. AWS matches {scope(plan)}."


def refusal(plan: PlanJson) -> str:
    """Say how many rules have to be accepted before the plan can be applied."""
    changes = count(len(plan["changes"]), "change")
    if at := plan["options"].get("at"):
        return f"{_refusing(plan, at)} {changes}."
    final = {problem["code"] for problem in refused(plan) if not is_acceptable(problem)}
    if final:
        return f"{count(len(final), 'rule')} cannot be accepted, so {changes} cannot be applied."
    rules = count(len({problem["code"] for problem in refused(plan)}), "rule")
    return f"{rules} must be accepted before {changes} can be applied."


def unnamed(plan: PlanJson) -> str:
    """Count the objects, and the grants on managed services, that no document names; empty where there are none.

    An experience that nobody manages may govern accounts that the repository puts under another one.
    """
    granted = len(grants(plan))
    objects = len(plan["unmanaged"]) - granted
    found = [count(number, noun) for number, noun in ((objects, "object"), (granted, "grant")) if number]
    return f"AWS has {joined(found)} that no document names" if found else ""


def _observed(number: int) -> str:
    return f"{count(number, 'object')} in mode observe {'differs' if number == 1 else 'differ'}"


def _problematic(number: int) -> str:
    return f"{count(number, 'object')} {'has' if number == 1 else 'have'} a problem that no plan can solve"


def observed_only(plan: PlanJson) -> int:
    """Count the objects in mode `observe` that differ."""
    return sum(problem["code"] == "observed-difference" for problem in plan["problems"])
