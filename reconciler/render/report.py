"""A run report as text: the outcome of each API call, and the objects that remain to be changed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.printed import ExposedJson, OutcomeJson, PlanJson, RunReportJson
from reconciler.spelling import numbered

from .owners import Owners
from .page import Page
from .problems import problem_lines
from .scope import scope
from .style import PLAIN, Style
from .words import clean, clean_lines, count, joined

_MEANINGS = {"succeeded": "good", "adopted": "good", "rolled back": "warning", "skipped": "warning"}
_PLACES = 5
_DONE = {"succeeded", "adopted"}
_REFERENCE = "$"
"""The first character of a reference to an entity that the same change set creates."""
_IN_PART = "in part"
_LISTS = ("AddAllowedPrincipals", "RemoveAllowedPrincipals")
_FINISH = "To finish, run reconciler apply again."
_BLIND = "To finish, run reconciler apply again once AWS can be read."


def report_lines(report: RunReportJson, plan: PlanJson, *, style: Style = PLAIN) -> Iterator[str]:
    """Show a run report; *plan* is the plan that was carried out, which describes the operations."""
    page = Page(style, {**plan["names"], **report["names"]}, full=True)
    yield from (_exposed(page, one) for one in report["exposed"])
    yield _verdict(page, report)
    yield from _outcomes(page, report, plan)
    problems = report["problems"]
    if problems:
        yield ""
        yield from problem_lines(page, problems)
    yield ""
    yield from _remaining(page, report, plan)


def _exposed(page: Page, one: ExposedJson) -> str:
    """Say which accounts a run leaves governed neither as before nor as desired, and why: the most urgent lines."""
    accounts, governed_by, may = one["accounts"], one["governed_by"], one["maybe"]
    verb = "may be" if may else "is" if len(accounts) == 1 else "are"
    free = "ungoverned and able to buy every product" if may else "ungoverned and can buy every product"
    governed = f"governed by {page.named(governed_by)}" if governed_by else free
    what = f"{count(len(accounts), 'account')} {verb} {governed}: {', '.join(map(page.named, accounts))}"
    what = what if accounts else "no account yet"
    return f"{page.style.error}Exposed{page.style.off}: {what}. {_why(page, one)}."


def _why(page: Page, one: ExposedJson) -> str:
    """Say which move did not finish; without such a move, which experience governed before and which one should."""
    if not one["principal"]:
        was, shall = (page.named(id_) if id_ else "" for id_ in (one["left"], one["taker"]))
        governed = f"Governed by {was}" if was else "Ungoverned"
        return f"{governed} before, {f'by {shall}' if shall else 'ungoverned'} after a complete run"
    left, taker, held_by = (clean(id_ or "") for id_ in (one["left"], one["taker"], one["held_by"]))
    who, may = page.named(one["principal"]), one["maybe"]
    if not one["held_by"]:
        tried = f"; {clean(one['putback'])} could not put it back" if one["putback"] else ""
        away = f"may have left {left} without arriving" if may else f"left {left} and did not arrive"
        return f"{who} {away} at {taker}{tried}"
    back = f"{clean(one['putback'])} put it" if one["putback"] and held_by == left else "it is"
    powerless = "" if one["held_by"] == one["governed_by"] else ", which does not govern it"
    return f"{who} did not arrive at {taker}; {back} in {page.named(one['held_by'])}{powerless}"


def _verdict(page: Page, report: RunReportJson) -> str:
    """Say in one sentence how the run ended; calls that are not in the plan are not counted."""
    style = page.style
    own = [outcome for outcome in report["outcomes"] if not outcome.get("parameters")]
    counts = Counter(map(_status, own))
    said = joined([f"{number} {'done ' if status == _IN_PART else ''}{status}" for status, number in counts.items()])
    calls = count(counts.total(), "API call")
    if not set(counts) <= _DONE:
        verdict = "Applied in part" if set(counts) & {*_DONE, _IN_PART} else "Not finished"
        return f"{style.error}{verdict}{style.off}: of {calls}, {said}."
    if not counts:
        return f"{style.good}Nothing to do{style.off}."
    done = f"of {calls}, {said}" if "adopted" in counts else f"{calls} succeeded"
    if report["converged"] is None:
        return f"{style.warning}Applied, but not verified{style.off}: {done}."
    if not report["converged"]:
        return f"{style.warning}Applied, but AWS still differs{style.off}: {done}."
    return f"{style.good}Applied{style.off}: {done}."


def _outcomes(page: Page, report: RunReportJson, plan: PlanJson) -> Iterator[str]:
    """Show one line per operation, and the errors of those that failed."""
    outcomes, owners = report["outcomes"], Owners.of(plan, report)
    operations = {operation["id"]: operation for operation in plan["operations"]}
    if outcomes:
        yield ""
    width = max((len(clean(outcome["operation"])) for outcome in outcomes), default=0)
    for outcome in outcomes:
        operation = operations.get(outcome["operation"], outcome)
        status = _status(outcome)
        colour = getattr(page.style, _MEANINGS.get(status, "error"))
        what = [operation.get("action"), outcome["change_set_id"], *numbered(operation.get("addresses", ()))]
        said = " ".join(clean(part) for part in what if part)
        yield f"  {clean(outcome['operation']):<{width}}  {colour}{status:<11}{page.style.off}  {said}".rstrip()
        yield from _details(outcome)
        yield from _sent(page, outcome, owners)


def _status(outcome: OutcomeJson) -> str:
    """Return the status of an operation in words."""
    status: str = outcome["status"]
    return _IN_PART if status == "failed" and outcome["in_part"] else status.replace("_", " ")


def _details(outcome: OutcomeJson) -> Iterator[str]:
    """Say why an operation did not succeed: its reasons without those that its errors repeat, then its errors."""
    yield from (f"      {line}" for line in clean_lines(_other_reasons(outcome)) if line)
    for error in outcome["errors"]:
        about = f"{clean(error['address'])}: " if error["address"] else ""
        first, *more = clean_lines(error["message"])
        place = f" ({clean(error['source'])})" if error["source"] else ""
        yield f"      {about}{clean(error['code'])}: {first}{place}"
        yield from (f"        {line}" for line in more)


def _other_reasons(outcome: OutcomeJson) -> str:
    """Return the reasons of an outcome, less those that its errors repeat, with or without address and code."""
    reasons = f"; {outcome['because'] or ''}; "
    for error in outcome["errors"]:
        code, message = re.escape(error["code"]), re.escape(error["message"])
        reasons = re.sub(rf"(?<=; )(?:\w+\.[\w-]+: )?(?:{code}: )?{message}; ", "", reasons)
    return reasons[2:-2]


def _sent(page: Page, outcome: OutcomeJson, owners: Owners) -> Iterator[str]:
    """Show the content of a call that the plan does not show: a put-back, or a call with fewer changes."""
    parameters = outcome.get("parameters") or {}
    for name in _LISTS:
        if members := ", ".join(map(page.named, parameters.get(name, ()))):
            yield f"      {name}: {members}"
    for address, change in owners.each(parameters.get("ChangeSet", ())):
        members = ", ".join(map(page.named, _members(change)))
        about = clean(address) if address else _unknown(page, change)
        yield f"      {clean(change['ChangeType'])} on {about}" + (f": {members}" if members else "")


def _unknown(page: Page, change: Mapping[str, Any]) -> str:
    """Name an entity without a known address by its id in AWS."""
    identifier = change["Entity"].get("Identifier", _REFERENCE)
    return "a new experience" if identifier.startswith(_REFERENCE) else page.named(identifier.partition("@")[0])


def _members(change: Mapping[str, Any]) -> list[str]:
    details = change.get("DetailsDocument", {})
    return [*details.get("Principals", ()), *(id_ for listed in details.get("Products", ()) for id_ in listed["Ids"])]


def _remaining(page: Page, report: RunReportJson, plan: PlanJson) -> Iterator[str]:
    """Say whether AWS matches the repository now, and what to do if it does not or if that is unknown."""
    if report["converged"]:
        yield f"{page.style.good}Converged{page.style.off}: AWS matches {scope(plan)}."
        return
    unverified = [clean(address) for address in report["unverified"]]
    if unverified:
        yield f"Not verified: AWS was not read again, so the state of {joined(unverified)} is unknown."
    remaining = [clean(address) for address in report["remaining"]]
    if remaining:
        yield f"Remaining to be changed: {', '.join(remaining)}."
    elif not unverified:
        yield "AWS could not be compared with the repository."
    yield _advice(report)


def _advice(report: RunReportJson) -> str:
    """Say what to do next: run again if the causes pass by themselves, otherwise correct them first."""
    missed = (outcome for outcome in report["outcomes"] if outcome["status"] not in _DONE)
    errors = [error for outcome in missed for error in outcome["errors"] if not error["retryable"]]
    found = [*errors, *(one for one in report["problems"] if one["severity"] == "error")]
    wrong = [one for one in found if one["code"] != "unreadable"]
    if found and not wrong:
        return _BLIND
    if not wrong:
        untold = report["unverified"] and not report["remaining"]
        return "Run reconciler apply again: it reads AWS and does whatever is left." if untold else _FINISH
    if all(one["code"] == "bug" for one in wrong):
        return "This is a bug in reconciler: please report it. Running reconciler apply again may finish the rest."
    places = list(dict.fromkeys(clean(source) for one in wrong if (source := one["source"])))
    named = joined(places[:_PLACES] + ([f"{len(places) - _PLACES} more places"] if places[_PLACES:] else []))
    return f"Correct {named or 'the problems above'}, then run reconciler apply again."
