"""What a plan says of a record that somebody else publishes: name servers on loopback addresses answer each case."""

from collections.abc import Mapping

import pytest

from reconciler.dns import PublicDns
from reconciler.kinds.endpoint_service.public_record import asked
from reconciler.ports import NoResolver, PrivateDns
from tests.dns.loopback import FIRST, RECURSIVE, SECOND, Names, recursive, serving
from tests.patience import PATIENCE

NAME, VALUE = "api.example.com", "vpce:AbCdEfGhIjKlMnOpQrSt"
RECORD = "_x.api.example.com."
RIGHT = "the name servers answer with it, so AWS can verify the name"
TWICE = (
    "it is published at _x.api.example.com.example.com, so the domain was appended twice: "
    "leave it out of the record's name"
)
DNS = PrivateDns(state="pendingVerification", name="_x", value=VALUE)


def published(*values: str, name: str = RECORD) -> Names:
    """Return a name server with a TXT record of each of *values*."""
    return Names({(name, "TXT"): [f'"{value}"' for value in values]} if values else {})


def said(first: Names, second: Names) -> str:
    """Say what the two name servers of example.com have."""
    servers: Mapping[str, Names] = {RECURSIVE: recursive(), FIRST: first, SECOND: second}
    with serving(servers) as port:
        return asked(PublicDns(resolvers=(RECURSIVE,), port=port, seconds=PATIENCE), DNS, NAME).said()


@pytest.mark.parametrize(
    ("servers", "words"),
    [
        (
            (published(VALUE), published("of another", VALUE)),
            "the name servers answer with it, so AWS can verify the name",
        ),
        ((published("vpce:old"), published("vpce:old")), "the name servers answer 'vpce:old' instead"),
        (
            (published(VALUE.lower()), published(VALUE.lower())),
            "its value is published in other letters: upper and lower case count",
        ),
        (
            (published(VALUE, name=f"{RECORD}example.com."), published(VALUE, name=f"{RECORD}example.com.")),
            TWICE,
        ),
        ((published(), published()), "the name servers do not have it"),
        (
            (published(VALUE), published()),
            "ns1.example.com has it, ns2.example.com does not: wait until all name servers do",
        ),
        ((published(VALUE), Names(refuses=True)), RIGHT),
        (
            (Names(refuses=True), Names(refuses=True)),
            "whether it is published is not known: it answered REFUSED",
        ),
    ],
    ids=["right", "wrong", "lower", "doubled", "nothing", "disagreeing", "half", "unknown"],
)
def test_each_answer_of_the_name_servers_has_its_words(servers: tuple[Names, Names], words: str) -> None:
    """The zone's own name servers are asked, all of them; the value has to match exactly."""
    assert said(*servers) == words


def test_nothing_is_said_where_nobody_was_to_be_asked() -> None:
    """Clients without a resolver ask nobody."""
    assert asked(NoResolver(), DNS, NAME).said() == ""
