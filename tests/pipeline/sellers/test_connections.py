"""`connections`: the endpoint services of documents, who is connected to them, and who waits."""

import pytest

from reconciler.errors import UsageError
from reconciler.pipeline import connections
from reconciler.printed import ConnectionsJson
from reconciler.render import Marker, connections_lines, connections_markdown
from tests.render.plans import WIDE
from tests.selling import ACME, GLOBEX, HOME, INITECH, Shop, connection, endpoint_id, root, service, service_id, world

NAME = f"com.amazonaws.vpce.{HOME}.{service_id()}"
SINCE = "2026-11-10T10:00:00Z"


def document(name: str) -> str:
    """Return the document of a service."""
    return f"{{kind: endpoint_service, name: {name}, region: {HOME}, id: {service_id(name)}}}"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return two services: one with two customers and an ended connection, and one that nobody uses."""
    used = [connection(1, ACME), connection(2, GLOBEX, "pendingAcceptance"), connection(3, INITECH, "rejected")]
    dns = {"name": "api.example.com", "state": "verified"}
    api = service(principals=[root(ACME), "*"], connections=used, private_dns=dns)
    shop.twin.reset(world(api, service("b"), service("c")))
    shop.wish(document("api"))
    shop.wish(document("b"), "b.yaml")
    shop.wish(f'{{kind: principal, name: globex, id: "{GLOBEX}", title: "Globex | Co"}}', "names.yaml")
    return shop


def answer(shop: Shop, *, service: str | None = None, pending: bool = False) -> ConnectionsJson:
    """Return the answer for a plan of all services."""
    return connections(shop.plan(), service=service, pending=pending)


def test_each_service_is_listed_with_names_customers_and_connections(shop: Shop) -> None:
    """A service that no document manages is not listed."""
    api, b = answer(shop)["services"]
    assert api == {
        "address": "endpoint_service.api",
        "id": service_id(),
        "service_name": NAME,
        "region": HOME,
        "dns": {"name": "api.example.com", "state": "verified"},
        "customers": 2,
        "connections": [
            {"endpoint": endpoint_id(n), "owner": owner, "title": title, "state": state, "since": SINCE, "region": HOME}
            for n, owner, title, state in (
                (1, ACME, None, "available"),
                (2, GLOBEX, "Globex | Co", "pendingAcceptance"),
                (3, INITECH, None, "rejected"),
            )
        ],
    }
    assert (b["address"], b["dns"], b["customers"], b["connections"]) == ("endpoint_service.b", None, 0, [])


def test_only_endpoints_that_wait_are_listed_on_request(shop: Shop) -> None:
    """Services without such an endpoint are left out."""
    (api,) = answer(shop, pending=True)["services"]
    assert [one["endpoint"] for one in api["connections"]] == [endpoint_id(2)]


@pytest.mark.parametrize("given", ["api", "endpoint_service.api", service_id(), NAME])
def test_a_service_is_found_by_each_of_its_names(shop: Shop, given: str) -> None:
    """The name, the address, the id and the service name mean one service."""
    assert [one["id"] for one in answer(shop, service=given)["services"]] == [service_id()]


def test_a_service_that_no_document_is_about_is_a_usage_error(shop: Shop) -> None:
    """The error suggests a name that is alike."""
    with pytest.raises(UsageError, match="no document is about an endpoint service 'apii'") as raised:
        answer(shop, service="apii")
    assert raised.value.hint == "did you mean 'api'?"


def test_a_region_that_cannot_be_read_is_told(shop: Shop) -> None:
    """Nothing is said of services that were not read."""
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations")
    found = answer(shop)
    assert (found["services"], {one["code"] for one in found["problems"]}) == ([], {"unreadable"})
    assert next(iter(connections_lines(found))) == "Not everything could be read."


def test_the_text_shows_services_and_connections(shop: Shop) -> None:
    """First the numbers, then each service with its names and its connections."""
    assert (
        "\n".join(connections_lines(answer(shop, service="api"), WIDE))
        == f"""\
1 endpoint service with 3 connections: 1 available, 1 pendingAcceptance, 1 rejected.

endpoint_service.api  {service_id()}  {HOME}
  service name: {NAME}
  private DNS name: api.example.com (verified)
  2 customers, 3 connections
    {endpoint_id(1)}  available  {ACME}  {HOME}  since {SINCE}
    {endpoint_id(2)}  pendingAcceptance  {GLOBEX} (Globex | Co)  {HOME}  since {SINCE}
    {endpoint_id(3)}  rejected  {INITECH}  {HOME}  since {SINCE}"""
    )


def test_the_comment_has_a_table_for_each_service_with_connections(shop: Shop) -> None:
    """Names from files cannot break a table."""
    told = connections_markdown(answer(shop), Marker("connections", "reconciler.yaml"))
    assert told.startswith("<!-- reconciler connections reconciler.yaml sha256:none -->\n## 2 endpoint services with 3")
    assert told.count("### Connections of ") == 1
    assert "Globex \\| Co" in told
