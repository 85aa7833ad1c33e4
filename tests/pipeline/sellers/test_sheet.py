"""What is sent to a customer: all that it needs, nothing of others, and whether it may connect at all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reconciler.errors import UsageError
from reconciler.pipeline import sheet
from reconciler.ports import Clients, EndpointConnection
from reconciler.render import Marker, sheet_lines, sheet_markdown
from tests.selling import (
    ABROAD,
    ACME,
    BUYER,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    connection,
    endpoint_id,
    root,
    service,
    service_id,
    world,
)

NAME = f"com.amazonaws.vpce.{HOME}.{service_id()}"
NAMES = f"""\
kind: principal
items:
  acme: {{id: "{ACME}", title: Acme Corp}}
  globex: {{id: "{GLOBEX}"}}
"""
GRANTS = """\
kind: allowed_principals
items:
  acme-all: {service: api, principals: [acme], title: Acme Customer}
"""
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"


def start(shop: Shop, *, titled: bool = False, **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Reset the twin to one service that admits two customers, and write their documents."""
    known = {"principals": [root(ACME), root(GLOBEX)], "acceptance_required": False}
    shop.twin.reset(world(service(**{**known, **stated})))
    shop.wish(HEAD)
    shop.wish(NAMES, "names.yaml")
    shop.wish(GRANTS if titled else GRANTS.replace(", title: Acme Customer", ""), "grants.yaml")


def answered(shop: Shop, customer: str = "acme") -> Mapping[str, Any]:
    """Return the sheet of a customer."""
    return sheet(shop.plan(select=("endpoint_service",)), customer)


def test_a_sheet_reads_nothing_of_the_marketplace(shop: Shop) -> None:
    """The settings have a buyer, too: only the seller's services are read, and the sheet is the same."""
    start(shop)
    alone = answered(shop)
    shop.settings(BUYER)
    shop.wish("kind: experience\nname: other\ntitle: Other\nstatus: enabled\n", "experiences.yaml")
    shop.twin.calls.clear()
    planning = shop.plan(select=("endpoint_service",), sales=False, sellers_only=True)
    assert sheet(planning, "acme") == alone
    assert {call.service for call in shop.twin.calls} <= {"ec2", "sts"}


def texts(answer: Any) -> tuple[str, str]:  # noqa: ANN401 - the JSON of a sheet
    """Return a sheet as text and as Markdown."""
    return "\n".join(sheet_lines(answer)), sheet_markdown(answer, Marker("sheet", "reconciler.yaml"))


def named(clients: Clients) -> Clients:
    """Return clients whose endpoints have the names that AWS gives them."""
    seller = clients.sellers["saas"]
    return replace(clients, sellers={"saas": replace(seller, regions={HOME: _Named(seller.regions[HOME])})})


class _Named:
    """Endpoint services whose endpoints have a regional, a zonal and a private name."""

    def __init__(self, services: Any) -> None:  # noqa: ANN401 - a port
        self._services = services

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the services have
        return getattr(self._services, name)

    def connections(self, service_ids: Any) -> tuple[EndpointConnection, ...]:  # noqa: ANN401 - ids
        """Return the connections with names."""
        tail = f"{service_id()}.{HOME}.vpce.amazonaws.com"
        found = self._services.connections(service_ids)
        own = [f"{endpoint_id()}-ab12cd34.{tail}", f"{endpoint_id()}-ab12cd34-us-east-1a.{tail}", "api.example.com"]
        return tuple(replace(one, dns_names=tuple(own)) for one in found)


def test_a_sheet_has_all_that_a_customer_needs(shop: Shop) -> None:
    """Names, acceptance, zones by id, and the names of its endpoints by reach."""
    dns = {"name": "api.example.com", "state": "verified"}
    start(shop, connections=[connection(1, ACME)], private_dns=dns, supported_regions=[ABROAD])
    shop.wrap = named
    answer = answered(shop)
    assert answer["customer"] == {"title": "Acme Corp", "accounts": [ACME]}
    (found,) = answer["services"]
    creation = found.pop("creation")
    zones = found.pop("zone_ids")
    assert [zone.startswith("use1-az") for zone in zones] == [True, True]
    tail = f"{service_id()}.{HOME}.vpce.amazonaws.com"
    assert found == {
        "address": "endpoint_service.api",
        "service_name": NAME,
        "region": HOME,
        "supported_regions": [ABROAD],
        "access": "allowed",
        "granted_to": [root(ACME)],
        "expires": None,
        "acceptance_required": False,
        "private_dns": dns,
        "ip_address_types": ["ipv4"],
        "endpoints": [
            {
                "endpoint": endpoint_id(),
                "account": ACME,
                "region": HOME,
                "state": "available",
                "since": "2026-11-10T10:00:00Z",
                "regional": [f"{endpoint_id()}-ab12cd34.{tail}"],
                "zonal": [f"{endpoint_id()}-ab12cd34-us-east-1a.{tail}"],
                "private": ["api.example.com"],
            }
        ],
    }
    assert creation["cli"] == (
        f"aws ec2 create-vpc-endpoint --region {HOME} \\\n  --vpc-endpoint-type Interface \\\n"
        f"  --service-name {NAME} \\\n  --vpc-id vpc-ID --subnet-ids subnet-ID --security-group-ids sg-ID \\\n"
        "  --private-dns-enabled"
    )
    assert f'service_name        = "{NAME}"' in creation["terraform"]


