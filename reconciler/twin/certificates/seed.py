"""The certificates that a twin starts with: the section `certificates` of a seed (README.md, "Seeds")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededCertificate:
    """A certificate for *names*, the first of which is its domain name; its ARN has the account and the region.

    *key* is the algorithm of its key pair and *origin* where that comes from, both in ACM's words. *failure* is why
    ACM did not issue it. *expires* is an ISO 8601 time in UTC.
    """

    arn: str
    names: tuple[str, ...]
    status: str = "ISSUED"
    key: str = "RSA_2048"
    origin: str = "AWS_MANAGED"
    type: str = "AMAZON_ISSUED"
    failure: str | None = None
    expires: str | None = None
    used_by: tuple[str, ...] = ()


def parse(sent: Iterable[Mapping[str, Any]]) -> tuple[SeededCertificate, ...]:
    """Read the section, whose shape has been checked."""
    lists = ("names", "used_by")
    return tuple(
        SeededCertificate(**{**item, **{name: tuple(item[name]) for name in lists if name in item}}) for item in sent
    )
