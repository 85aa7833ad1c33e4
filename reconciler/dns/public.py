"""The port `Resolver` on dnspython: it finds the name servers of a zone and asks each of them itself.

A recursive resolver may remember for hours that a record did not exist, so it is only asked which servers have the zone
and where they are. AWS's page has the same test: find the name servers of the domain and ask one of them (facts:
private-dns 3.1).

Example: for `_x.api.example.com` the resolver of the machine tells the zone `example.com`, its name servers and their
addresses. Each of these is asked for the TXT records of the name, all at the same time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Final

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from reconciler.parallel import in_parallel
from reconciler.ports import DnsAnswer

SECONDS: Final = 3.0
"""How long one question may take, with the search for its servers: a plan must not wait for name servers."""
PORT: Final = 53
KNOWN: Final = frozenset({dns.rcode.NOERROR, dns.rcode.NXDOMAIN})
FAMILIES: Final = ("A", "AAAA")

Read = Callable[[dns.message.Message], tuple[str, ...]]
"""Reads the values of an answer."""


class _NotFoundError(Exception):
    """The servers to ask could not be found; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDns:
    """Asks name servers, each at *port*. *resolvers* find them; without any, those of this machine do.

    One question takes at most *seconds*. After *budget* seconds from the first one, no more is asked.
    """

    resolvers: tuple[str, ...] = ()
    port: int = PORT
    seconds: float = SECONDS
    budget: float = inf
    began: list[float] = field(default_factory=list, compare=False)

    def texts(self, name: str) -> tuple[DnsAnswer, ...]:
        """Ask each name server of the zone of *name* for its TXT records."""
        return self._asked(name, lambda search: search.servers(search.zone(name)), "TXT", _texts)

    def delegation(self, name: str) -> tuple[DnsAnswer, ...]:
        """Ask each name server of the zone above *name* for the name servers of *name*."""
        return self._asked(name, lambda search: search.servers(search.zone(_above(name))), "NS", _name_servers)

    def authority(self, name: str, servers: tuple[str, ...]) -> tuple[DnsAnswer, ...]:
        """Ask each of *servers* for the SOA record of the zone *name*; a lame server has no values."""
        return self._asked(name, lambda _search: servers, "SOA", _primary)

    def _asked(
        self, name: str, find: Callable[["_Search"], Sequence[str]], kind: str, read: Read
    ) -> tuple[DnsAnswer, ...]:
        """Ask all servers that *find* returns at the same time."""
        try:
            search = _Search.begin(self)
            servers = [_plain(server) for server in find(search)]
        except (_NotFoundError, dns.exception.DNSException, OSError) as error:
            return (DnsAnswer("", None, _why(error)),)
        return in_parallel(lambda server: search.told(server, name, kind, read), sorted(set(servers)))


@dataclass(frozen=True, slots=True)
class _Search:
    """One question, which has to be answered by *end* (seconds of the monotonic clock)."""

    resolver: dns.resolver.Resolver
    end: float
    port: int

    @classmethod
    def begin(cls, asking: PublicDns) -> "_Search":
        """Return a search that begins now. Raises dnspython's errors if the machine has no resolver."""
        now = monotonic()
        asking.began.append(now)
        end = min(now + asking.seconds, asking.began[0] + asking.budget)
        if end <= now:
            raise _NotFoundError("there was no time left to ask")
        resolver = dns.resolver.Resolver(configure=not asking.resolvers)
        if asking.resolvers:
            resolver.nameservers, resolver.port = list(asking.resolvers), asking.port
        return cls(resolver, end, asking.port)

    def zone(self, name: str) -> str:
        """Return the zone that holds *name*."""
        return dns.resolver.zone_for_name(f"{name}.", resolver=self.resolver, lifetime=self._left).to_text()

    def servers(self, zone: str) -> Sequence[str]:
        """Return the names of the name servers of *zone*."""
        return [one.target.to_text() for one in self.resolver.resolve(zone, "NS", lifetime=self._left)]

    def told(self, server: str, name: str, kind: str, read: Read) -> DnsAnswer:
        """Ask *server* for records of *kind*; without recursion, so that it says what it holds itself."""
        query = dns.message.make_query(f"{name}.", kind, flags=dns.flags.Flag(0))
        try:
            answer, _ = dns.query.udp_with_fallback(query, self._address(server), self._left, self.port)
        except (_NotFoundError, dns.exception.DNSException, OSError) as error:
            return DnsAnswer(server, None, _why(error))
        refused = answer.rcode() not in KNOWN and kind != "SOA"
        return DnsAnswer(server, None, _refusal(answer)) if refused else DnsAnswer(server, read(answer))

    def _address(self, server: str) -> str:
        """Return an address of *server*, of version 4 if it has one."""
        for family in FAMILIES:
            try:
                return str(self.resolver.resolve(f"{server}.", family, lifetime=self._left)[0].address)
            except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
                continue
        raise _NotFoundError(f"{server} has no address")

    @property
    def _left(self) -> float:
        """Return how many seconds are left, at least a moment."""
        return max(self.end - monotonic(), 0.01)


def _texts(answer: dns.message.Message) -> tuple[str, ...]:
    """Return the values of TXT records; a value of more than 255 bytes comes in pieces."""
    found = (one for each in answer.answer if each.rdtype == dns.rdatatype.TXT for one in each)
    return tuple(sorted({b"".join(one.strings).decode("utf-8", "backslashreplace") for one in found}))


def _name_servers(answer: dns.message.Message) -> tuple[str, ...]:
    """Return the name servers of a referral, which stand in its authority section, or of an answer."""
    asked, sections = answer.question[0].name, (*answer.answer, *answer.authority)
    found = (one for each in sections if each.rdtype == dns.rdatatype.NS and each.name == asked for one in each)
    return tuple(sorted({_plain(one.target.to_text()) for one in found}))


def _primary(answer: dns.message.Message) -> tuple[str, ...]:
    """Return the primary name server of a zone for which the server answers with authority."""
    if not answer.flags & dns.flags.AA:
        return ()
    found = (one for each in answer.answer if each.rdtype == dns.rdatatype.SOA for one in each)
    return tuple(sorted({_plain(one.mname.to_text()) for one in found}))


def _above(name: str) -> str:
    return name.partition(".")[2]


def _plain(name: str) -> str:
    return name.rstrip(".").lower()


def _refusal(answer: dns.message.Message) -> str:
    return f"it answered {dns.rcode.to_text(answer.rcode())}"


def _why(error: Exception) -> str:
    """Return one line about an error; dnspython's texts list each attempt."""
    if isinstance(error, dns.exception.Timeout):
        return "no answer in time"
    return " ".join(str(error).split()) or type(error).__name__