def test_names_can_be_copied_out_of_a_comment(shop: Shop) -> None:
    """Accounts and DNS names stand in code spans, without the characters that keep a comment from making links."""
    start(shop, connections=[connection(1, ACME)])
    shop.wrap = named
    told = texts(answered(shop))[1]
    tail = f"{service_id()}.{HOME}.vpce.amazonaws.com"
    assert f"## Endpoint services for Acme Corp (`{ACME}`)" in told
    assert f"| regional name | `{endpoint_id()}-ab12cd34.{tail}` |" in told
    assert "\u200b" not in told


def test_a_sheet_has_nothing_of_other_customers_or_of_the_seller(shop: Shop) -> None:
    """No other account, endpoint or load balancer is in any format."""
    start(shop, connections=[connection(1, ACME), connection(2, GLOBEX)])
    answer = answered(shop)
    for told in (str(answer), *texts(answer)):
        assert ACME in told
        for secret in (GLOBEX, endpoint_id(2), "loadbalancer", "globex"):
            assert secret not in told


@pytest.mark.parametrize("word", ["acme", "Acme Corp", "acme-all", ACME])
def test_a_customer_is_named_by_document_principal_title_or_account(shop: Shop, word: str) -> None:
    """Each of these words leads to the same accounts."""
    start(shop)
    assert answered(shop, word)["customer"]["accounts"] == [ACME]


def test_an_unknown_customer_is_one_clear_error(shop: Shop) -> None:
    """The hint says what may have been meant."""
    start(shop)
    with pytest.raises(UsageError, match="no customer is called 'acmee'") as found:
        answered(shop, "acmee")
    assert "acme" in found.value.hint


def test_a_customer_that_nobody_allows_has_nothing_to_send(shop: Shop) -> None:
    """The sheet says so instead of being empty."""
    start(shop)
    answer = answered(shop, INITECH)
    assert answer["services"] == []
    for told in texts(answer):
        assert "There is nothing to send" in told


@pytest.mark.parametrize(
    ("granted", "mode", "access", "said"),
    [
        ([], "additive", "not_yet", "not allowed yet: apply the plan first"),
        ([root(ACME), root(GLOBEX)], "exclusive", "allowed", ""),
    ],
)
def test_the_top_says_whether_a_customer_may_connect(
    shop: Shop, granted: list[str], mode: str, access: str, said: str
) -> None:
    """A grant that is not made yet is no access."""
    start(shop, principals=granted)
    shop.wish(f"{HEAD}principals: {mode}\n")
    answer = answered(shop)
    assert answer["services"][0]["access"] == access
    for told in texts(answer):
        assert (said in " ".join(told.split()), "not allowed yet" in told) == (True, bool(said))


def test_a_customer_whose_access_ends_is_said_at_the_top(shop: Shop) -> None:
    """An exclusive list loses whom no document names; an endpoint without grant stays on the sheet."""
    start(shop, connections=[connection(1, INITECH)])
    shop.wish(f"{HEAD}principals: exclusive\n")
    ending, none = answered(shop, "globex"), answered(shop, INITECH)
    assert [one["access"] for answer in (ending, none) for one in answer["services"]] == ["ending", "none"]
    assert "which ends this access" in texts(ending)[0]
    assert "stay connected until they are rejected" in texts(none)[1]


def test_acceptance_is_said_with_what_waits(shop: Shop) -> None:
    """The private name is turned on after the endpoint was accepted."""
    dns = {"name": "api.example.com", "state": "verified"}
    waiting = connection(1, ACME, state="pendingAcceptance")
    start(shop, acceptance_required=True, private_dns=dns, connections=[waiting])
    answer = answered(shop)
    assert "--no-private-dns-enabled" in answer["services"][0]["creation"]["cli"]
    for told in texts(answer):
        assert "each endpoint waits until it is accepted; 1 endpoint now" in told
        assert f"modify-vpc-endpoint --region {HOME} --vpc-endpoint-id vpce-ID --private-dns-enabled" in told


def test_a_region_that_was_not_read_is_said(shop: Shop) -> None:
    """The message of the plan stays out of the sheet, since it may name others."""
    start(shop)
    shop.twin.faults.deny("DescribeVpcEndpointServicePermissions")
    answer = answered(shop)
    assert [one["code"] for one in answer["problems"]] == ["unreadable"]
    for told in texts(answer):
        assert "services may be missing here" in told


def test_a_written_ending_is_said(shop: Shop) -> None:
    """The title of the customer's document is its name, and the day of its end is at the top."""
    start(shop, titled=True)
    text = GRANTS.replace("title: Acme Customer", "title: Acme Customer, expires: 2030-01-31")
    shop.wish(text, "grants.yaml")
    answer = answered(shop, "acme-all")
    assert answer["customer"]["title"] == "Acme Customer"
    assert answer["services"][0]["expires"] == "2030-01-31"
    assert "allowed until 2030-01-31 (UTC)" in " ".join(texts(answer)[0].split())
