"""Private DNS names: plans and applies show the record that proves a name until AWS has verified it."""

from dataclasses import dataclass, field, replace

import pytest

from reconciler.cli.codes import drift_code
from reconciler.model import Severity
from reconciler.ports import DnsAnswer
from reconciler.render import drift_lines, plan_lines, report_lines
from reconciler.twin.bridge.endpoint_services import endpointservices_backends
from tests.selling import ACME, HOME, SAAS, Shop, balancer, problems, service, service_id, world

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
ZONE = {"id": "Z0EXAMPLE", "account": SAAS, "name": "example.com"}
PENDING = {"name": "api.example.com", "state": "pendingVerification"}


def record(shop: Shop, name: str = "api") -> tuple[str, str]:
    """Return name and value of the record as EC2 shows them."""
    services = shop.clients(writes=False).sellers["saas"].regions[HOME]
    (dns,) = [one.private_dns for one in services.configurations([service_id(name)])]
    assert dns is not None
    return dns.name, dns.value


def publish(shop: Shop) -> None:
    """Publish the record of the service as its owner would."""
    label, value = record(shop)
    shop.publish(ZONE["id"], f"{label}.api.example.com", value)


START = f"aws ec2 start-vpc-endpoint-service-private-dns-verification --service-id {service_id()} --region {HOME}"


@pytest.mark.parametrize(("name", "domain"), [("api.example.com", "api.example.com"), ("*.example.com", "example.com")])
def test_a_dns_name_that_is_pending_is_reported_with_its_record(shop: Shop, name: str, domain: str) -> None:
    """The TXT record stands below the name, or below the domain of a wildcard (privatelink 2.3)."""
    shop.twin.reset(world(service(private_dns={"name": name, "state": "pendingVerification"})))
    shop.wish(f"{HEAD}private_dns_name: '{name}'\n")
    label, value = record(shop)
    plan = shop.plan().plan
    record_told = f'publish the TXT record {label}.{domain} with the value "{value}"'
    said = f"{name} is not verified (pendingVerification): {record_told}"
    assert problems(plan, Severity.NOTE) == [("private-dns", said)]
    assert plan.problems[0].hint == f"AWS checks it within minutes; to start the check now: {START}"
    assert (plan.operations, drift_code(plan.as_json())) == ((), 0)


def test_a_dns_name_that_failed_is_drift_and_says_what_to_do(shop: Shop) -> None:
    """New endpoints are refused, and no plan can repair that."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com", "state": "failed"})))
    shop.wish(f"{HEAD}private_dns_name: api.example.com\n")
    label, value = record(shop)
    plan = shop.plan().plan
    said = (
        "api.example.com is not verified (failed), so new endpoints cannot use it: publish the TXT record "
        f'{label}.api.example.com with the value "{value}", then start the verification'
    )
    assert problems(plan, Severity.WARNING) == [("private-dns-failed", said)]
    assert plan.problems[0].hint.startswith(
        f"to start it: {START}; check that the record is published exactly as shown here: some DNS"
    )
    told = plan.as_json()
    assert (plan.operations, drift_code(told)) == ((), 2)
    assert [*drift_lines(told)][-1] == "AWS differs from the repository in 1 object."
    assert [*plan_lines(told)][-1] == "No changes. 1 object has a problem that no plan can solve: see the warnings."


@pytest.mark.parametrize("state", ["pendingVerification", "failed", "verified"])
def test_records_are_data(shop: Shop, state: str) -> None:
    """Programs that write the zone read the record from data, in any state, and keep a record that is needed."""
    shop.twin.reset(world(service(private_dns={"name": "*.example.com", "state": state})))
    shop.wish(HEAD)
    label, value = record(shop)
    assert shop.plan().plan.as_json()["dns_records"] == [
        {
            "service": "endpoint_service.api",
            "name": f"{label}.example.com",
            "type": "TXT",
            "value": value,
            "state": state,
        }
    ]


def test_a_verified_dns_name_is_not_mentioned(shop: Shop) -> None:
    """There is nothing to do."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com"})))
    shop.wish(HEAD)
    assert shop.plan().plan.problems == ()


