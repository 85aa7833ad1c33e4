"""A message of `drift --notify` (contract 5)."""

from typing import Literal, NotRequired, TypedDict


class DifferenceJson(TypedDict):
    """One object that differs from the repository; *origin* is null where it is not asked for.

    In a message about several members of a fleet, *member* is the one that has the object.
    """

    address: str
    origin: Literal["unfinished", "changed_in_aws", "unknown"] | None
    paths: list[str]
    member: NotRequired[str]


class NotifiedMemberJson(TypedDict):
    """One member of a fleet in a message about several; *digest* is null if it could not be compared with AWS."""

    member: str
    digest: str | None
    verdict: str


class NotificationJson(TypedDict):
    """What a recipient of `drift --notify` gets. *digest* is null if AWS could not be compared with the repository.

    A message about one member of a fleet has its name in *member*, one about several has them in *members*.
    """

    format_version: str
    repository: str
    digest: str | None
    verdict: str
    changes: list[DifferenceJson]
    refused: list[str]
    member: NotRequired[str]
    members: NotRequired[list[NotifiedMemberJson]]
