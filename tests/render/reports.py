"""Run reports as `Run.as_json` makes them, small enough to read."""

from typing import Any

from reconciler.printed import OutcomeErrorJson, OutcomeJson, RunReportJson
from tests.printed.strict import check
from tests.render.plans import DIGEST


def error_json(code: str, message: str, **more: Any) -> OutcomeErrorJson:  # noqa: ANN401 - any part of an error
    """Return one error of an outcome."""
    error: Any = {"code": code, "message": message, "address": None, "source": None, "retryable": False, **more}
    found: OutcomeErrorJson = error
    return found


def outcome(operation: str, status: str, **more: Any) -> OutcomeJson:  # noqa: ANN401 - any part of an outcome
    """Return one outcome of a run report; without *more* it has neither a call nor objects."""
    found: Any = {
        "operation": operation,
        "status": status,
        "action": "",
        "addresses": [],
        "created": None,
        "created_ids": {},
        "in_part": False,
        "change_set_id": None,
        "request_id": None,
        "errors": [],
        "because": None,
        **more,
    }
    told: OutcomeJson = found
    return told


def report_json(*outcomes: OutcomeJson, converged: bool | None = False, **more: Any) -> RunReportJson:  # noqa: ANN401
    """Return a run report with *more* parts."""
    report: RunReportJson = check(
        "report",
        {
            "format_version": "1.0",
            "plan_digest": DIGEST,
            "started_at": "2026-11-22T10:00:00Z",
            "ended_at": "2026-11-22T10:01:30Z",
            "outcomes": list(outcomes),
            "converged": converged,
            "remaining": [],
            "unverified": [],
            "exposed": [],
            "names": {},
            "spent": {"calls": {"ListEntities": 4, "StartChangeSet": 3}, "throttled": 1, "seconds": 65.2},
            "problems": [],
            **more,
        },
    )
    return report
