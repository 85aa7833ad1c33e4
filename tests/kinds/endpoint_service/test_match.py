"""Documents are matched with live services, and obstacles are reported; pure, from plain data."""

from typing import Any

import pytest

from reconciler.errors import Unreadable
from reconciler.kind import Matching, PlanningContext
from reconciler.kinds.endpoint_service.match import match
from reconciler.kinds.endpoint_service.observe import ObservedServices, observe
from reconciler.model import NOWHERE, Address
from reconciler.ports import EndpointConnection, PrivateDns
from tests.fakes.endpoint_services import FakeEndpointServices, selling
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, nlb, repository, root

LOCATION = ("saas", "us-east-1")
ID = "vpce-svc-0123456789abcdef0"
OTHER = "vpce-svc-0123456789abcdef1"
ADOPTED = f"{{kind: endpoint_service, name: api, region: us-east-1, id: {ID}}}"
CREATED = f"{{kind: endpoint_service, name: api, region: us-east-1, load_balancers: ['{nlb()}']}}"


def matched(text: str, services: FakeEndpointServices, **stated: Any) -> Matching:  # noqa: ANN401 - fields
    """Match a document with live services."""
    understood = repository(text)
    assert understood.errors == ()
    observation = observe(understood.wish, selling(services))
    context = PlanningContext(organization=NOWHERE, references=understood.references, **stated)
    return match(understood.wish, observation, context)


def said(matching: Matching) -> list[tuple[str, str, str]]:
    """Return severity, code and message of the problems."""
    return [(problem.severity.value, problem.code, problem.message) for problem in matching.problems]


@pytest.fixture
def services() -> FakeEndpointServices:
    """Return one service behind the load balancer `api`."""
    there = FakeEndpointServices()
    there.add(ID, load_balancers=frozenset({nlb()}))
    return there


def test_a_document_with_an_id_matches_that_service(services: FakeEndpointServices) -> None:
    """The id decides, whatever the tags of services say."""
    services.add(OTHER, tags={"reconciler:name": "api", "Name": "Other"})
    found = matched(ADOPTED, services)
    assert [pair.observed.remote_id for pair in found.pairs if pair.observed] == [ID]
    assert [(item.remote_id, item.title) for item in found.unmanaged] == [(OTHER, "Other")]


def test_a_document_without_an_id_matches_the_service_with_its_tag(services: FakeEndpointServices) -> None:
    """The tag `reconciler:name` has the name."""
    services.add(OTHER, tags={"reconciler:name": "api"}, load_balancers=frozenset({nlb("b")}))
    text = CREATED.replace(nlb(), nlb("b"))
    assert [pair.observed.remote_id for pair in matched(text, services).pairs if pair.observed] == [OTHER]


def test_a_service_that_is_being_deleted_does_not_match(services: FakeEndpointServices) -> None:
    """The load balancer of such a service does not count as used either."""
    services.add(ID, load_balancers=frozenset({nlb()}), state="Deleting")
    assert said(matched(ADOPTED, services)) == [("error", "id-not-found", f"there is no service {ID} in us-east-1")]
    assert [pair.observed for pair in matched(CREATED, services).pairs] == [None]


def test_an_update_may_not_take_a_load_balancer_in_use(services: FakeEndpointServices) -> None:
    """The hint offers adoption only where a service would be created."""
    services.add(OTHER, load_balancers=frozenset({nlb("b")}))
    text = ADOPTED.replace("}", f", load_balancers: ['{nlb()}', '{nlb('b')}']}}")
    found = matched(text, services)
    assert said(found) == [("error", "load-balancer-in-use", f"{nlb('b')} backs {OTHER} already")]
    assert [problem.hint for problem in found.problems] == ["take another load balancer"]
    assert found.pairs == ()


def test_an_unselected_service_keeps_its_load_balancer(services: FakeEndpointServices) -> None:
    """The change of an unselected service is not part of the plan."""
    losing = f"{ADOPTED[:-1]}, load_balancers: ['{nlb('b')}']}}".replace("name: api", "name: old")
    text = f"{CREATED}\n---\n{losing}"
    assert matched(text, services).problems == ()
    outside = frozenset({Address("endpoint_service", "old")})
    assert [code for _, code, _ in said(matched(text, services, outside=outside))] == ["load-balancer-in-use"]
    assert [code for _, code, _ in said(matched(text, services, no_removals=True))] == ["load-balancer-in-use"]


