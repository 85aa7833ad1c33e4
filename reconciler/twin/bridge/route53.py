"""Route 53: moto's service, corrected where a change of record sets would not work on AWS (privatelink 4.5).

moto takes TXT values without quotes, deletes record sets whose values differ, has every change INSYNC at once under one
id, and of ListHostedZonesByName returns the zones of exactly the name, not those from the name on.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any, ClassVar, Final

from moto.core.responses import ActionResult
from moto.route53.models import FakeZone, route53_backends
from moto.route53.models import RecordSet as MotoRecordSet
from moto.route53.responses import Route53

from reconciler.regions import COMMERCIAL
from reconciler.twin.catalog.conditions import Conditions
from reconciler.twin.route53.record_sets import NO_SUCH_CHANGE, RecordSet, Sets, changed, full, seeded
from reconciler.twin.route53.seed import SeededZone

from .answering import Answering
from .backends import standing

TEXT: Final = "TXT"
OF_MOTO: Final = {"AliasTarget", "SetIdentifier"}
"""Members of the record sets that moto alone keeps: aliases, and those that share name and type."""
PAGE: Final = 100
"""Zones of a page without MaxItems: Route 53 API reference, ListHostedZonesByName."""
PENDING, INSYNC = "PENDING", "INSYNC"


class Publication:
    """When the changes that were submitted reach the name servers, by their ids; *seconds* after each."""

    in_force: ClassVar["Publication"]

    def __init__(self, conditions: Conditions | None = None, seconds: float = 0.0) -> None:
        self.conditions, self.seconds = conditions or Conditions(), seconds
        self.changes: dict[str, tuple[float, float]] = {}
        self._numbers = count(1)

    def submit(self) -> str:
        """Return the id of a new change."""
        id_, now = f"C{next(self._numbers):013d}", self.conditions.clock()
        self.changes[id_] = (now, now + self.seconds)
        return id_

    def described(self, change: str) -> dict[str, Any]:
        """Return a change as GetChange does.

        Raises:
            NoSuchChange: there is none of this id.
        """
        id_ = change.removeprefix("/change/")
        if id_ not in self.changes:
            raise NO_SUCH_CHANGE(id_)
        submitted, due = self.changes[id_]
        status = PENDING if self.conditions.clock() < due else INSYNC
        return {"Id": f"/change/{id_}", "Status": status, "SubmittedAt": datetime.fromtimestamp(submitted, UTC)}


Publication.in_force = Publication()


def start_publishing(conditions: Conditions, seconds: float) -> None:
    """Forget all changes; from now on a change takes *seconds* until all name servers have it."""
    Publication.in_force = Publication(conditions, seconds)


class TwinRoute53Response(Answering, Route53):
    """One request to Route 53."""

    def change_resource_record_sets(self) -> ActionResult:
        """Carry out a batch as a whole, or refuse it; moto carries out one with aliases or routing policies."""
        changes = self._get_param("ChangeBatch.Changes")
        if any(OF_MOTO & set(change["ResourceRecordSet"]) for change in changes):
            return super().change_resource_record_sets()
        zone = self.backend.get_hosted_zone(self._get_param("HostedZoneId"))
        due = Publication.in_force.conditions.clock() + Publication.in_force.seconds
        sets = changed(full(zone.name), _sets(zone), changes, due)
        _keep(zone, sets)
        return ActionResult({"ChangeInfo": Publication.in_force.described(Publication.in_force.submit())})

    def get_change(self) -> ActionResult:
        """Return whether a change has reached all name servers."""
        return ActionResult({"ChangeInfo": Publication.in_force.described(self._get_param("Id"))})

    def list_hosted_zones_by_name(self) -> ActionResult:
        """Return one page of zones from a name on, in the order of their labels from the last one."""
        name, id_ = self._get_param("DNSName") or "", self._get_param("HostedZoneId") or ""
        most = int(self._get_param("MaxItems") or PAGE)
        start = (_labels(name), id_)
        zones = sorted(self.backend.zones.values(), key=lambda zone: (_labels(zone.name), zone.resource_id))
        zones = [zone for zone in zones if (_labels(zone.name), zone.resource_id) >= start]
        page, rest = zones[:most], zones[most:]
        following = {"NextDNSName": rest[0].name, "NextHostedZoneId": rest[0].resource_id} if rest else {}
        return ActionResult(
            {"DNSName": name or None, "HostedZones": page, "IsTruncated": bool(rest), "MaxItems": most, **following}
        )


def plant_zone(seed: SeededZone) -> None:
    """Add a hosted zone of a seed, with the records that Route 53 makes for each zone."""
    backend = route53_backends[seed.account][COMMERCIAL]
    zone = backend.create_hosted_zone(full(seed.name), private_zone=seed.private, delegation_set_id=None)
    backend.zones[seed.id] = backend.zones.pop(zone.resource_id)
    zone.resource_id = seed.id
    _keep(zone, {**_sets(zone), **{(one.name, one.type): one for one in seeded(seed)}})


def public_texts(name: str) -> frozenset[str]:
    """Return the TXT values at *name* that the public DNS answers now: those of the public zones of any account."""
    now = Publication.in_force.conditions.clock()
    return frozenset(
        text
        for zone in _every_zone()
        if not zone.private_zone
        for one in (_sets(zone).get((full(name), TEXT)),)
        if one and one.due <= now
        for text in one.texts
    )


def record_sets(zone_id: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the values of the record sets of a zone by name and type, without a call."""
    (zone,) = (one for one in _every_zone() if one.resource_id == zone_id)
    return {key: one.values for key, one in _sets(zone).items()}


def _every_zone() -> Iterator[FakeZone]:
    for _, _, backend in standing(route53_backends):
        yield from list(backend.zones.values())


def _sets(zone: FakeZone) -> Sets:
    """Return moto's record sets of one zone in the twin's form."""
    found = map(_record_set, zone.rrsets)
    return {(one.name, one.type): one for one in found}


def _record_set(kept: Any) -> RecordSet:  # noqa: ANN401 - moto's RecordSet, with the moment when it is public
    values = tuple(one["Value"] if isinstance(one, dict) else one for one in kept.records)
    return RecordSet(full(kept.name), kept.type, int(kept.ttl or 0), values, getattr(kept, "due", 0.0))


def _keep(zone: FakeZone, sets: Sets) -> None:
    """Put record sets into moto's zone; those that did not change stay as they are."""
    before = {(one.name, one.type): one for one in map(_record_set, zone.rrsets)}
    zone.rrsets = [one for one in zone.rrsets if _record_set(one) in sets.values()]
    for key, one in sets.items():
        if before.get(key) != one:
            make: Any = MotoRecordSet  # only its annotations make it abstract
            kept = make({"Name": one.name, "Type": one.type, "TTL": one.ttl, "ResourceRecords": list(one.values)})
            kept.due = one.due
            zone.rrsets.append(kept)


def _labels(name: str) -> tuple[str, ...]:
    return tuple(reversed(full(name).rstrip(".").split("."))) if name else ()
