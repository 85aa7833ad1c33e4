from collections.abc import Mapping
from time import monotonic

from reconciler.dns import PublicDns
from reconciler.ports import DnsAnswer, NoResolver
from tests.dns.loopback import FIRST, RECURSIVE, SECOND, Names, recursive, serving
from tests.patience import PATIENCE

RECORD = "_x.api.example.com"
VALUE = "vpce:AbCdEfGhIjKlMnOpQrSt"
NS1, NS2 = "ns1.example.com", "ns2.example.com"


def asking(servers: Mapping[str, Names], port: int, seconds: float = PATIENCE) -> PublicDns:
    """Return a resolver that knows only the servers on this machine."""
    assert servers
    return PublicDns(resolvers=(RECURSIVE,), port=port, seconds=seconds)


def texts(first: Names, second: Names, *, name: str = RECORD, seconds: float = PATIENCE) -> tuple[DnsAnswer, ...]:
    """Ask both name servers of example.com for the TXT records of *name*."""
    servers = {RECURSIVE: recursive(), FIRST: first, SECOND: second}
    with serving(servers) as port:
        return asking(servers, port, seconds).texts(name)


def published(*values: str, name: str = RECORD) -> Names:
    """Return a name server with a TXT record of each of *values*."""
    return Names({(f"{name}.", "TXT"): [f'"{value}"' for value in values]} if values else {})


def test_each_name_server_of_the_zone_is_asked_itself() -> None:
    """The servers may disagree; a resolver in between would show one answer, or an old one."""
    first, second = published(VALUE), published(VALUE.lower(), "other")
    assert texts(first, second) == (DnsAnswer(NS1, (VALUE,)), DnsAnswer(NS2, ("other", VALUE.lower())))
    assert first.asked == second.asked == [(f"{RECORD}.", "TXT")]


def test_a_name_without_records_has_no_values() -> None:
    """Both a name that does not exist and one without TXT records are known to have none."""
    other = Names({(f"{RECORD}.", "A"): ["192.0.2.1"]})
    assert texts(published(), other) == (DnsAnswer(NS1, ()), DnsAnswer(NS2, ()))


def test_the_pieces_of_a_long_value_are_joined() -> None:
    """A TXT record has strings of at most 255 bytes."""
    long = Names({(f"{RECORD}.", "TXT"): ['"' + "a" * 255 + '" "' + "b" * 45 + '"']})
    assert texts(long, published())[0] == DnsAnswer(NS1, ("a" * 255 + "b" * 45,))


def test_a_value_that_is_no_text_is_shown_escaped() -> None:
    """Any byte may stand in a record."""
    odd = Names({(f"{RECORD}.", "TXT"): [r'"a\255"']})
    assert texts(odd, published())[0] == DnsAnswer(NS1, (r"a\xff",))


def test_a_server_that_does_not_answer_takes_no_longer_than_allowed() -> None:
    """The other server's answer counts; nothing is raised. A slow machine, which answers too late, is allowed more."""
    expected = (DnsAnswer(NS1, None, "no answer in time"), DnsAnswer(NS2, (VALUE,)))
    allowed, found, took = 0.25, texts(published(VALUE), published(VALUE)), 0.0
    while allowed < PATIENCE and (found, took < 3 * allowed) != (expected, True):
        allowed, begun = 2 * allowed, monotonic()
        found = texts(Names(silent=True), published(VALUE), seconds=allowed)
        took = monotonic() - begun
    assert (found, took < 3 * allowed) == (expected, True)


def test_a_server_that_refuses_has_not_answered() -> None:
    """A refusal says nothing about the record."""
    assert texts(Names(refuses=True), published(VALUE))[0] == DnsAnswer(NS1, None, "it answered REFUSED")


def test_a_name_server_without_address_could_not_be_asked() -> None:
    """The zone may name a server that does not exist."""
    servers = {RECURSIVE: recursive(("ns1", "gone")), FIRST: published(VALUE)}
    with serving(servers) as port:
        found = asking(servers, port).texts(RECORD)
    assert found == (
        DnsAnswer("gone.example.com", None, "gone.example.com has no address"),
        DnsAnswer(NS1, (VALUE,)),
    )


def test_without_a_resolver_it_is_not_known_whom_to_ask() -> None:
    """A machine without network gets an answer, too."""
    servers = {RECURSIVE: Names(silent=True)}
    with serving(servers) as port:
        assert asking(servers, port, 0.3).texts(RECORD) == (DnsAnswer("", None, "no answer in time"),)


def test_the_servers_above_tell_to_whom_they_delegate_a_name() -> None:
    """A referral has the name servers in its authority section; names are told in lower case, without the last dot."""
    name = "api.vpce.example.com."
    delegating = Names({(name, "NS"): ["NS-2.example.net.", "ns-1.example.net."]}, referred=frozenset({name}))
    servers = {RECURSIVE: recursive(), FIRST: delegating, SECOND: Names()}
    with serving(servers) as port:
        found = asking(servers, port).delegation("api.vpce.example.com")
    assert found == (DnsAnswer(NS1, ("ns-1.example.net", "ns-2.example.net")), DnsAnswer(NS2, ()))


def test_a_lame_server_has_no_authority() -> None:
    """It answers without authority, or refuses; a server that does not answer at all is told apart."""
    soa = {("api.example.com.", "SOA"): ["ns1.example.com. admin.example.com. 1 7200 900 1209600 60"]}
    servers = {RECURSIVE: recursive(), FIRST: Names(soa), SECOND: Names(soa, lame=True)}
    with serving(servers) as port:
        found = asking(servers, port).authority("api.example.com", (NS1, NS2, "gone.example.com"))
    assert found == (
        DnsAnswer("gone.example.com", None, "gone.example.com has no address"),
        DnsAnswer(NS1, (NS1,)),
        DnsAnswer(NS2, ()),
    )
    servers = {RECURSIVE: recursive(), FIRST: Names(refuses=True)}
    with serving(servers) as port:
        assert asking(servers, port).authority("api.example.com", (NS1,)) == (DnsAnswer(NS1, ()),)


def test_clients_ask_no_name_servers_by_default() -> None:
    """Nothing leaves the machine unless the command line says so."""
    unasked = (DnsAnswer("", None, "name servers were not asked"),)
    assert (NoResolver().texts(RECORD), NoResolver().delegation(RECORD)) == (unasked, unasked)
    assert NoResolver().authority("example.com", (NS1,)) == (DnsAnswer(NS1, None, "name servers were not asked"),)


def test_all_questions_together_take_no_longer_than_the_budget() -> None:
    """A plan with many names must not wait for name servers that do not answer."""
    with serving({RECURSIVE: Names(silent=True)}) as port:
        resolver = PublicDns(resolvers=(RECURSIVE,), port=port, seconds=0.3, budget=0.2)
        assert resolver.texts(RECORD) == (DnsAnswer("", None, "no answer in time"),)
        assert resolver.texts(RECORD) == (DnsAnswer("", None, "there was no time left to ask"),)
