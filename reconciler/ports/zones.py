"""The port of Amazon Route 53: hosted zones of one account, and their TXT records (facts: private-dns 2.1 to 2.3)."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HostedZone:
    """A hosted zone; *name* is in lower case, without its last dot. The public DNS does not know a *private* one."""

    id: str
    name: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class TextRecords:
    """All TXT records of one name; *values* are as Route 53 returns them, each in quotes, in their order."""

    name: str
    ttl: int
    values: tuple[str, ...]


class Zones(Protocol):
    """The hosted zones of one account, whose id is *account*."""

    @property
    def account(self) -> str:
        """Return the account of the zones, 12 digits."""
        ...

    def of(self, name: str) -> tuple[HostedZone, ...]:
        """Return the zones of exactly this name, private ones among them."""
        ...

    def named(self, zone_id: str) -> str | None:
        """Return the name of one zone; None if the account has no such zone."""
        ...

    def texts(self, zone_id: str, name: str) -> TextRecords | None:
        """Return the TXT records of *name* in one zone; None if there are none."""
        ...

    def is_spread(self, change_id: str) -> bool:
        """Tell whether all name servers have a change of record sets."""
        ...


class NoZones:
    """The zones of clients that read none."""

    account = ""

    def of(self, name: str) -> tuple[HostedZone, ...]:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the hosted zones of {name}")

    def named(self, zone_id: str) -> str | None:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the hosted zone {zone_id}")

    def texts(self, zone_id: str, name: str) -> TextRecords | None:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the records of {name} in {zone_id}")

    def is_spread(self, change_id: str) -> bool:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the change {change_id}")
