"""A run report as a comment: how the run ended, who is exposed, what failed, what remains, then each call."""

from collections.abc import Iterator

from reconciler.printed import OutcomeErrorJson, OutcomeJson, PlanJson, RunReportJson
from reconciler.render.decision import points
from reconciler.render.ending import DONE, exposed_line, remaining_lines, report_verdict, status_words
from reconciler.render.words import count
from reconciler.spelling import numbered

from .blocks import entries, folded, heading, table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .page import page_of, plain_page
from .problems import decide, folded_notes, problem_section

_OBJECTS = 6


def report_markdown(report: RunReportJson, plan: PlanJson | None, marker: Marker) -> str:
    """Return a run report as a comment; *plan* is the plan that was carried out, None if there is none."""
    return fitted(lambda limits: [marker.line(report["plan_digest"]), *_lines(report, plan, marker, limits)])


def _lines(report: RunReportJson, plan: PlanJson | None, marker: Marker, limits: Limits) -> list[str]:
    page = plain_page(limits)._replace(names={**(plan["names"] if plan else {}), **report["names"]})
    failed = [one for one in report["outcomes"] if one["status"] not in DONE]
    problems = report["problems"]
    return [
        f"## {report_verdict(page, report).removesuffix('.')}",
        "",
        *entries(exposed_line(page, one) for one in report["exposed"]),
        *entries(remaining_lines(page, report, plan)),
        *problem_section(problems, "error", limits),
        *(decide(plan, points(page_of(plan, limits), plan), marker, limits) if plan else []),
        *_failed(failed, limits),
        *problem_section(problems, "warning", limits),
        *folded_notes(problems, limits),
        *_outcomes(report, limits),
    ]


def _failed(failed: list[OutcomeJson], limits: Limits) -> list[str]:
    """Return the calls that did not succeed, with their errors and the ids that AWS's support asks for."""
    if not failed:
        return []
    told = [f"{_call(one)} {status_words(one)}{_ids(one)}: {'; '.join(_reasons(one, limits))}" for one in failed]
    left = len(told) - limits.problems
    more = [f"… and {left:,} more"] if left > 0 else []
    return [*heading("Not done"), *entries([*told[: limits.problems], *more])]


def _call(outcome: OutcomeJson) -> str:
    return f"{code(outcome['operation'])} {code(outcome['action'])}"


def _ids(outcome: OutcomeJson) -> str:
    ids = [("change set", outcome["change_set_id"]), ("request", outcome["request_id"])]
    told = ", ".join(f"{what} {code(id_)}" for what, id_ in ids if id_)
    return f" ({told})" if told else ""


def _reasons(outcome: OutcomeJson, limits: Limits) -> Iterator[str]:
    if outcome["errors"]:
        yield from (_error(one, limits) for one in outcome["errors"])
    else:
        yield prose(outcome["because"] or "no reason is known", limits.message)


def _error(error: OutcomeErrorJson, limits: Limits) -> str:
    about = f"{code(error['address'])}: " if error["address"] else ""
    place = f" ({code(error['source'], limits.value)})" if error["source"] else ""
    return f"{about}{code(error['code'])} {prose(error['message'], limits.message)}{place}"


def _outcomes(report: RunReportJson, limits: Limits) -> list[str]:
    outcomes = report["outcomes"]
    if not outcomes:
        return []
    rows = [[code(one["operation"]), _what(one), status_words(one), _objects(one)] for one in outcomes]
    most = limits.rows * 2 + 10
    left = len(rows) - most
    more = ["", f"… and {left:,} more"] if left > 0 else []
    lines = [*table(("Call", "What", "Outcome", "Objects"), rows[:most]), *more]
    return folded(count(len(outcomes), "API call"), lines)


def _what(outcome: OutcomeJson) -> str:
    ids = outcome["change_set_id"] or outcome["request_id"]
    return f"{code(outcome['action'])} {code(ids)}" if ids else code(outcome["action"])


def _objects(outcome: OutcomeJson) -> str:
    ordered = numbered(outcome["addresses"])
    shown = ", ".join(map(code, ordered[:_OBJECTS]))
    return f"{shown} and {len(ordered) - _OBJECTS:,} more" if len(ordered) > _OBJECTS else shown
