"""Services with a document's name at another location than the document states, found by their tag. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from reconciler.model import Problem, warning

from .observe import Location, location_of
from .spec import NAME_TAG, ObservedService, Paired, Wanted


def found_elsewhere(
    wanted: Iterable[Wanted], pairs: Iterable[Paired], live: Mapping[Location, Mapping[str, ObservedService]]
) -> Iterator[Problem]:
    """Warn about services with the name of a desired service at another location, unless a document manages them.

    A service cannot move. When a document changes its region or seller, a new service is created, and the old one
    stays as it is, with all its grants. A document with an id is not checked: the id decides which service is meant.
    """
    wishes = tuple(wanted)
    known = {desired.pin for desired in wishes} | {pair.observed.remote_id for pair in pairs if pair.observed}
    named = {desired.address.name: desired for desired in wishes if not desired.pin}
    told: set[str] = set()
    for location, services in live.items():
        for one in services.values():
            desired = named.get((one.spec.tags or {}).get(NAME_TAG, ""))
            if desired and location != location_of(desired) and one.remote_id not in known | told:
                told.add(one.remote_id)
                yield _warning(desired, one, location)


def _warning(desired: Wanted, one: ObservedService, location: Location) -> Problem:
    seller, region = location
    whose = "" if seller == desired.spec.seller else f" of seller {seller}"
    message = (
        f"{one.remote_id} in {region}{whose} also has the tag {NAME_TAG}={desired.address.name}: "
        "it stays as it is, with its grants and connections"
    )
    hint = f"to end it, add another document with id: {one.remote_id} and state: absent"
    return warning("left-behind", message, desired.document.at("region"), hint, desired.address)
