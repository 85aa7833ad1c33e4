"""The agreements and entitlements that a twin starts with: two sections of a seed (README.md, "Seeds")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededAgreement:
    """A purchase agreement of *buyer* about *product*, by the product's id; *proposer* is the seller or a reseller.

    *start*, *end* and *updated* are ISO 8601 times in UTC; without *end* the agreement has none. *token* is its
    registration token, a secret that only GetAgreementEntitlements returns.
    """

    id: str
    product: str
    buyer: str
    proposer: str
    status: str = "ACTIVE"
    start: str = "2026-01-01T00:00:00Z"
    end: str | None = None
    updated: str | None = None
    type: str = "SaaSProduct"
    offer: str = "offer-0000000000001"
    initial: str | None = None
    licences: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededEntitlement:
    """An entitlement of *buyer* to one *dimension* of the product with the code *code*, which *seller* owns.

    One that is *withdrawn* is no longer listed, but keeps its place in the pages.
    """

    code: str
    seller: str
    buyer: str
    dimension: str = "users"
    value: int = 1
    expires: str | None = None
    licence: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededSales:
    """Both sections, in the order of the file."""

    agreements: tuple[SeededAgreement, ...] = ()
    entitlements: tuple[SeededEntitlement, ...] = ()


def parse(agreements: Iterable[Mapping[str, Any]], entitlements: Iterable[Mapping[str, Any]]) -> SeededSales:
    """Read the sections, whose shapes have been checked."""
    return SeededSales(
        agreements=tuple(
            SeededAgreement(**{**item, "licences": tuple(item.get("licences", ()))}) for item in agreements
        ),
        entitlements=tuple(SeededEntitlement(**item) for item in entitlements),
    )