@pytest.mark.parametrize("wish", ["none", "new.example.com"])
def test_the_record_of_a_name_that_is_removed_is_not_shown(shop: Shop, wish: str) -> None:
    """The record would prove a name that is no longer desired."""
    shop.twin.reset(world(service(private_dns=PENDING)))
    shop.wish(f"{HEAD}private_dns_name: {wish}\n")
    plan = shop.plan().plan
    assert (plan.problems, plan.dns_records) == ((), ())


def test_the_record_of_a_new_name_is_known_after_the_apply(shop: Shop) -> None:
    """EC2 makes the record when it gets the name; the run report shows it."""
    shop.twin.reset(world(service()))
    shop.wish(f"{HEAD}private_dns_name: api.example.com\n")
    planning = shop.plan()
    assert planning.plan.problems == ()
    run = shop.apply(planning)
    label, value = record(shop)
    (told,) = run.problems
    assert (run.converged, told.severity, told.code) == (True, "note", "private-dns")
    (line,) = [line for line in report_lines(run.as_json(), planning.plan.as_json()) if "note[private-dns]" in line]
    assert line.endswith(
        f"wish.yaml:5:19: note[private-dns] api.example.com is not verified (pendingVerification): "
        f'publish the TXT record {label}.api.example.com with the value "{value}"'
    )


def test_the_report_shows_the_record_of_a_created_service(shop: Shop) -> None:
    """EC2 makes the record when it creates the service."""
    shop.twin.reset(world(spare=[balancer()]))
    shop.wish(
        f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}'], "
        "private_dns_name: api.example.com}"
    )
    assert [problem.code for problem in shop.converge().problems] == ["private-dns"]


def test_a_record_is_reported_again_as_long_as_it_is_missing(shop: Shop) -> None:
    """Every plan and apply shows the record until AWS has verified the name."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(HEAD)
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}', "acme.yaml")
    assert [problem.code for problem in shop.converge().problems] == ["private-dns"]
    assert any("note[private-dns]" in line for line in plan_lines(shop.plan().plan.as_json()))
    publish(shop)
    endpointservices_backends[SAAS][HOME].call(
        "StartVpcEndpointServicePrivateDnsVerification", {"ServiceId": service_id()}
    )
    assert shop.plan().plan.problems == ()


@dataclass
class Answering:
    """A resolver whose one name server has *records*; *asked* are the names that it was asked for."""

    records: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def texts(self, name: str) -> tuple[DnsAnswer, ...]:
        """Return the record of *name*."""
        self.asked.append(name)
        found = self.records.get(name)
        return (DnsAnswer("ns1.example.com", (found,) if found else ()),)

    def delegation(self, name: str) -> tuple[DnsAnswer, ...]:
        """Return nothing: no plan asks that."""
        raise NotImplementedError(name)

    def authority(self, name: str, servers: tuple[str, ...]) -> tuple[DnsAnswer, ...]:
        """Return nothing: no plan asks that."""
        raise NotImplementedError(name, servers)


def test_a_plan_says_what_the_public_dns_has_of_the_record(shop: Shop) -> None:
    """The name servers of the zone are asked about names that are not verified, and about no others."""
    shop.twin.reset(world(service(private_dns=PENDING), service("b", private_dns={"name": "b.example.com"})))
    shop.wish(HEAD)
    shop.wish(HEAD.replace("name: api", "name: b").replace(service_id(), service_id("b")), "b.yaml")
    label, value = record(shop)
    resolver = Answering({f"{label}.api.example.com": value.lower()})
    shop.wrap = lambda clients: replace(clients, resolver=lambda: resolver)
    (note,) = shop.plan().plan.problems
    assert note.message.endswith(
        f'with the value "{value}" (its value is published in other letters: upper and lower case count)'
    )
    assert sorted(resolver.asked) == [
        f"{label}.api.example.com",
        f"{label}.api.example.com.api.example.com",
        f"{label}.api.example.com.example.com",
    ]
