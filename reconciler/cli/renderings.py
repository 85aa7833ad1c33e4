"""How one answer is rendered in each format: a function of its JSON and of a style."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar, cast

from reconciler.printed import ProblemJson
from reconciler.render import Style, to_json

from .annotating import annotations
from .formats import ANNOTATIONS
from .program import Program

AnswerJson = TypeVar("AnswerJson", bound=Mapping[str, object])
"""The JSON of a command; it has the key `problems`."""

Lines = Callable[[AnswerJson, Style], Iterable[str]]
"""Returns the lines of an answer as text, in a style."""

Renderings = Mapping[str, Callable[[AnswerJson, Style], str]]
"""By the name of each format, the function that returns an answer in it. Only text has a style."""


def renderings(program: Program, lines: Lines[AnswerJson]) -> Renderings[AnswerJson]:
    """Return how an answer is rendered in each format; its text is *lines*."""
    return {
        "text": lambda answer, style: "".join(f"{line}\n" for line in lines(answer, style)),
        "json": lambda answer, _style: to_json(answer),
        **{name: partial(_annotated, program, name) for name in ANNOTATIONS},
    }


def _annotated(program: Program, name: str, answer: Mapping[str, object], _style: Style) -> str:
    """Return the problems of an answer in one of the formats `ANNOTATIONS`."""
    return annotations(program, name, cast("Sequence[ProblemJson]", answer["problems"]))
