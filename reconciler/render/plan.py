"""A plan document as text: who feels it, the verdict, what matters most, then every change, then the calls."""

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
    """Show a plan; *full* shows every member of long lists, every unmanaged object, and residue."""
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
    """Say in one sentence what a reader in a hurry has to know."""
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
    """Say that errors leave out what they are about."""
    return f"{count(errors, 'error')} {'leaves out what it is' if errors == 1 else 'leave out what they are'} about."


def _rest(document: Document, *, complete: bool = True) -> str:
    """Say how much there is to do, where nothing forbids it; of what could not be compared nothing is said."""
    if document["changes"]:
        return f"{count(len(document['changes']), 'object')} to change."
    if observed_only(document):
        return f"No changes. {count(observed_only(document), 'difference')} of what is only observed."
    if not complete:
        return "Nothing to change in what could be compared."
    if lapsed(document):
        return f"No changes, but {count(len(lapsed(document)), 'object')} with a warning that no plan can settle."
    if unnamed(document):
        return f"No changes in what is managed; {unnamed(document)}."
    return f"No changes. AWS is as {scope(document)}."


def _refusal(document: Document) -> str:
    """Say what has to be accepted before anything can happen."""
    changes = count(len(document["changes"]), "change")
    final = {problem["code"] for problem in refused(document) if not is_acceptable(problem)}
    if final:
        return f"{count(len(final), 'rule')} cannot be accepted, so {changes} cannot be applied."
    rules = count(len({problem["code"] for problem in refused(document)}), "rule")
    return f"{rules} must be accepted before {changes} can be applied."


def unnamed(document: Document) -> str:
    """Count the grants on managed services that no document names; empty where there are none."""
    number = len(grants(document))
    return f"{count(number, 'grant')} {'is' if number == 1 else 'are'} named by no document" if number else ""


def observed_only(document: Document) -> int:
    """Count differences of objects that are only observed."""
    return sum(problem["code"] == "observed-difference" for problem in document["problems"])
