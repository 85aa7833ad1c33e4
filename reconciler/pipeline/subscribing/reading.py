"""The agreements and entitlements of the offerings that services deliver, from AWS. It only reads.

Both sources of all offerings are read at the same time: each has a rate of its own. A read that is denied, or that
breaks off, is kept as an error: the other offerings and sources are read all the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from reconciler.errors import Unreadable
from reconciler.parallel import Threads, in_parallel
from reconciler.ports import Clients

from .delivering import Delivered
from .joining import Sold

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class OfferingRead:
    """What was sold of one offering, and the errors of the sources that could not be read."""

    delivered: Delivered
    sold: Sold
    unreadable: tuple[Unreadable, ...] = ()


def read_offerings(wanted: Iterable[Delivered], clients: Clients) -> tuple[OfferingRead, ...]:
    """Read what was sold of each offering that a service delivers; N agreements take N/50 calls, rounded up."""
    return in_parallel(partial(_read, clients), [one for one in wanted if one.services])


def _read(clients: Clients, one: Delivered) -> OfferingRead:
    sales = clients.sellers[one.seller.name].sales
    with Threads(1) as beside:
        other = beside.submit(_kept, partial(sales.entitlements, one.offering.code, clients.progress))
        agreements = _kept(partial(sales.agreements, one.offering.id, clients.progress))
        entitlements = other.result()
    sold = Sold(_unless_failed(agreements), _unless_failed(entitlements))
    errors = tuple(found for found in (agreements, entitlements) if isinstance(found, Unreadable))
    if errors:
        clients.progress.miss()
    return OfferingRead(one, sold, errors)


def _kept(read: Callable[[], Found]) -> Found | Unreadable:
    try:
        return read()
    except Unreadable as error:
        return error


def _unless_failed(found: Found | Unreadable) -> Found | None:
    return None if isinstance(found, Unreadable) else found
