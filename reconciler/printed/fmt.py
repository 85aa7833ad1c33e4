"""The answer of `fmt` (contract 5)."""

from typing import Literal, TypedDict

from .problem import ProblemJson

FileState = Literal["unchanged", "formatted", "unformatted", "included", "invalid", "failed"]


class FormattedFileJson(TypedDict):
    """One file, and what became of it."""

    path: str
    state: FileState


class FormattingJson(TypedDict):
    """The answer of `fmt`. With *check* no file was written."""

    format_version: str
    check: bool
    files: list[FormattedFileJson]
    problems: list[ProblemJson]
