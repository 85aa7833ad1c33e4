"""The answer of `validate` (contract 5)."""

from typing import TypedDict

from .problem import ProblemJson


class ReadJson(TypedDict):
    """Numbers of what was read."""

    documents: int
    kinds: int
    files: int


class ValidationJson(TypedDict):
    """The answer of `validate`. *read* is null if the settings are invalid."""

    format_version: str
    valid: bool
    read: ReadJson | None
    problems: list[ProblemJson]
