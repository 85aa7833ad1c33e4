"""What is wrong with a plan, and the lines that accept its refused rules."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from reconciler.printed import PlanJson, ProblemJson
from reconciler.render.decision import Point, all_points
from reconciler.render.page import Page
from reconciler.render.pending import gathered
from reconciler.render.problems import is_acceptable, refused
from reconciler.render.surroundings import digest8
from reconciler.render.words import count, joined

from .blocks import entries, folded, heading
from .inert import code, fenced, prose
from .limits import Limits
from .marker import Marker

_DAYS_AHEAD = 28
"""An acceptance may hold for 30 days (contract 1.1)."""
_WEEK = 7
_GRAVE = frozenset({"error", "refused"})
_NOUNS = {"error": "error", "refused": "refusal", "warning": "warning", "note": "note"}


def last_sunday(planned: str) -> date:
    """Return the last Sunday within 28 days of a plan, so that the suggested day changes once a week.

    Example: for a plan of Thursday, 2026-11-26, it is 2026-12-20.
    """
    latest = datetime.fromisoformat(planned).date() + timedelta(days=_DAYS_AHEAD)
    return latest - timedelta(days=latest.isoweekday() % _WEEK)


def decide(page: Page, plan: PlanJson, marker: Marker, limits: Limits) -> list[str]:
    """Return the lines of `accepted:` that accept the refused rules, and the refusals with their places."""
    found = refused(plan)
    if not found:
        return []
    final = dict.fromkeys(one["code"] for one in found if not is_acceptable(one))
    lines = acceptances(page, plan)
    settings = code(marker.config, limits.value)
    accept = [
        f"Nothing is applied before each rule is accepted. These lines of {settings} accept them, for this plan only:",
        "",
        *fenced(lines, "yaml"),
    ]
    at, rules = plan["options"].get("at"), joined([code(rule) for rule in final])
    blocked = f"{rules} cannot be accepted: change the documents or the settings."
    if at:
        blocked = (
            f"{rules} will refuse this plan on {at}. Accept it then, or change the documents or the settings before."
        )
    return [
        *heading("To decide"),
        *(accept if lines and not final else []),
        *([blocked] if final else []),
        "",
        *_listed(found, limits),
    ]


def acceptances(page: Page, plan: PlanJson) -> list[str]:
    """Return the lines of the settings file that accept the refused rules; none where no rule can be accepted."""
    rules = dict.fromkeys(one["code"] for one in refused(plan) if is_acceptable(one))
    if not rules:
        return []
    harms, digest, until = all_points(page, plan), digest8(plan["digest"]), last_sunday(plan["created_at"])
    return ["accepted:", *(f"  - {rule}@{digest} until {until}  # {_accepted(harms, rule)}" for rule in rules)]


def _accepted(harms: Sequence[Point], rule: str) -> str:
    """Say all that the acceptance of *rule* accepts, the strongest harm first."""
    return "; ".join(point.head for point in harms if rule in point.rules) or "refused"


def problem_section(problems: Sequence[ProblemJson], severity: str, limits: Limits) -> list[str]:
    """Return the problems of one severity below a heading; none without any."""
    found = [one for one in problems if one["severity"] == severity]
    return [*heading(count(len(found), _NOUNS[severity])), *_listed(found, limits)] if found else []


def folded_notes(problems: Sequence[ProblemJson], limits: Limits) -> list[str]:
    """Return the notes, folded."""
    found = gathered([one for one in problems if one["severity"] == "note"])
    return folded(count(len(found), "note"), _listed(found, limits)) if found else []


def _listed(problems: Sequence[ProblemJson], limits: Limits) -> list[str]:
    """Return the first problems of one severity whole, and the others counted by their code."""
    most = limits.problems if problems and problems[0]["severity"] in _GRAVE else limits.warnings
    shown, left = problems[:most], problems[most:]
    counted = Counter(one["code"] for one in left)
    more = [f"{number:,} more {code(name)}" for name, number in counted.items()]
    return entries([*(_problem(one, limits) for one in shown), *more])


def _problem(problem: ProblemJson, limits: Limits) -> str:
    """Return place, code, message and hint; the hint of an acceptable refusal is an option, which stands elsewhere."""
    place = f"{code(problem['source'], limits.value)} " if problem["source"] else ""
    hint = "" if is_acceptable(problem) else problem["hint"] or ""
    told = f"{place}{code(problem['code'])} {prose(problem['message'], limits.message)}"
    return f"{told}. {prose(_sentence(hint), limits.message)}" if hint else told


def _sentence(hint: str) -> str:
    """Begin a hint with a capital, unless it begins with an id, an option or a path."""
    return hint[:1].upper() + hint[1:] if hint.partition(" ")[0].isalpha() else hint


def rules_of(point: Point) -> str:
    """Return the rules that refuse a plan because of *point*, to stand behind it."""
    return f". Refused: {joined([code(rule) for rule in point.rules])}" if point.rules else ""
