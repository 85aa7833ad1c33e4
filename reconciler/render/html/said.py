"""The sentences of a page, made by the functions that make those of text and Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reconciler.model import Idle, Rule
from reconciler.printed import EffectiveJson, PlanJson, ProblemJson
from reconciler.render.decision import Point, all_points, differences
from reconciler.render.drift import adoptable, drift_verdict
from reconciler.render.effective import effective_verdict
from reconciler.render.last_screen import acceptance_lines
from reconciler.render.page import Page
from reconciler.render.refusals import refusals
from reconciler.render.saved import saved_lines
from reconciler.render.surroundings import summary_line
from reconciler.render.units import Units
from reconciler.render.verdict import verdict
from reconciler.render.wording import DRIFTED, PLANNED, Wording

from .marks import coded, named

Said = dict[str, Any]
"""What a page says, by the parts that show it."""


def plan_said(plan: PlanJson, command: Sequence[str], now: datetime | None) -> Said:
    """Return what the page of a plan says; with *now* the plan is a saved one."""
    page = said_page(plan)
    return {
        "badge": _badge(plan),
        "verdict": verdict(page, plan) if plan["digest"] else "No plan could be made.",
        "points": [*map(_point, all_points(page, plan))],
        "accepting": [*acceptance_lines(Page(), plan, command)],
        "summary": summary_line(plan),
        "saved": [*saved_lines(plan, now)] if now else [],
        **_words(PLANNED, plan),
    }


def drift_said(plan: PlanJson, command: Sequence[str], *, saved: bool) -> Said:
    """Return what the page of drift says."""
    page = said_page(plan)
    return {
        "badge": _badge(plan, drifting=True),
        "verdict": drift_verdict(page, plan) if plan["digest"] else "No plan could be made.",
        "points": [*map(_point, differences(page, plan))],
        "accepting": [*acceptance_lines(Page(), plan, command)] if saved else [],
        "summary": "",
        "saved": [],
        "adoptable": adoptable(plan),
        **_words(DRIFTED, plan),
    }


def effective_said(answer: EffectiveJson) -> Said:
    """Return what the page of an answer of `effective` says, and where it opens."""
    page = Page(names=answer["names"], inert=named, coded=coded)
    account, product = answer["account"], answer["product"]
    opens = ["account", account["id"]] if account else ["product", product] if product else []
    return {
        "badge": {"kind": "muted", "text": "Effective"},
        "verdict": effective_verdict(page, answer),
        "points": [],
        "accepting": [],
        "summary": "",
        "saved": [],
        "opens": opens,
        **_words(PLANNED, None),
    }


def said_page(plan: PlanJson) -> Page:
    """Return the page on which names and ids stand between marks."""
    return Page(
        names=plan["names"],
        refusals=refusals(plan["problems"], plan["preconditions"]),
        units=Units.of_plan(plan.get("world")),
        inert=named,
        coded=coded,
    )


def _point(point: Point) -> Mapping[str, Any]:
    return {"head": point.head, "who": point.who, "rules": [*point.rules]}


def _badge(plan: PlanJson, *, drifting: bool = False) -> Mapping[str, str]:
    """Return the word for the state of a plan, and the kind of its tag."""
    severities = {one["severity"] for one in plan["problems"]}
    if plan["digest"] is None or "error" in severities:
        return {"kind": "refused", "text": "Failed" if plan["digest"] is None else "Incomplete"}
    if drifting:
        return {"kind": "warn", "text": "Drift"} if plan["changes"] else {"kind": "ok", "text": "In sync"}
    if "refused" in severities:
        return {"kind": "refused", "text": "Refused"}
    return {"kind": "warn", "text": "Ready"} if plan["changes"] else {"kind": "ok", "text": "In sync"}


def _words(wording: Wording, plan: PlanJson | None) -> Said:
    """Return the words of one reading of differences, and single values as they are shown."""
    return {
        "changes": wording.changes,
        "actions": {name: {"sign": one.sign, "word": one.word} for name, one in wording.actions.items()},
        "added": {"sign": wording.added.sign, "word": wording.added.word},
        "removed": {"sign": wording.removed.sign, "word": wording.removed.word},
        "unchanged": wording.unchanged,
        "compared": wording.compared,
        "repository_first": wording.repository_first,
        "values": dict(_values(wording, plan)) if plan else {},
    }


def _values(wording: Wording, plan: PlanJson) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    """Yield by address both sides of each single value, by its path, in the order in which they are shown."""
    for change in plan["changes"]:
        yield change["address"], {one["path"]: [*wording.values(one)] for one in change["fields"] if "before" in one}


def problems_shown(problems: Sequence[ProblemJson]) -> list[ProblemJson]:
    """Return the problems that drift shows: nothing is applied, so guards and exposures do not count."""
    return [problem for problem in problems if problem["code"] not in {*Rule, *Idle}]
