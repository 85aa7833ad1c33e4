"""A run report as text: the outcome of each API call, then how the run ended and what remains to be done."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.printed import ExposedJson, OutcomeJson, PlanJson, RunReportJson
from reconciler.spelling import numbered

from .ending import DONE, exposed_line, remaining_lines, report_verdict, status_words
from .last_screen import ROWS, rule_line
from .owners import Owners
from .page import Page, separated
from .problems import problem_block
from .spent import spent_lines
from .style import PLAIN, Style
from .words import clean, clean_lines, count

_MEANINGS = {"succeeded": "good", "adopted": "good", "rolled back": "warning", "skipped": "warning"}
_EXPOSURES, _ACCOUNTS, _ADDRESSES = 3, 3, 4
"""How many exposures the last screen has at most, how many accounts of each, and how many objects."""
_REFERENCE = "$"
"""The first character of a reference to an entity that the same change set creates."""
_LISTS = ("AddAllowedPrincipals", "RemoveAllowedPrincipals")


def report_lines(report: RunReportJson, plan: PlanJson, *, style: Style = PLAIN) -> Iterator[str]:
    """Show a run report; *plan* is the plan that was carried out, which describes the operations."""
    page = Page(style, {**plan["names"], **report["names"]}, full=True)
    told, ending = _last_screen(page._replace(full=False), report, plan)
    return separated(
        [
            page.messages(_outcomes(page, report, plan)),
            page.messages(problem_block(page, report["problems"])),
            page.folded(_exposures(page, report["exposed"], told)),
            page.folded(spent_lines(page, report, plan)),
            ending,
        ]
    )


def _exposures(page: Page, exposed: Sequence[ExposedJson], told: int) -> Iterator[str]:
    """Name all exposed accounts, if the last screen, with *told* exposures, leaves some out."""
    if exposed[told:] or any(one["accounts"][_ACCOUNTS:] for one in exposed):
        yield page.strong("Exposed accounts")
        yield from (f"  {exposed_line(page, one)}" for one in exposed)


def _last_screen(page: Page, report: RunReportJson, plan: PlanJson) -> tuple[int, list[str]]:
    """Return the last screen, after the number of exposures for which it has room."""
    screens = ((told, [*page.folded(_ending(page, report, plan, told))]) for told in range(_EXPOSURES, 0, -1))
    return next((one for one in screens if len(one[1]) <= ROWS), (0, [*page.folded(_ending(page, report, plan, 0))]))


def _ending(page: Page, report: RunReportJson, plan: PlanJson, told: int) -> Iterator[str]:
    """Say who is exposed after the run, *told* of them by name, how it ended, and what remains."""
    if report["outcomes"] or report["problems"]:
        yield rule_line(page)
    exposed = report["exposed"]
    yield from (exposed_line(page, one, _ACCOUNTS) for one in exposed[:told])
    if exposed[told:]:
        more = count(len(exposed) - told, "more principal" if told else "principal")
        yield f"{page.style.error}Exposed{page.style.off}: {more}, see above."
    yield report_verdict(page, report)
    yield from remaining_lines(page, report, plan, _ADDRESSES)


def _outcomes(page: Page, report: RunReportJson, plan: PlanJson) -> Iterator[str]:
    """Show one line per operation, and the errors of those that failed."""
    outcomes, owners = report["outcomes"], Owners.of(plan, report)
    operations = {operation["id"]: operation for operation in plan["operations"]}
    width = max((len(clean(outcome["operation"])) for outcome in outcomes), default=0)
    for outcome in outcomes:
        operation = operations.get(outcome["operation"], outcome)
        status = status_words(outcome)
        colour = getattr(page.style, _MEANINGS.get(status, "error"))
        what = [operation.get("action"), outcome["change_set_id"], *numbered(operation.get("addresses", ()))]
        said = " ".join(clean(part) for part in what if part)
        yield f"  {clean(outcome['operation']):<{width}}  {colour}{status:<11}{page.style.off}  {said}".rstrip()
        yield from _details(outcome)
        yield from _sent(page, outcome, owners)


def _details(outcome: OutcomeJson) -> Iterator[str]:
    """Say why an operation did not succeed: its reasons without those that its errors repeat, then its errors."""
    yield from (f"      {line}" for line in clean_lines(_other_reasons(outcome)) if line)
    for error in outcome["errors"]:
        about = f"{clean(error['address'])}: " if error["address"] else ""
        first, *more = clean_lines(error["message"])
        place = f" ({clean(error['source'])})" if error["source"] else ""
        yield f"      {about}{clean(error['code'])}: {first}{place}"
        yield from (f"        {line}" for line in more)
    if outcome["request_id"] and outcome["status"] not in DONE:
        yield f"      for AWS's support: request {clean(outcome['request_id'])}"


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
