"""The answer of `subscribers` (contract 5): who is subscribed to an offering, may connect and is connected."""

from typing import Literal, TypedDict

from .problem import ProblemJson

SubscriptionState = Literal["active", "ended", "none", "unknown"]
SubscriberFinding = Literal["not_allowed", "not_subscribed", "ended_open", "unknown"]


class ListedOfferingJson(TypedDict):
    """An offering of a seller, and how much was read of it: null if it was not read; *needs* are denied actions."""

    seller: str
    name: str
    product: str
    services: list[str]
    agreements: int | None
    entitlements: int | None
    needs: list[str]


class AgreementJson(TypedDict):
    """An agreement in AWS's words; *end* is null where it has none."""

    id: str
    status: str
    end: str | None


class SubscriberJson(TypedDict):
    """One account that is subscribed, allowed or connected; *services* are those with a grant of the account.

    *roles_only* are those of them that admit only roles or users of the account, not the account as a whole.
    """

    seller: str
    offering: str
    account: str
    title: str | None
    finding: SubscriberFinding | None
    subscription: SubscriptionState
    end: str | None
    agreements: list[AgreementJson]
    entitled: bool | None
    grants: list[str]
    services: list[str]
    roles_only: list[str]
    open_to_all: list[str]
    connections: list[str]


class ProposalJson(TypedDict):
    """What `--write` did for a subscriber that is not allowed: the *file* that was written, or null and why not."""

    account: str
    title: str | None
    address: str | None
    file: str | None
    services: list[str]
    because: str


class SubscribersJson(TypedDict):
    """The answer of `subscribers`; *offering* is the one that was asked for, and *proposed* null without `--write`."""

    format_version: str
    offering: str | None
    offerings: list[ListedOfferingJson]
    rows: list[SubscriberJson]
    proposed: list[ProposalJson] | None
    problems: list[ProblemJson]
