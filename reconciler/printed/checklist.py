"""The answers of `checklist` (contract 5): what a service still needs, and what to send to AWS Marketplace."""

from typing import Any, Literal, TypedDict

from .problem import ProblemJson


class ChecklistItemJson(TypedDict):
    """One item: *part* is the checklist that it is on, *needs* are the ids of items that have to hold before it."""

    id: str
    title: str
    part: Literal["creation", "testing"]
    required: bool
    needs: list[str]
    status: Literal["green", "red", "grey"]
    because: str
    facts: dict[str, Any]


class ChecklistServiceJson(TypedDict):
    """The items of one endpoint service."""

    address: str
    region: str
    account: str
    items: list[ChecklistItemJson]


class ChecklistReportJson(TypedDict):
    """The report of `verify` that was taken into account; *at* is empty where the report does not say when."""

    service: str
    observer: str
    at: str


class ChecklistJson(TypedDict):
    """The answer of `checklist`."""

    format_version: str
    verified: ChecklistReportJson | None
    services: list[ChecklistServiceJson]
    problems: list[ProblemJson]


class SubmittedServiceJson(TypedDict):
    """What AWS Marketplace asks for about one endpoint service."""

    service_name: str
    region: str
    account: str
    user_friendly_name: str
    certificate_account: str
    private_dns_name: str | None


class SubmissionJson(TypedDict):
    """The answer of `checklist --submission`."""

    format_version: str
    submission: list[SubmittedServiceJson]
