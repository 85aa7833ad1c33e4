"""The run report (contract 5)."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .problem import ProblemJson
from .spent import SpentJson


class OutcomeErrorJson(TypedDict):
    """One error of AWS, or one of ours, with the address and the place that it is about."""

    code: str
    message: str
    address: str | None
    source: str | None
    retryable: bool


class OutcomeJson(TypedDict):
    """How one operation ended. Only a call that the plan does not have has *parameters*."""

    operation: str
    status: Literal["succeeded", "adopted", "failed", "skipped", "rolled_back"]
    action: str
    addresses: list[str]
    created: str | None
    created_ids: dict[str, str]
    in_part: bool
    change_set_id: str | None
    request_id: str | None
    errors: list[OutcomeErrorJson]
    because: str | None
    parameters: NotRequired[Mapping[str, Any]]


class ExposedJson(TypedDict):
    """Accounts that a run leaves governed neither as before nor as desired, and the principal whose move failed."""

    principal: str | None
    left: str | None
    taker: str | None
    accounts: list[str]
    governed_by: str | None
    putback: str | None
    held_by: str | None
    maybe: bool


class RunReportJson(TypedDict):
    """The run report. *plan_digest* is null if no plan was made, *converged* if AWS could not be read again."""

    format_version: str
    plan_digest: str | None
    started_at: str
    ended_at: str
    outcomes: list[OutcomeJson]
    converged: bool | None
    remaining: list[str]
    unverified: list[str]
    exposed: list[ExposedJson]
    names: dict[str, str]
    spent: SpentJson
    problems: list[ProblemJson]
