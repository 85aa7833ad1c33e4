"""Types of the JSON of a fleet: one answer for all members (contract 5)."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .problem import ProblemJson

MemberState = Literal[
    "clean", "changed", "refused", "invalid", "unreadable", "stale", "partial", "failed", "interrupted", "not_run"
]
"""How the command ended in one member; `changed` is a plan with changes, or drift."""


class FleetSummaryJson(TypedDict):
    """All members together."""

    members: int
    states: dict[MemberState, int]
    accounts_losing: int
    customers_losing: int


class MemberJson(TypedDict):
    """One member, and its own answer: a plan, a validation or a run report; None where there is none.

    In the index of a folder, *file* has the answer.
    """

    member: str
    config: str
    state: MemberState
    code: int | None
    changes: int
    refused: list[str]
    accounts_losing: int
    customers_losing: int
    told: str
    answer: Mapping[str, Any] | None
    file: NotRequired[str | None]


class FleetOptionsJson(TypedDict):
    """The options of the command that say what is planned; *at* is there if it was planned as on another day."""

    select: list[str]
    exclude: list[str]
    no_removals: bool
    reject_connections: bool
    at: NotRequired[str]


class FleetJson(TypedDict):
    """The answer of a command to a fleet; *digest* is that of all members' plans together, None without any."""

    format_version: str
    command: str
    digest: str | None
    options: FleetOptionsJson
    summary: FleetSummaryJson
    members: list[MemberJson]
    problems: list[ProblemJson]
