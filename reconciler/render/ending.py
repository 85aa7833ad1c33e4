"""How a run ended: in a sentence, who is exposed, and what remains; the words of text and Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reconciler.printed import ExposedJson, OutcomeJson, PlanJson, RunReportJson

from .naming import people
from .page import Page
from .scope import scope
from .words import count, first, joined

DONE = frozenset({"succeeded", "adopted"})
_PLACES = 5
_ADDRESSES = 20
_ACCOUNTS = 10
_IN_PART = "in part"
_APPLY = "reconciler apply"
_ENDPOINTS = 3
"""How many endpoints a command names that is to be run again."""


def exposed_line(page: Page, one: ExposedJson, most: int = _ACCOUNTS) -> str:
    """Say which accounts a run leaves governed neither as before nor as desired, and why: the most urgent lines.

    At most *most* accounts are named where the page is short.
    """
    accounts, governed_by, may = one["accounts"], one["governed_by"], one["maybe"]
    verb = "may be" if may else "is" if len(accounts) == 1 else "are"
    free = "ungoverned and able to buy every product" if may else "ungoverned and can buy every product"
    governed = f"governed by {page.named(governed_by)}" if governed_by else free
    what = f"{count(len(accounts), 'account')} {verb} {governed}: {_those(page, accounts, most)}"
    what = what if accounts else "no account yet"
    return f"{page.style.error}Exposed{page.style.off}: {what}. {_why(page, one)}."


def _those(page: Page, accounts: Sequence[str], most: int) -> str:
    """Name few accounts with their ids; sum up many on a short page."""
    if page.full or len(accounts) <= most:
        return ", ".join(map(page.named, accounts))
    return people(page, accounts, most)


def _why(page: Page, one: ExposedJson) -> str:
    """Say which move did not finish; without such a move, which experience governed before and which one should."""
    if not one["principal"]:
        was, shall = (page.named(id_) if id_ else "" for id_ in (one["left"], one["taker"]))
        governed = f"Governed by {was}" if was else "Ungoverned"
        return f"{governed} before, {f'by {shall}' if shall else 'ungoverned'} after a complete run"
    left, taker, held_by = (page.coded(id_ or "") for id_ in (one["left"], one["taker"], one["held_by"]))
    who, may = page.named(one["principal"]), one["maybe"]
    if not one["held_by"]:
        tried = f"; {page.coded(one['putback'])} could not put it back" if one["putback"] else ""
        away = f"may have left {left} without arriving" if may else f"left {left} and did not arrive"
        return f"{who} {away} at {taker}{tried}"
    back = f"{page.coded(one['putback'])} put it" if one["putback"] and held_by == left else "it is"
    powerless = "" if one["held_by"] == one["governed_by"] else ", which does not govern it"
    return f"{who} did not arrive at {taker}; {back} in {page.named(one['held_by'])}{powerless}"


def report_verdict(page: Page, report: RunReportJson) -> str:
    """Say in one sentence how the run ended; calls that are not in the plan are not counted."""
    style = page.style
    own = [outcome for outcome in report["outcomes"] if not outcome.get("parameters")]
    counts = Counter(map(status_words, own))
    said = joined([f"{number} {'done ' if status == _IN_PART else ''}{status}" for status, number in counts.items()])
    calls = count(counts.total(), "API call")
    if not set(counts) <= DONE:
        verdict = "Applied in part" if set(counts) & {*DONE, _IN_PART} else "Not finished"
        return f"{style.error}{verdict}{style.off}: of {calls}, {said}."
    if not counts:
        return _nothing_sent(page, report)
    done = f"of {calls}, {said}" if "adopted" in counts else f"{calls} succeeded"
    if report["converged"] is None:
        return f"{style.warning}Applied, but not verified{style.off}: {done}."
    if not report["converged"]:
        return f"{style.warning}Applied, but AWS still differs{style.off}: {done}."
    return f"{style.good}Applied{style.off}: {done}."


def _nothing_sent(page: Page, report: RunReportJson) -> str:
    """Say why a run has sent no call."""
    style, severities = page.style, {one["severity"] for one in report["problems"]}
    if "refused" in severities:
        return f"{style.error}Refused{style.off}: nothing was applied."
    if "error" in severities or not report["converged"]:
        return f"{style.error if 'error' in severities else ''}Nothing was applied{style.off}."
    return f"{style.good}Nothing to do{style.off}."


def status_words(outcome: OutcomeJson) -> str:
    """Return the status of an operation in words."""
    status: str = outcome["status"]
    return _IN_PART if status == "failed" and outcome["in_part"] else status.replace("_", " ")


def remaining_lines(page: Page, report: RunReportJson, plan: PlanJson | None, most: int = _ADDRESSES) -> Iterator[str]:
    """Say whether AWS matches the repository now, and what to do if it does not or if that is unknown.

    At most *most* objects are named where the page is short.
    """
    if report["converged"] and plan:
        yield f"{page.style.good}Converged{page.style.off}: AWS matches {scope(plan)}."
        return
    unverified = [page.coded(address) for address in report["unverified"]]
    if unverified:
        unknown = joined(_some(page, unverified, most))
        yield f"Not verified: AWS was not read again, so the state of {unknown} is unknown."
    remaining = [page.coded(address) for address in report["remaining"]]
    if remaining:
        yield f"Remaining to be changed: {', '.join(_some(page, remaining, most))}."
    elif not unverified:
        yield "AWS could not be compared with the repository."
    yield from filter(None, [_advice(page, report, page.coded(_command(plan)))])


def _some(page: Page, addresses: Sequence[str], most: int) -> list[str]:
    return list(addresses) if page.full else first(addresses, most)


def _command(plan: PlanJson | None) -> str:
    """Return the command that goes on with what a run has left."""
    by_hand = plan["options"].get("by_hand") if plan else None
    if not by_hand:
        return _APPLY
    verb = "accept" if by_hand["accept"] else "reject"
    endpoints = [*by_hand["accept"], *by_hand["reject"]]
    return " ".join(["reconciler connections", verb, *endpoints[:_ENDPOINTS], *["…"] * bool(endpoints[_ENDPOINTS:])])


def _advice(page: Page, report: RunReportJson, command: str) -> str:
    """Say what to do next: run *command* again if the causes pass by themselves, otherwise correct them first.

    Nothing if the hints of the problems say it: of a stale plan, or an interruption before the first call.
    """
    again = f"run {command} again"
    if any(one["severity"] == "refused" for one in report["problems"]):
        return f"Accept the refused rules or change the documents, then {again}."
    missed = (outcome for outcome in report["outcomes"] if outcome["status"] not in DONE)
    errors = [error for outcome in missed for error in outcome["errors"] if not error["retryable"]]
    found = [*errors, *(one for one in report["problems"] if one["severity"] == "error")]
    wrong = [one for one in found if one["code"] != "unreadable"]
    if found and not wrong:
        return f"To finish, {again} once AWS can be read."
    if not wrong:
        untold = report["unverified"] and not report["remaining"]
        return f"Run {command} again: it reads AWS and does whatever is left." if untold else f"To finish, {again}."
    if all(one["code"] == "bug" for one in wrong):
        return f"This is a bug in reconciler: please report it. Running {command} again may finish the rest."
    if all(one["code"] == "failed" for one in wrong):
        return ""
    places = list(dict.fromkeys(page.coded(source) for one in wrong if (source := one["source"])))
    named = joined(first(places, _PLACES, "places"))
    return f"Correct {named or 'the problems above'}, then {again}."
