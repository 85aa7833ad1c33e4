"""Private DNS names: the record that proves one is shown until AWS has seen it, before and after an apply."""

import pytest

from reconciler.model import Severity
from reconciler.render import plan_lines, report_lines
from reconciler.twin.ec2.models import endpointservices_backends
from tests.selling import ACME, HOME, SAAS, Shop, balancer, problems, service, service_id, world

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
PENDING = {"name": "api.example.com", "state": "pendingVerification"}


def record(shop: Shop, name: str = "api") -> tuple[str, str]:
    """Give name and value of the record as EC2 shows them."""
    services = shop.clients(writes=False).sellers["saas"].regions[HOME]
    (dns,) = [one.private_dns for one in services.configurations([service_id(name)])]
    assert dns is not None
    return dns.name, dns.value


@pytest.mark.parametrize(("name", "domain"), [("api.example.com", "api.example.com"), ("*.example.com", "example.com")])
@pytest.mark.parametrize("state", ["pendingVerification", "failed"])
def test_a_name_that_is_not_proven_is_told_with_its_record(shop: Shop, name: str, domain: str, state: str) -> None:
    """A TXT record below the name, or below the domain of a wildcard (facts: privatelink 2.3)."""
    shop.twin.reset(world(service(private_dns={"name": name, "state": state})))
    shop.wish(f"{HEAD}private_dns_name: '{name}'\n")
    label, value = record(shop)
    plan = shop.plan().plan
    assert problems(plan, Severity.NOTE) == [
        ("private-dns", f'{name} is {state}: publish the TXT record {label}.{domain} with the value "{value}"')
    ]
    assert plan.operations == ()


def test_a_name_that_is_proven_is_not_mentioned(shop: Shop) -> None:
    """There is nothing to do."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com"})))
    shop.wish(HEAD)
    assert shop.plan().plan.problems == ()


@pytest.mark.parametrize("wish", ["none", "new.example.com"])
def test_the_record_of_a_name_that_goes_is_not_asked_for(shop: Shop, wish: str) -> None:
    """It would prove what nobody wants any more."""
    shop.twin.reset(world(service(private_dns=PENDING)))
    shop.wish(f"{HEAD}private_dns_name: {wish}\n")
    assert shop.plan().plan.problems == ()


def test_the_record_of_a_new_name_is_known_after_the_apply(shop: Shop) -> None:
    """EC2 makes it up when it takes the name; the report of the run shows it."""
    shop.twin.reset(world(service()))
    shop.wish(f"{HEAD}private_dns_name: api.example.com\n")
    planning = shop.plan()
    assert planning.plan.problems == ()
    run = shop.apply(planning)
    label, value = record(shop)
    (told,) = run.problems
    assert (run.converged, told.severity, told.code) == (True, "note", "private-dns")
    report = run.as_json() | {"problems": [problem.as_json() for problem in run.problems]}
    (line,) = [line for line in report_lines(report, planning.plan.as_json()) if "private-dns" in line]
    assert line.endswith(
        f"wish.yaml:5:19: note[private-dns] api.example.com is pendingVerification: "
        f'publish the TXT record {label}.api.example.com with the value "{value}"'
    )


def test_a_created_service_tells_its_record(shop: Shop) -> None:
    """The same, for a service that the run made."""
    shop.twin.reset(world(spare=[balancer()]))
    shop.wish(
        f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}'], "
        "private_dns_name: api.example.com}"
    )
    assert [problem.code for problem in shop.turn().problems] == ["private-dns"]


def test_a_record_is_told_again_as_long_as_it_is_missing(shop: Shop) -> None:
    """By every plan and every apply, whatever else they are about; once it is seen, by none."""
    shop.twin.reset(world(service(private_dns=PENDING), verifiable=["example.com"]))
    shop.wish(HEAD)
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}', "acme.yaml")
    assert [problem.code for problem in shop.turn().problems] == ["private-dns"]
    assert any("note[private-dns]" in line for line in plan_lines(shop.plan().plan.as_json()))
    endpointservices_backends[SAAS][HOME].call(
        "StartVpcEndpointServicePrivateDnsVerification", {"ServiceId": service_id()}
    )
    assert shop.plan().plan.problems == ()
