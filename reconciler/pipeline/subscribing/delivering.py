"""The offerings of sellers, and the services that deliver them as documents say. Pure.

Example: seller saas states the offerings `api` and `old`, and `endpoint_service.api-us` has `offering: api`. Offering
`api` is delivered by that service, `old` by none.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from reconciler.errors import UsageError
from reconciler.model import Address, Desired, Wish
from reconciler.settings import Offering, Seller, Settings
from reconciler.suggestions import did_you_mean

_STATE_IT: Final = "state offerings: {api: {id: prod-…, code: …}} at a seller in reconciler.yaml"


@dataclass(frozen=True, slots=True)
class Delivered:
    """An *offering* of a *seller*; *services* are the addresses of those whose documents say that they deliver it."""

    seller: Seller
    offering: Offering
    services: tuple[Address, ...] = ()


def deliveries(settings: Settings, wish: Wish, outside: Collection[Address] = ()) -> tuple[Delivered, ...]:
    """Return all offerings of *settings* in their order, with their services, without those that are *outside*."""
    services: dict[tuple[str, str], list[Address]] = {}
    for address, (seller, offering) in _delivering(wish):
        if address not in outside:
            services.setdefault((seller, offering), []).append(address)
    return tuple(
        Delivered(seller, offering, tuple(sorted(services.get((seller.name, offering.name), ()))))
        for seller in settings.sellers
        for offering in seller.offerings
    )


def _delivering(wish: Wish) -> Iterator[tuple[Address, tuple[str, str]]]:
    """Return the services that state an offering, with the seller and the name of the offering."""
    for desired in wish.values():
        if offering := offering_of(desired):
            yield desired.address, (getattr(desired.spec, "seller", None) or "", offering)


def offering_of(desired: Desired[Any]) -> str | None:
    """Return the offering that a document states, if its kind has one."""
    stated: str | None = desired.document.body.get("offering")
    return stated


def check_offering(asked: str | None, every: Collection[Delivered]) -> None:
    """Raise UsageError for an offering that is *asked* for and that no seller states, or if none states any."""
    known = [one.offering.name for one in every]
    if not known:
        raise UsageError("no seller states an offering, so there is nobody to compare", _STATE_IT)
    if asked is not None and asked not in known:
        hint = did_you_mean(asked, known) or f"offerings in reconciler.yaml: {', '.join(dict.fromkeys(known))}"
        raise UsageError(f"no seller states an offering {asked!r}", hint)
