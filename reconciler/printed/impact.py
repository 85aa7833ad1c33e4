"""Who feels a plan: what accounts and customers gain and lose, who is exposed, and which connections remain."""

from typing import TypedDict


class GroupJson(TypedDict):
    """Accounts that the plan changes in the same way. A number of null means everything."""

    before: str | None
    after: str | None
    accounts: list[str]
    gains: int | None
    loses: int | None
    gained: list[str]
    lost: list[str] | None


class LostServiceJson(TypedDict):
    """An endpoint service that customers lose."""

    service: str
    customers: list[str]
    connected: list[str] | None


class ImpactJson(TypedDict):
    """Accounts that gain, lose or change experience once all is done, and the services that customers lose."""

    groups: list[GroupJson]
    ungoverned: list[str]
    lost_services: list[LostServiceJson]


ExposureJson = TypedDict(
    "ExposureJson",
    {
        "principal": str,
        "accounts": list[str],
        "from": str,
        "until": str,
        "governed_by": str | None,
        "wider": bool,
        "narrower": bool,
        "seconds": int,
    },
)
"""Accounts that are between two operations governed neither as before nor as after. `from` is a word of Python."""


class ResidualAccessJson(TypedDict):
    """A live connection whose grant goes or is gone."""

    service: str
    principal: str
    endpoint: str
    owner: str
    state: str
    region: str
    since: str
    admitted_by: list[str]
