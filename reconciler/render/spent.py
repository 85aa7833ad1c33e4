"""What a run has spent on AWS, beside what its plan made to expect.

Example: reading AWS took 41 calls and 1.3 s, and the plan has 6 calls, for about 62 s. AWS is read again after the run:
88 calls and 65 s are the forecast.
"""

from collections.abc import Iterator

from reconciler.printed import PlanJson, RunReportJson

from .page import Page

_READINGS = 2
"""How often a run reads AWS: for the plan, and again at the end."""
_EXACT = 10
"""Seconds below which tenths are shown."""


def spent_lines(page: Page, report: RunReportJson, plan: PlanJson) -> Iterator[str]:
    """Set the forecast of *plan* beside what the run has spent; nothing where no call was planned or sent."""
    if not report["outcomes"]:
        return
    yield f"{page.strong('Spent')}        forecast    actual"
    rows = spent_rows(report, plan)
    yield from (f"  {what}  {forecast:>8}  {actual:>8}" for what, forecast, actual in rows)


def spent_rows(report: RunReportJson, plan: PlanJson) -> tuple[tuple[str, str, str], ...]:
    """Return what was spent, the forecast and the actual number: of API calls, of time and of throttled calls."""
    budget, spent = plan["budget"], report["spent"]
    reading = budget["reading"]
    calls = sum(budget["calls"].values()) + _READINGS * sum(reading["calls"].values())
    seconds = budget["expected_seconds"] + _READINGS * reading["seconds"]
    return (
        ("API calls", f"{calls:,}", f"{sum(spent['calls'].values()):,}"),
        ("wall time", _seconds(seconds), _seconds(spent["seconds"])),
        ("throttled", "–", f"{spent['throttled']:,}"),
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= _EXACT else f"{seconds:.1f} s"
