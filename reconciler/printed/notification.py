"""A message of `drift --notify` (contract 5)."""

from typing import Literal, TypedDict


class DifferenceJson(TypedDict):
    """One object that differs from the repository; *origin* is null where it is not asked for."""

    address: str
    origin: Literal["unfinished", "changed_in_aws", "unknown"] | None
    paths: list[str]


class NotificationJson(TypedDict):
    """What a recipient of `drift --notify` gets. *digest* is null if AWS could not be compared with the repository."""

    format_version: str
    repository: str
    digest: str | None
    verdict: str
    changes: list[DifferenceJson]
    refused: list[str]
