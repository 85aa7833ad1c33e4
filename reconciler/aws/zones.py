"""Amazon Route 53 as the port `Zones`: hosted zones and TXT records of one account (private-dns 2.1 to 2.3)."""

from collections.abc import Iterator
from typing import Any, Final

from reconciler.ports import HostedZone, TextRecords
from reconciler.privatelink_limits import HOSTED_ZONES_PAGE

from .answer import Answer
from .service import Service

IN_SYNC: Final = "INSYNC"
TEXT: Final = "TXT"


class ZonesApi:
    """Reads hosted zones; ids are without the prefixes `/hostedzone/` and `/change/`."""

    def __init__(self, service: Service, account: str) -> None:
        """Make the calls through *service* (`route53`), in *account*."""
        self._service = service
        self.account = account

    def of(self, name: str) -> tuple[HostedZone, ...]:
        """Return the zones of exactly this name. Route 53 lists the zones from a name on, those of the name first."""
        return tuple(self._of(name))

    def named(self, zone_id: str) -> str | None:
        """Return the name of one zone: that of its first record set, since all others are below the zone's name."""
        asked, absent = self._service.of(zone_id), {"NoSuchHostedZone"}
        page = asked.read_unless(absent, "ListResourceRecordSets", HostedZoneId=zone_id, MaxItems="1")
        sets = page.structures("ResourceRecordSets") if page else ()
        return _plain(sets[0].id("Name")) if sets else None

    def texts(self, zone_id: str, name: str) -> TextRecords | None:
        """Return the TXT records of *name*: Route 53 lists the record sets from a name and a type on, these first."""
        page = self._service.of(f"{name} in {zone_id}").read(
            "ListResourceRecordSets", HostedZoneId=zone_id, StartRecordName=name, StartRecordType=TEXT, MaxItems="1"
        )
        for item in page.structures("ResourceRecordSets"):
            if (_plain(item.id("Name")), item.id("Type")) == (name, TEXT):
                values = tuple(one.id("Value") for one in item.structures_or_none("ResourceRecords"))
                return TextRecords(name, item.number_or("TTL", 0), values)
        return None

    def is_spread(self, change_id: str) -> bool:
        """Tell whether all name servers have a change."""
        page = self._service.of(change_id).read("GetChange", Id=change_id)
        return page.inside("ChangeInfo").id("Status") == IN_SYNC

    def _of(self, name: str) -> Iterator[HostedZone]:
        start: dict[str, Any] = {"DNSName": name}
        while start:
            page = self._service.of(name).read("ListHostedZonesByName", MaxItems=HOSTED_ZONES_PAGE, **start)
            zones = [_zone(item) for item in page.structures("HostedZones")]
            yield from (zone for zone in zones if zone.name == name)
            more = page.flag("IsTruncated") and all(zone.name == name for zone in zones)
            following = {
                "DNSName": page.text_or("NextDNSName", ""),
                "HostedZoneId": page.text_or("NextHostedZoneId", ""),
            }
            start = following if more and following != start else {}


def _zone(item: Answer) -> HostedZone:
    config = item.inside("Config") if item.value.get("Config") else None
    private = bool(config and config.value.get("PrivateZone"))
    return HostedZone(item.id("Id").rpartition("/")[2], _plain(item.id("Name")), private)


def _plain(name: str) -> str:
    r"""Return a name in lower case without its last dot; Route 53 writes a wildcard as `\052`."""
    return name.lower().rstrip(".").replace("\\052", "*")
