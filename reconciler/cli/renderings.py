"""How one answer is rendered in each format: a function of its JSON and of a style."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from reconciler.errors import InvalidInput
from reconciler.printed import ProblemJson
from reconciler.render import Marker, Style, json_pieces

from .annotating import annotations
from .formats import ANNOTATIONS, PAGE
from .program import Program
from .repository import CONFIG, find_config

AnswerJson = TypeVar("AnswerJson", bound=Mapping[str, object])
"""The JSON of a command; it has the key `problems`."""

Lines = Callable[[AnswerJson, Style], Iterable[str]]
"""Returns the lines of an answer as text, in a style."""

Comment = Callable[[AnswerJson], str]
"""Returns an answer as Markdown, for a comment of a pull request."""

Html = Callable[[AnswerJson], Iterator[str]]
"""Returns an answer as a page of HTML, in pieces."""

Renderings = Mapping[str, Callable[[AnswerJson, Style], Iterator[str]]]
"""By the name of each format, the function that returns an answer in it, in pieces. Only text has a style."""


def renderings(
    program: Program, lines: Lines[AnswerJson], comment: Comment[AnswerJson], page: Html[AnswerJson] | None = None
) -> Renderings[AnswerJson]:
    """Return how an answer is rendered in each format: as text by *lines*, as Markdown by *comment*, as HTML by *page*.

    A command without a page has no rendering as HTML.
    """
    return {
        "text": lambda answer, style: (f"{line}\n" for line in lines(answer, style)),
        "json": lambda answer, _style: json_pieces(answer),
        "markdown": lambda answer, _style: iter((comment(answer),)),
        **({} if page is None else {PAGE: lambda answer, _style: page(answer)}),
        **{name: partial(_annotated, program, name) for name in ANNOTATIONS},
    }


def marker(command: str, config: str | None) -> Marker:
    """Return the marker of the comments of a command; *config* is the value of `--config`.

    Without a settings file it names the one that would be read.
    """
    try:
        found = find_config(config, Path.cwd())
    except InvalidInput:
        found = Path(config or CONFIG)
    return Marker(command, os.path.relpath(found))


def _annotated(program: Program, name: str, answer: Mapping[str, object], _style: Style) -> Iterator[str]:
    """Return the problems of an answer in one of the formats `ANNOTATIONS`."""
    yield annotations(program, name, cast("Sequence[ProblemJson]", answer["problems"]))
