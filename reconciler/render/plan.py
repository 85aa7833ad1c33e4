"""A plan as text: headline, verdict, impact, exposure, problems, then every change, then the API calls."""

from collections.abc import Iterator

from .calls import call_lines
from .changes import change_lines
from .headline import headline
from .impact import exposure_lines, impact_lines
from .page import Document, Page
from .problems import acceptance_lines, is_acceptable, nothing_managed, problem_lines, refused
from .refusals import refusals
from .scope import lapsed, scope
from .style import PLAIN, Style
from .surroundings import grants, residual_lines, residue_lines, summary_line, unmanaged_lines
from .wording import PLANNED
from .words import count


def plan_lines(document: Document, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show a plan; *full* shows every member of long lists, every unmanaged object, and the residue."""
    page = Page(style, document["names"], full, refusals(document["problems"], document["preconditions"]))
    yield from headline(page, document)
    yield verdict(page, document)
    yield from impact_lines(page, PLANNED, document)
    yield from exposure_lines(page, document)
    if document["problems"]:
        yield ""
        yield from problem_lines(page, document["problems"])
        yield from acceptance_lines(page, document)
    yield from change_lines(page, PLANNED, document)
    yield from call_lines(page, document)
    yield from residual_lines(page, document)
    yield from unmanaged_lines(page, document)
    yield from residue_lines(page, document)
    yield ""
    yield summary_line(document)


def verdict(page: Page, document: Document) -> str:
    """Say in one sentence whether there are changes, and whether they can be applied."""
    style = page.style
    errors = sum(problem["severity"] == "error" for problem in document["problems"])
    if errors:
        rest = _refusal(document) if refused(document) else _rest(document, complete=False)
        return f"{style.error}Incomplete{style.off}: {left_out(errors)} {rest}"
    if refused(document):
        return f"{style.error}Refused{style.off}: " + _refusal(document)
    if nothing_managed(document):
        return f"{style.warning}Nothing is managed{style.off}, so there is nothing to change."
    colour = style.warning if document["changes"] or lapsed(document) else style.good
    return f"{colour}{_rest(document)}{style.off}"


def left_out(errors: int) -> str:
    """Say that the objects of errors are left out of the plan."""
    return (
        f"{count(errors, 'error')}; the objects that {'it concerns' if errors == 1 else 'they concern'} are left out."
    )


def _rest(document: Document, *, complete: bool = True) -> str:
    """Say how much there is to change; unless the plan is *complete*, say nothing of objects that were not compared."""
    if document["changes"]:
        return f"{count(len(document['changes']), 'object')} to change."
    if observed_only(document):
        return f"No changes. {_observed(observed_only(document))} from the repository."
    if not complete:
        return "Nothing to change in the objects that could be compared."
    if lapsed(document):
        return f"No changes. {_problematic(len(lapsed(document)))}: see the warnings."
    if unnamed(document):
        return f"No changes to managed objects; {unnamed(document)}."
    return f"No changes. AWS matches {scope(document)}."


def _refusal(document: Document) -> str:
    """Say how many rules have to be accepted before the plan can be applied."""
    changes = count(len(document["changes"]), "change")
    final = {problem["code"] for problem in refused(document) if not is_acceptable(problem)}
    if final:
        return f"{count(len(final), 'rule')} cannot be accepted, so {changes} cannot be applied."
    rules = count(len({problem["code"] for problem in refused(document)}), "rule")
    return f"{rules} must be accepted before {changes} can be applied."


def unnamed(document: Document) -> str:
    """Count the grants on managed services that no document names; empty where there are none."""
    number = len(grants(document))
    return f"AWS has {count(number, 'grant')} that no document names" if number else ""


def _observed(number: int) -> str:
    return f"{count(number, 'object')} in mode observe {'differs' if number == 1 else 'differ'}"


def _problematic(number: int) -> str:
    return f"{count(number, 'object')} {'has' if number == 1 else 'have'} a problem that no plan can solve"


def observed_only(document: Document) -> int:
    """Count the objects in mode `observe` that differ."""
    return sum(problem["code"] == "observed-difference" for problem in document["problems"])
