"""Name servers on loopback addresses, made of dnspython's own messages: each answers what a test says."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

RECURSIVE = "127.0.0.1"
FIRST, SECOND = "127.0.0.2", "127.0.0.3"
"""The addresses of the resolver of the machine, and of both name servers of example.com."""
TTL = 60


@dataclass
class Names:
    """What one server holds: *records* by name and type. A *lame* one has no authority, a *silent* one never answers.

    A name in *referred* is delegated: its records of type NS stand in the authority section, as in a referral.
    """

    records: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    zone: str = "example.com."
    lame: bool = False
    silent: bool = False
    refuses: bool = False
    referred: frozenset[str] = frozenset()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, query: dns.message.Message) -> dns.message.Message:
        """Answer one question."""
        question = query.question[0]
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(query)
        if self.refuses:
            answer.set_rcode(dns.rcode.REFUSED)
            return answer
        answer.flags |= 0 if self.lame or name in self.referred else dns.flags.AA
        found = self.records.get((name, kind), ())
        section = answer.authority if name in self.referred else answer.answer
        if found:
            section.append(dns.rrset.from_text(name, TTL, "IN", kind, *found))
        elif all(name != known for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        if not found and name.endswith(self.zone):
            soa = f"ns1.{self.zone} admin.{self.zone} 1 7200 900 1209600 60"
            answer.authority.append(dns.rrset.from_text(self.zone, TTL, "IN", "SOA", soa))
        return answer


@contextmanager
def serving(servers: Mapping[str, Names]) -> Iterator[int]:
    """Serve each of *servers* at its address, all at one port, which is returned."""
    over, port = Event(), 0
    with ExitStack() as opened:
        for address, names in servers.items():
            server = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            server.bind((address, port))
            port = server.getsockname()[1]
            server.settimeout(0.05)
            thread = Thread(target=_serve, args=(server, names, over), daemon=True)
            thread.start()
            opened.callback(thread.join)
        opened.callback(over.set)
        yield port


def _serve(server: socket.socket, names: Names, over: Event) -> None:
    while not over.is_set():
        try:
            sent, client = server.recvfrom(4096)
        except TimeoutError:
            continue
        answer = names.answer(dns.message.from_wire(sent))
        if not names.silent:
            server.sendto(answer.to_wire(), client)


def recursive(name_servers: Sequence[str] = ("ns1", "ns2"), zone: str = "example.com.") -> Names:
    """Return the resolver of the machine, which knows *zone*, its name servers and where they are."""
    addresses = {("ns1.example.com.", "A"): [FIRST], ("ns2.example.com.", "A"): [SECOND]}
    servers = [f"{label}.example.com." for label in name_servers]
    soa = f"ns1.{zone} admin.{zone} 1 7200 900 1209600 60"
    return Names({(zone, "SOA"): [soa], (zone, "NS"): servers, **addresses}, zone=zone)
