"""Reading hosted zones for the documents that state one: `auto` is the public zone with the longest name that fits."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reconciler.errors import Unreadable
from reconciler.model import Address
from reconciler.ports import Zones

from .publication import AUTO, Publication, desired_name, domain_of, live_name, record_name, stated_zone
from .spec import Paired, Pairs


def publications(pairs: Pairs, zones: Zones) -> Mapping[Address, Publication]:
    """Read the zones of the documents that state one."""
    return {pair.desired.address: _read(pair, zones) for pair in pairs if stated_zone(pair.desired)}


def _read(pair: Paired, zones: Zones) -> Publication:
    try:
        return _publication(pair, zones)
    except Unreadable as unreadable:
        return Publication(account=zones.account, unreadable=unreadable)


def _publication(pair: Paired, zones: Zones) -> Publication:
    """Find the zone of the desired name and that of the live name, and the live record."""
    live, name = live_name(pair.observed), desired_name(pair.desired, pair.observed)
    found = _placed(stated_zone(pair.desired), name, zones) if name else Publication(account=zones.account)
    if live is None:
        return found
    held = found if live[1] == name else _placed(stated_zone(pair.desired), live[1], zones)
    records = zones.texts(held.zone, record_name(*live)) if held.zone else None
    return replace(found, held=held.zone, records=records)


def _placed(stated: str, name: str, zones: Zones) -> Publication:
    """Return the zone in which the record of *name* belongs, or what stands against it."""
    domain = domain_of(name)
    if stated != AUTO:
        named = zones.named(stated)
        fits = named is not None and f".{domain}".endswith(f".{named}")
        return Publication(account=zones.account, zone=stated if fits else "", named=named)
    for suffix in _suffixes(domain):
        public = sorted(zone.id for zone in zones.of(suffix) if not zone.private)
        if len(public) > 1:
            return Publication(account=zones.account, found=tuple(public), longest=suffix)
        if public:
            return Publication(account=zones.account, zone=public[0])
    return Publication(account=zones.account)


def _suffixes(domain: str) -> Iterator[str]:
    """Yield the domain and the domains above it, the longest first; one label alone is nobody's."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))
