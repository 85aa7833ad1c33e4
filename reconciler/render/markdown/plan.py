"""A plan as a comment of a pull request: verdict, points, what is to be decided, then the evidence."""

from reconciler.printed import PlanJson
from reconciler.render.calls import duration
from reconciler.render.decision import Point, points
from reconciler.render.page import Page
from reconciler.render.surroundings import calls, digest8, proof_words
from reconciler.render.verdict import verdict
from reconciler.render.wording import PLANNED

from .calls import call_table
from .changes import change_blocks
from .impact import connection_table, exposure_table, impact_table, picture
from .inert import code
from .limits import Limits, fitted
from .marker import Marker
from .page import page_of, point_entries, unmanaged
from .problems import decide, folded_notes, problem_section
from .unmade import commit_words, unmade_lines

_HEADS = 2
"""So many points stand in the verdict of a plan that can be applied."""
_CUT = f"This comment is cut to fit. {code('reconciler show --full')} shows the whole plan."


def plan_markdown(plan: PlanJson, marker: Marker) -> str:
    """Return a plan as a comment; also a plan that could not be made."""
    written = unmade_lines if plan["digest"] is None else _lines
    return fitted(lambda limits: marker.above(written(plan, marker, limits), plan["digest"]))


def _lines(plan: PlanJson, marker: Marker, limits: Limits) -> list[str]:
    page = page_of(plan, limits)
    told, problems = points(page, plan), plan["problems"]
    return [
        f"## {_title(page, plan, told)}",
        "",
        *point_entries(told),
        *problem_section(problems, "error", limits),
        *decide(page, plan, marker, limits),
        *problem_section(problems, "warning", limits),
        *impact_table(page, plan, limits),
        *picture(page, plan),
        *exposure_table(page, plan, limits),
        *connection_table(page, plan, plan["residual_access"], limits),
        *change_blocks(page, PLANNED, plan, limits),
        *unmanaged(page, plan, limits),
        *folded_notes(problems, limits),
        *call_table(page, plan, limits),
        "",
        _footer(plan),
        *(["", _CUT] if limits != Limits() else []),
    ]


def _title(page: Page, plan: PlanJson, told: list[Point]) -> str:
    """Return the verdict; of a plan that can be applied with its first points, since it is the subject of a mail."""
    said = verdict(page, plan).removesuffix(".")
    stopped = any(one["severity"] in {"error", "refused"} for one in plan["problems"])
    if stopped or not plan["changes"]:
        return said
    return ". ".join([f"Ready: {said}", *[", ".join(one.head for one in told[:_HEADS])] * bool(told)])


def _footer(plan: PlanJson) -> str:
    """Return the last line: the plan, its commit, its calls, and the proof of their number."""
    made = f"Plan {code(digest8(plan['digest']))}{commit_words(plan)}"
    return f"{made}: {calls(plan)}{duration(plan) if plan['operations'] else ''}.{proof_words(plan['proof'])}"
