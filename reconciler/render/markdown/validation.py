"""The problems of a repository as a comment."""

from reconciler.printed import ValidationJson
from reconciler.render.page import Page
from reconciler.render.problems import validation_verdict

from .limits import Limits, fitted
from .marker import Marker
from .problems import folded_notes, problem_section


def validation_markdown(answer: ValidationJson, marker: Marker) -> str:
    """Return the answer of `validate` as a comment."""
    return fitted(lambda limits: marker.above(_lines(answer, limits), None))


def _lines(answer: ValidationJson, limits: Limits) -> list[str]:
    problems = answer["problems"]
    return [
        f"## {validation_verdict(Page(), problems, answer['read']).removesuffix('.')}",
        *problem_section(problems, "error", limits),
        *problem_section(problems, "warning", limits),
        *folded_notes(problems, limits),
    ]
