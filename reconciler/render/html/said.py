"""The sentences of a page, made by the functions that make those of text and Markdown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from shlex import quote
from typing import Any

from reconciler.model import Idle, Rule
from reconciler.printed import EffectiveJson, PlanJson, ProblemJson
from reconciler.render.decision import Point, all_points, differences
from reconciler.render.drift import drift_verdict
from reconciler.render.effective import effective_verdict
from reconciler.render.markdown.unmade import NOT_UNCHANGED, NOTHING_COMPARED, unmade_verdict
from reconciler.render.page import Page
from reconciler.render.refusals import NO_REFUSALS, refusals
from reconciler.render.saved import saved_lines
from reconciler.render.scope import is_part
from reconciler.render.surroundings import summary_line
from reconciler.render.units import Units
from reconciler.render.verdict import verdict
from reconciler.render.wording import DRIFTED, PLANNED, Wording

from .marks import coded, named
from .said_changes import changes_said, words_said
from .said_impact import NOTHING_TO_DECIDE, deciding, impact_said
from .said_services import services_said
from .said_timeline import timeline_said
from .tiles import differing, tiles
from .ways import ways_out

Said = dict[str, Any]
"""What a page says, by the parts that show it."""


def plan_said(plan: PlanJson, command: Sequence[str], now: datetime | None) -> Said:
    """Return what the page of a plan says; with *now* the plan is a saved one."""
    page = said_page(plan)
    return {
        **_verdict(plan, lambda: verdict(page, plan)),
        "badge": _badge(plan),
        "points": [*map(_point, all_points(page, plan))],
        "deciding": deciding(page, plan, command),
        "tiles": tiles(plan),
        "part": _part(plan),
        "summary": summary_line(plan) if plan["changes"] else "",
        "saved": [*saved_lines(plan, now)] if now else [],
        "timeline": timeline_said(page, plan),
        "services": services_said(page, plan),
        **_both(page, PLANNED, plan),
    }


def drift_said(plan: PlanJson, command: Sequence[str], *, saved: bool) -> Said:
    """Return what the page of drift says."""
    page = said_page(plan)._replace(refusals=NO_REFUSALS)
    return {
        **_verdict(plan, lambda: drift_verdict(page, plan)),
        "badge": _badge(plan, drifting=True),
        "points": [*map(_point, differences(page, plan))],
        "deciding": deciding(page, plan, command) if saved else NOTHING_TO_DECIDE,
        "ways": ways_out(plan, command, saved=saved) if plan["changes"] else [],
        "tiles": differing(plan),
        "part": _part(plan),
        "summary": "",
        "saved": [],
        "timeline": timeline_said(page, plan, drifting=True),
        "services": services_said(page, plan, drifting=True),
        **_both(page, DRIFTED, plan),
    }


def effective_said(answer: EffectiveJson) -> Said:
    """Return what the page of an answer of `effective` says, and where it opens."""
    page = Page(names=answer["names"], inert=named, coded=coded)
    account, product = answer["account"], answer["product"]
    opens = ["account", account["id"]] if account else ["product", product] if product else []
    return {
        "badge": {"kind": "muted", "text": "Effective"},
        "verdict": effective_verdict(page, answer),
        "opens": opens,
        "saved": [],
        **words_said(PLANNED),
    }


def _verdict(plan: PlanJson, told: Callable[[], str]) -> Said:
    """Return the sentence about a plan, of one that could not be made why, and that nothing is said about changes."""
    if plan["digest"] is None:
        return {"verdict": f"{unmade_verdict(plan)}.", "unmade": [NOTHING_COMPARED, NOT_UNCHANGED]}
    return {"verdict": told(), "unmade": []}


def _part(plan: PlanJson) -> str:
    """Say with which options a part of the repository was planned."""
    options = plan["options"]
    chosen = [f"--{name} {quote(one)}" for name in ("select", "exclude") for one in options[name]]
    flags = ["--no-removals"] * options["no_removals"] + ["--reject-connections"] * options["reject_connections"]
    if not chosen and not flags:
        return ""
    what = "A part of the repository is planned" if is_part(plan) else "Planned"
    return f"{what}: {coded(' '.join([*chosen, *flags]))}"


def _both(page: Page, wording: Wording, plan: PlanJson) -> Said:
    """Return what is said of the impact and of the changes, in the words of a plan or of drift."""
    return {
        **words_said(wording),
        "impact": impact_said(page, wording, plan),
        "by_change": changes_said(page, wording, plan),
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
    return {"head": point.head, "who": point.who, "rules": [*point.rules], "fate": point.fate}


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


def problems_shown(problems: Sequence[ProblemJson]) -> list[ProblemJson]:
    """Return the problems that drift shows: nothing is applied, so guards and exposures do not count."""
    return [problem for problem in problems if problem["code"] not in {*Rule, *Idle}]
