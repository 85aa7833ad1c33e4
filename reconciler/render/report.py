"""A run report as text: what became of each call, and what remains."""

from collections import Counter
from collections.abc import Iterator, Mapping

from .page import Document, Page
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, clean_lines, count, joined

_MEANINGS = {"succeeded": "good", "adopted": "good", "failed": "error", "rolled_back": "warning", "skipped": "warning"}
_DONE = {"succeeded", "adopted"}
_WORDS = {"rolled_back": "rolled back"}


def report_lines(report: Document, plan: Document, *, style: Style = PLAIN) -> Iterator[str]:
    """Show a run report beside the plan that it is about, which knows what each operation was."""
    page = Page(style, {**plan["names"], **report.get("names", {})}, full=True)
    yield from (_exposed(page, one) for one in report.get("exposed", ()))
    yield _verdict(page, report)
    yield from _outcomes(page, report, {operation["id"]: operation for operation in plan["operations"]})
    problems = report.get("problems", ())
    if problems:
        yield ""
        yield from problem_lines(page, problems)
    yield ""
    yield from _remaining(page, report)


def _exposed(page: Page, one: Document) -> str:
    """Say who is governed otherwise than before and than wished, and why: nothing is more urgent."""
    accounts, governed_by = one["accounts"], one["governed_by"]
    governed = f"governed by {page.named(governed_by)}" if governed_by else "ungoverned and may buy anything"
    what = f"{count(len(accounts), 'account')} {'is' if len(accounts) == 1 else 'are'} {governed}"
    who = ", ".join(map(page.named, accounts))
    why = f"{page.named(one['principal'])} left {clean(one['left'])} and did not arrive at {clean(one['taker'])}"
    tried = f"; {clean(one['putback'])} could not put it back" if one["putback"] else ""
    return f"{page.style.error}Exposed{page.style.off}: {what}: {who}. {why}{tried}."


def _verdict(page: Page, report: Document) -> str:
    """Say in one sentence how it ended; what was sent besides the plan's own calls is not counted."""
    style = page.style
    own = [outcome for outcome in report["outcomes"] if not outcome.get("parameters")]
    counts = Counter(_WORDS.get(outcome["status"], outcome["status"]) for outcome in own)
    said = joined([f"{number} {status}" for status, number in counts.items()])
    calls = count(counts.total(), "call")
    if not set(counts) <= _DONE:
        verdict = "Applied in part" if set(counts) & _DONE else "Not finished"
        return f"{style.error}{verdict}{style.off}: of {calls}, {said}."
    if not counts:
        return f"{style.good}Nothing to do{style.off}."
    if not report["converged"]:
        return f"{style.warning}Applied, but AWS still differs{style.off}: {calls} succeeded."
    return f"{style.good}Applied{style.off}: {calls} succeeded."


def _outcomes(page: Page, report: Document, operations: Mapping[str, Document]) -> Iterator[str]:
    """Show one line per operation, with what AWS said about those that failed."""
    outcomes = report["outcomes"]
    if outcomes:
        yield ""
    width = max((len(clean(outcome["operation"])) for outcome in outcomes), default=0)
    for outcome in outcomes:
        sent = {"action": "StartChangeSet"} if outcome.get("parameters") else {}
        operation = operations.get(outcome["operation"], sent)
        status = _WORDS.get(outcome["status"], outcome["status"])
        colour = getattr(page.style, _MEANINGS[outcome["status"]])
        what = [operation.get("action"), outcome["change_set_id"], *operation.get("addresses", ())]
        said = " ".join(clean(part) for part in what if part)
        yield f"  {clean(outcome['operation']):<{width}}  {colour}{status:<11}{page.style.off}  {said}".rstrip()
        yield from _details(outcome)
        yield from _sent(page, outcome)


def _details(outcome: Document) -> Iterator[str]:
    """Say why an operation did not succeed; what an error says is not said twice."""
    if outcome["because"] and all(error["message"] != outcome["because"] for error in outcome["errors"]):
        yield from (f"      {line}" for line in clean_lines(outcome["because"]))
    for error in outcome["errors"]:
        about = f"{clean(error['address'])}: " if error["address"] else ""
        first, *more = clean_lines(error["message"])
        yield f"      {about}{clean(error['code'])}: {first}"
        yield from (f"        {line}" for line in more)


def _sent(page: Page, outcome: Document) -> Iterator[str]:
    """Say what a call carried that the plan does not show: a put-back, or what was sent again."""
    for change in (outcome.get("parameters") or {}).get("ChangeSet", ()):
        about = change["Entity"].get("Identifier", "a new experience").partition("@")[0]
        members = ", ".join(map(page.named, _members(change)))
        yield f"      {clean(change['ChangeType'])} on {page.named(about)}" + (f": {members}" if members else "")


def _members(change: Document) -> list[str]:
    details = change.get("DetailsDocument", {})
    return [*details.get("Principals", ()), *(id_ for listed in details.get("Products", ()) for id_ in listed["Ids"])]


def _remaining(page: Page, report: Document) -> Iterator[str]:
    """Say whether AWS is as the repository says now, and what to do when it is not."""
    if report["converged"]:
        yield f"{page.style.good}Converged{page.style.off}: AWS is as the repository says."
        return
    remaining = [clean(address) for address in report["remaining"]]
    yield f"Remaining: {', '.join(remaining)}." if remaining else "AWS could not be compared with the repository."
    yield "A new run can finish it: reconciler apply"