def test_an_unselected_service_has_no_problems(services: FakeEndpointServices) -> None:
    """An unselected service has no errors, notes or reminders; it is known nevertheless, so it is not unmanaged."""
    dns = PrivateDns(state="failed", name="_a", value="vpce:b")
    services.add(ID, payer="ServiceOwner", private_dns_name="a.example.com", private_dns=dns)
    text = ADOPTED.replace("}", ", payer: endpoint_owner}")
    outside = frozenset({Address("endpoint_service", "api")})
    found = matched(text, services, outside=outside)
    assert (found.pairs, found.problems, found.reminders, found.unmanaged) == ((), (), (), ())


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 grant for transit gateway attachments is left alone"),
        (7, "7 grants for transit gateway attachments are left alone"),
    ],
)
def test_other_grants_are_counted(services: FakeEndpointServices, count: int, words: str) -> None:
    """The count is reported where the list is read."""
    services.others = count
    assert said(matched(ADOPTED.replace("}", ", state: absent}"), services)) == []
    assert said(matched(ADOPTED, services)) == [("note", "other-grants", words)]


def test_principals_are_named_by_title_or_else_by_name(services: FakeEndpointServices) -> None:
    """The names are for the form that lists use."""
    names = f"""
{{kind: principal, items: {{acme: {{id: "{ACME}", title: Acme Corp}}, globex: {{id: "{GLOBEX}"}}}}}}
"""
    feeds = "{kind: allowed_principals, name: a, service: api, principals: [acme, globex]}"
    found = matched(f"{ADOPTED}\n---{names}---\n{feeds}", services)
    assert found.names == {root(ACME): "Acme Corp", root(GLOBEX): "globex"}


def test_an_unreadable_region_leaves_out_its_services() -> None:
    """All of them have one error, with the hint of the failure."""
    wish = repository(f"{ADOPTED}\n---\n{CREATED.replace('name: api', 'name: new')}").wish
    observation = ObservedServices(unreadable={LOCATION: Unreadable("denied", "ask for it")})
    found = match(wish, observation, PlanningContext(organization=NOWHERE))
    services = "endpoint_service.api and endpoint_service.new"
    assert [(one.code, one.message, one.source, one.hint) for one in found.problems] == [
        (
            "unreadable",
            f"saas in us-east-1 could not be read, so {services} were not compared: denied",
            "wish.yaml:1:1",
            "ask for it",
        )
    ]  # fmt: skip
    assert found.pairs == ()


def asked(services: FakeEndpointServices) -> list[str]:
    """Return short names of the reads."""
    return [action.removeprefix("DescribeVpcEndpoint") for action, _ in services.asked]


@pytest.mark.parametrize(
    ("mode", "granted", "wanted", "read"),
    [
        ("additive", [], None, ["Connections", "ServicePermissions"]),
        ("exclusive", [], None, ["Connections", "ServicePermissions"]),
        ("exclusive", [root(ACME)], None, ["Connections", "ServicePermissions"]),
        ("additive", [root(ACME)], ACME, ["Connections", "ServicePermissions"]),
        ("exclusive", [root(ACME)], GLOBEX, ["Connections", "ServicePermissions"]),
    ],
)
def test_only_what_documents_need_is_read(mode: str, granted: list[str], wanted: str | None, read: list[str]) -> None:
    """Connections and then permissions are read of each service that has a document, and of no other service.

    A customer that is granted and connects between the two reads must not look unadmitted.
    """
    services = FakeEndpointServices()
    services.add(ID, granted)
    services.add(OTHER, granted)
    feeds = f"\n---\n{{kind: allowed_principals, name: a, service: api, principals: ['{wanted}']}}" if wanted else ""
    matched(ADOPTED.replace("}", f", principals: {mode}}}") + feeds, services)
    assert asked(services) == ["ServiceConfigurations", *read]
    assert all(parameters.get("ServiceId", ID) == ID for _, parameters in services.asked)


def test_connections_of_a_service_that_ends_are_read(services: FakeEndpointServices) -> None:
    """Connections of a service must be rejected before it is deleted."""
    services.connected.append(EndpointConnection(ID, "vpce-1", ACME, "available", "us-east-1", ""))
    (pair,) = matched(ADOPTED.replace("}", ", state: absent}"), services).pairs
    assert pair.observed is not None
    assert [one.endpoint_id for one in pair.observed.facts["connections"]] == ["vpce-1"]
    assert asked(services) == ["ServiceConfigurations", "Connections", "ServicePermissions"]
