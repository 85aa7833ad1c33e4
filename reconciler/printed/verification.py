"""The answer of `verify` (contract 5): what another account sees of an endpoint service, line by line."""

from typing import Literal, TypedDict

from .problem import ProblemJson

LineStatus = Literal["green", "red", "grey"]
"""It is so, it is not so, or it is not known."""


class VerifiedLineJson(TypedDict):
    """One thing that was looked at; *commands* are what to run next, if anything."""

    id: str
    title: str
    status: LineStatus
    because: str
    commands: list[str]


class VerificationJson(TypedDict):
    """The answer of `verify`. *observer* is an account; *region* is where it looked from, *at* when it began to."""

    format_version: str
    service: str
    service_name: str
    observer: str
    region: str
    at: str
    lines: list[VerifiedLineJson]
    problems: list[ProblemJson]
