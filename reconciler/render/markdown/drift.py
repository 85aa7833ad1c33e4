"""Drift as a comment: what AWS has and the repository has not, the two ways out, then the lines."""

from functools import partial
from typing import Final

from reconciler.model import Idle, Rule
from reconciler.printed import ChangeJson, PlanJson
from reconciler.render.decision import differences
from reconciler.render.drift import adoptable, drift_verdict, refusing
from reconciler.render.origins import origin_said
from reconciler.render.page import Page
from reconciler.render.refusals import Refusals
from reconciler.render.surroundings import calls, digest8, standing
from reconciler.render.wording import DRIFTED
from reconciler.render.words import first

from .blocks import heading, table
from .changes import change_blocks
from .impact import connection_table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .page import page_of, point_entries, unmanaged
from .problems import folded_notes, problem_section
from .unmade import unmade_lines

_FIELDS: Final = 5
_ADOPT: Final = "reconciler drift --adopt --select ADDRESS"


def drift_markdown(plan: PlanJson, marker: Marker) -> str:
    """Return a plan, read as drift, as a comment."""
    written = unmade_lines if plan["digest"] is None else _lines
    return fitted(lambda limits: marker.above(written(plan, marker, limits), plan["digest"]))


def _lines(plan: PlanJson, _marker: Marker, limits: Limits) -> list[str]:
    page = page_of(plan, limits)._replace(refusals=Refusals())  # guards are not asked: nothing is going to be applied
    problems = [one for one in plan["problems"] if one["code"] not in {*Rule, *Idle}]
    return [
        f"## {drift_verdict(page, plan).removesuffix('.')}",
        "",
        *point_entries(differences(page, plan)),
        *problem_section(problems, "error", limits),
        *problem_section(problems, "warning", limits),
        *connection_table(page, plan, standing(plan), limits),
        *_origins(page, plan, limits),
        *change_blocks(page, DRIFTED, plan, limits),
        *_signs(plan),
        *unmanaged(page, plan, limits),
        *folded_notes(problems, limits),
        *_ways_out(plan),
    ]


def _origins(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return a table of how each difference came about; without lines where that was not asked."""
    found = [one for one in plan["changes"] if one["origin"]]
    rows = [[code(one["address"], limits.value), _paths(one, limits), _how(page, one, limits)] for one in found]
    left = len(found) - limits.rows
    lines = table(("Object", "Differs in", "How"), rows[: limits.rows])
    more = ["", f"… and {left:,} more"] if left > 0 else []
    return [*heading("How the differences came about"), *lines, *more] if found else []


def _paths(change: ChangeJson, limits: Limits) -> str:
    paths = [code(field["path"], limits.value) for field in change["fields"]]
    return ", ".join(first(paths, _FIELDS))


def _how(page: Page, change: ChangeJson, limits: Limits) -> str:
    return origin_said(page, change, partial(prose, longest=limits.message))


def _signs(plan: PlanJson) -> list[str]:
    return ["", f"{code('-')} is only in the repository, {code('+')} only in AWS."] if plan["changes"] else []


def _ways_out(plan: PlanJson) -> list[str]:
    """Say how to make AWS and the repository equal again."""
    if not plan["changes"]:
        return []
    undo = f"Plan {code(digest8(plan['digest']))} makes AWS match the repository again, with {calls(plan)}"
    said = [", ".join(filter(None, (undo, refusing(plan, code)))) + "."]
    said += [f"To keep what AWS has instead, write it into the documents: {code(_ADOPT)}."] if adoptable(plan) else []
    return ["", " ".join(said)]
