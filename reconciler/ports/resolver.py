"""The port of the public DNS: what name servers answer, asked one by one. It answers what it could, and never raises.

Example: `texts("_x.api.example.com")` asks each name server of the zone `example.com` for the TXT records of the name.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DnsAnswer:
    """The answer of one name server.

    *server* is its name in lower case, without the last dot; empty where it is not known which servers to ask.
    *values* are sorted, empty if the server knows the name without such records, or does not know it. They are None if
    the server could not be asked or did not answer, and *because* says why.
    """

    server: str
    values: tuple[str, ...] | None
    because: str = ""


class Resolver(Protocol):
    """Asks name servers. No method takes longer than a few seconds, and none raises: `DnsAnswer.because` says why."""

    def texts(self, name: str) -> tuple[DnsAnswer, ...]:
        """Ask each name server of the zone of *name* for its TXT records; the strings of one record are joined."""
        ...

    def delegation(self, name: str) -> tuple[DnsAnswer, ...]:
        """Ask each name server of the zone above *name* for the name servers of *name*, to which it delegates it."""
        ...

    def authority(self, name: str, servers: tuple[str, ...]) -> tuple[DnsAnswer, ...]:
        """Ask each of *servers* for the SOA record of the zone *name*: one value, the zone's primary name server.

        A server that does not answer for the zone (a lame one) has no values.
        """
        ...


@dataclass(frozen=True, slots=True)
class NoResolver:
    """The resolver of clients that ask no name servers; *because* says why."""

    because: str = "name servers were not asked"

    def texts(self, name: str) -> tuple[DnsAnswer, ...]:  # noqa: ARG002 - as Resolver
        """Return that nobody was asked."""
        return (DnsAnswer("", None, self.because),)

    def delegation(self, name: str) -> tuple[DnsAnswer, ...]:  # noqa: ARG002 - as Resolver
        """Return that nobody was asked."""
        return (DnsAnswer("", None, self.because),)

    def authority(self, name: str, servers: tuple[str, ...]) -> tuple[DnsAnswer, ...]:  # noqa: ARG002 - as Resolver
        """Return that nobody was asked."""
        return tuple(DnsAnswer(server, None, self.because) for server in servers)
