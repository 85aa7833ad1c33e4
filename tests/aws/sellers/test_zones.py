"""The hosted zones of a seller, as the program reaches them, on the twin."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from reconciler.aws.calls import CallList, zone_actions
from reconciler.aws.session import clients
from reconciler.errors import Rejected, Unreadable
from reconciler.kinds import all_verbs
from reconciler.ports import HostedZone, SellerClients, TextRecords
from reconciler.settings import Role, Seller, Settings
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock
from tests.selling import SAAS
from tests.verbs import VERB

DNS = "666666666666"
ROLE = Role(f"arn:aws:iam::{DNS}:role/dns")
ZONES: Sequence[Mapping[str, Any]] = [
    {
        "id": "Z1",
        "account": DNS,
        "name": "example.com",
        "records": [{"name": "*.example.com", "type": "TXT", "values": ['"a"', '"b" "c"'], "ttl": 60}],
    },
    {"id": "Z2", "account": DNS, "name": "example.com", "private": True},
    {"id": "Z3", "account": DNS, "name": "b.example.com"},
    {"id": "Z4", "account": SAAS, "name": "example.com"},
]
Start = Callable[..., tuple[Twin, SellerClients]]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Iterator[Start]:
    """Start a twin with the zones, and return it with a seller whose zones are reached with *role*."""
    running: list[Twin] = []

    def begin(role: Role | None = ROLE, zones: Sequence[Mapping[str, Any]] = ZONES) -> tuple[Twin, SellerClients]:
        roles = [{"account": DNS, "name": "dns", "trusted": [SAAS]}]
        twin = Twin(parse({"version": 1, "caller": SAAS, "roles": roles, "hosted_zones": zones})).start()
        running.append(twin)
        for name, value in (twin.environment(SAAS) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        settings = Settings(file="reconciler.yaml", sellers=(Seller("saas", SAAS, ("us-east-1",), dns=role),))
        calls = CallList.of(VERB.values(), writing=True)
        return twin, clients(settings, calls=calls, clock=clock, environ=os.environ).sellers["saas"]

    yield begin
    for twin in running:
        twin.stop()


def test_zones_are_those_of_exactly_a_name(start: Start) -> None:
    """The role is assumed once, and the calls are those of its account."""
    twin, saas = start()
    assert saas.zones.account == DNS
    assert saas.zones.of("example.com") == (
        HostedZone("Z1", "example.com"),
        HostedZone("Z2", "example.com", private=True),
    )
    assert saas.zones.of("a.example.com") == ()
    assert {call.account for call in twin.calls if call.service == "route53"} == {DNS}
    assert twin.calls.operations("sts") == {"AssumeRole": 1}


def test_without_a_role_the_zones_are_the_sellers(start: Start) -> None:
    """Its own credentials are used."""
    _, saas = start(None)
    assert (saas.zones.account, saas.zones.of("example.com")) == (SAAS, (HostedZone("Z4", "example.com"),))


def test_more_zones_than_a_page_holds_are_read_to_the_last_of_the_name(start: Start) -> None:
    """A page has 100 zones; those of other names end the reading."""
    many = [{"id": f"Z{number:03d}", "account": DNS, "name": "example.com"} for number in range(120)]
    twin, saas = start(zones=[*many, {"id": "ZB", "account": DNS, "name": "b.example.com"}])
    assert [zone.id for zone in saas.zones.of("example.com")] == [str(zone["id"]) for zone in many]
    assert twin.calls.operations("route53") == {"ListHostedZonesByName": 2}


def test_a_zone_has_its_name_and_an_unknown_one_has_none(start: Start) -> None:
    """The first record set of a zone stands at the zone's name."""
    _, saas = start()
    assert (saas.zones.named("Z3"), saas.zones.named("Z404")) == ("b.example.com", None)


def test_texts_are_those_of_exactly_a_name(start: Start) -> None:
    """A wildcard is a name like any other; the values are as Route 53 has them."""
    _, saas = start()
    assert saas.zones.texts("Z1", "*.example.com") == TextRecords("*.example.com", 60, ('"a"', '"b" "c"'))
    assert saas.zones.texts("Z1", "_x.example.com") is None


def test_a_change_is_made_and_followed(start: Start) -> None:
    """Its id is that of the change, and a refusal has Route 53's words."""
    _, saas = start()
    one = {"Name": "_x.example.com", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"a"'}]}
    sent = {"HostedZoneId": "Z1", "ChangeBatch": {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": one}]}}
    verb = VERB["ChangeResourceRecordSets"]
    change = saas.calls("route53", "us-east-1").edit(verb, sent).created_id
    assert change
    assert saas.zones.is_spread(change)
    one["ResourceRecords"] = [{"Value": "a"}]
    with pytest.raises(Rejected, match="enclosed in quotation marks") as caught:
        saas.calls("route53", "us-east-1").edit(verb, sent)
    assert caught.value.code == "InvalidChangeBatch"


def test_a_denied_read_names_zones_account_and_action(start: Start) -> None:
    """The message says whose zones, the hint which action to allow."""
    twin, saas = start()
    twin.faults.deny("ListHostedZonesByName")
    with pytest.raises(Unreadable) as caught:
        saas.zones.of("example.com")
    assert caught.value.message.startswith(
        f"route53:ListHostedZonesByName of example.com of the hosted zones of seller saas ({DNS}): AccessDenied: "
    )
    assert caught.value.hint.startswith(f"allow route53:ListHostedZonesByName to role {ROLE.arn}")


def test_the_role_of_hosted_zones_needs_four_actions() -> None:
    """A plan reads; an apply changes records, too."""
    reads = ("route53:GetChange", "route53:ListHostedZonesByName", "route53:ListResourceRecordSets")
    assert zone_actions(all_verbs(), writing=False) == reads
    assert zone_actions(all_verbs(), writing=True) == ("route53:ChangeResourceRecordSets", *reads)
