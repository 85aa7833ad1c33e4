"""The hosted zones that a twin starts with: the section `hosted_zones` of a seed (README.md, "Seeds")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededRecordSet:
    """A record set; *values* are in the form of Route 53, in which a text stands in quotes."""

    name: str
    type: str
    values: tuple[str, ...]
    ttl: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededZone:
    """The hosted zone *id* of *account* for *name*; the public DNS does not know a *private* one."""

    id: str
    account: str
    name: str
    private: bool = False
    records: tuple[SeededRecordSet, ...] = ()


def parse(sent: Iterable[Mapping[str, Any]]) -> tuple[SeededZone, ...]:
    """Read the section, whose shape has been checked."""
    return tuple(SeededZone(**{**zone, "records": tuple(map(_record_set, zone.get("records", ())))}) for zone in sent)


def _record_set(sent: Mapping[str, Any]) -> SeededRecordSet:
    return SeededRecordSet(**{**sent, "values": tuple(sent["values"])})
