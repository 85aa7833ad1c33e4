"""The agreements and entitlements of the offerings that services deliver, from AWS. It only reads.

A read that is denied, or that breaks off, is kept as an error: the other offerings and sources are read all the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from reconciler.errors import Unreadable
from reconciler.ports import Clients, Sales
from reconciler.settings import Offering, Seller

from .joining import Sold

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class OfferingRead:
    """What a seller has sold of one offering, and the errors of the sources that could not be read."""

    seller: str
    offering: Offering
    sold: Sold
    unreadable: tuple[Unreadable, ...] = ()


def read_offerings(wanted: Iterable[tuple[Seller, Offering]], clients: Clients) -> tuple[OfferingRead, ...]:
    """Read what was sold of each offering; N agreements take N/50 calls, rounded up."""
    return tuple(_read(seller, offering, clients.sellers[seller.name].sales) for seller, offering in wanted)


def _read(seller: Seller, offering: Offering, sales: Sales) -> OfferingRead:
    errors: list[Unreadable] = []
    agreements = _kept(errors, lambda: sales.agreements(offering.id))
    entitlements = _kept(errors, lambda: sales.entitlements(offering.code))
    return OfferingRead(seller.name, offering, Sold(agreements, entitlements), tuple(errors))


def _kept(errors: list[Unreadable], read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except Unreadable as error:
        errors.append(error)
        return None
