"""A run report as a comment: how the run ended, who is exposed, what failed, what remains, then each call."""

from collections.abc import Iterator

from reconciler.printed import OutcomeErrorJson, OutcomeJson, PlanJson, RunReportJson
from reconciler.render.ending import DONE, exposed_line, remaining_lines, report_verdict, status_words
from reconciler.render.page import Page
from reconciler.render.spent import spent_rows
from reconciler.render.words import count

from .blocks import entries, folded, heading, table
from .calls import few_codes
from .inert import prose
from .limits import Limits, fitted
from .marker import Marker
from .page import page_of, plain_page
from .problems import decide, folded_notes, problem_section

_EXPOSED = 5
"""So many exposures are shown however long the comment is."""


def report_markdown(report: RunReportJson, plan: PlanJson | None, marker: Marker) -> str:
    """Return a run report as a comment; *plan* is the plan that was carried out, None if there is none."""
    return fitted(lambda limits: marker.above(_lines(report, plan, marker, limits), report["plan_digest"]))


def _lines(report: RunReportJson, plan: PlanJson | None, marker: Marker, limits: Limits) -> list[str]:
    page = plain_page(limits)._replace(names={**(plan["names"] if plan else {}), **report["names"]})
    failed = [one for one in report["outcomes"] if one["status"] not in DONE]
    problems = report["problems"]
    return [
        f"## {report_verdict(page, report).removesuffix('.')}",
        "",
        *_exposed(page, report, limits),
        *entries(remaining_lines(page, report, plan)),
        *problem_section(problems, "error", limits),
        *(decide(page_of(plan, limits), plan, marker, limits) if plan and _is_refused(report) else []),
        *_failed(page, failed, limits),
        *problem_section(problems, "warning", limits),
        *folded_notes(problems, limits),
        *_outcomes(page, report, limits),
        *(_spent(report, plan) if plan else []),
    ]


def _is_refused(report: RunReportJson) -> bool:
    """Tell whether refusals ended the run: then accepting them is the next step, which it is not of a stale plan."""
    return any(one["severity"] == "refused" for one in report["problems"])


def _spent(report: RunReportJson, plan: PlanJson) -> list[str]:
    """Set the forecast of the plan beside what the run has spent."""
    if not report["outcomes"]:
        return []
    return [*heading("Spent"), *table(("", "#Forecast", "#Actual"), spent_rows(report, plan))]


def _exposed(page: Page, report: RunReportJson, limits: Limits) -> list[str]:
    """Return who is exposed: the most urgent lines, of which some always stay."""
    most = max(limits.rows, _EXPOSED)
    left = report["exposed"][most:]
    number = len({account for one in left for account in one["accounts"]})
    more = [f"… and {len(left):,} more exposures, of {count(number, 'account')}"] if left else []
    return entries([*(exposed_line(page, one) for one in report["exposed"][:most]), *more])


def _failed(page: Page, failed: list[OutcomeJson], limits: Limits) -> list[str]:
    """Return the calls that did not succeed, with their errors and the ids that AWS's support asks for."""
    if not failed:
        return []
    told = [
        f"{_call(page, one)} {status_words(one)}{_ids(page, one)}: {'; '.join(_reasons(page, one, limits))}"
        for one in failed[: limits.problems]
    ]
    left = len(failed) - limits.problems
    more = [f"… and {left:,} more"] if left > 0 else []
    return [*heading("Not done"), *entries([*told, *more])]


def _call(page: Page, outcome: OutcomeJson) -> str:
    return f"{page.coded(outcome['operation'])} {page.coded(outcome['action'])}"


def _ids(page: Page, outcome: OutcomeJson) -> str:
    ids = [("change set", outcome["change_set_id"]), ("request", outcome["request_id"])]
    told = ", ".join(f"{what} {page.coded(id_)}" for what, id_ in ids if id_)
    return f" ({told})" if told else ""


def _reasons(page: Page, outcome: OutcomeJson, limits: Limits) -> Iterator[str]:
    if outcome["errors"]:
        yield from (_error(page, one, limits) for one in outcome["errors"][: limits.reasons])
        left = len(outcome["errors"]) - limits.reasons
        yield from [f"{count(left, 'more error')}"] if left > 0 else []
    else:
        yield prose(outcome["because"] or "no reason is known", limits.message)


def _error(page: Page, error: OutcomeErrorJson, limits: Limits) -> str:
    about = f"{page.coded(error['address'])}: " if error["address"] else ""
    place = f" ({page.coded(error['source'])})" if error["source"] else ""
    return f"{about}{page.coded(error['code'])} {prose(error['message'], limits.message)}{place}"


def _outcomes(page: Page, report: RunReportJson, limits: Limits) -> list[str]:
    outcomes = report["outcomes"]
    if not outcomes:
        return []
    rows = [
        [page.coded(one["operation"]), _what(page, one), status_words(one), few_codes(page, one["addresses"])]
        for one in outcomes
    ]
    most = limits.calls(len(rows))
    left = len(rows) - most
    more = ["", f"… and {left:,} more"] if left > 0 else []
    lines = [*table(("Call", "What", "Outcome", "Objects"), rows[:most]), *more]
    return folded(count(len(outcomes), "API call"), lines)


def _what(page: Page, outcome: OutcomeJson) -> str:
    ids = outcome["change_set_id"] or outcome["request_id"]
    return " ".join(map(page.coded, filter(None, [outcome["action"], ids])))
