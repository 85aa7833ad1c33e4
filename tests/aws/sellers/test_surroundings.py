"""Certificates, load balancers, targets and zones as the program reads them, on the twin."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.session import clients
from reconciler.errors import Unreadable
from reconciler.ports import Certificate, Listener, LoadBalancer, SellerClients, Target
from reconciler.settings import Seller, Settings
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock

SAAS, HOME, ABROAD = "888888888888", "us-east-1", "eu-west-1"
SETTINGS = Settings(file="reconciler.yaml", sellers=(Seller("saas", SAAS, (HOME, ABROAD)),))
KEYS = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
Start = Callable[..., tuple[Twin, SellerClients]]


def balancer(name: str = "api") -> str:
    """Return the ARN of a load balancer."""
    return f"arn:aws:elasticloadbalancing:{HOME}:{SAAS}:loadbalancer/net/{name}/0123456789abcdef"


def arn(number: int) -> str:
    """Return the ARN of a certificate."""
    return f"arn:aws:acm:{HOME}:{SAAS}:certificate/{number:08d}-0000-0000-0000-000000000000"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Iterator[Start]:
    """Start a twin with load balancers and certificates, and return it with the seller's clients."""
    running: list[Twin] = []

    def begin(*balancers: dict[str, Any], certificates: tuple[dict[str, Any], ...] = ()) -> tuple[Twin, SellerClients]:
        section = {"load_balancers": [{"zones": ["us-east-1a"], **one} for one in balancers]}
        seed = {"version": 1, "caller": SAAS, "certificates": [*certificates], "endpoint_services": section}
        twin = Twin(parse(seed)).start()
        running.append(twin)
        for name, value in (twin.environment(SAAS) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        made = clients(SETTINGS, calls=CallList.of(()), clock=clock, environ=os.environ)
        return twin, made.sellers["saas"]

    yield begin
    for twin in running:
        twin.stop()


def test_certificates_of_every_key_origin_and_status_are_read(start: Start) -> None:
    """ACM's list leaves out long keys and those of ACME clients unless it is asked for them (readiness 1.1)."""
    stated = [{"key": key} for key in KEYS] + [{"origin": "ACME"}, {"status": "EXPIRED"}]
    many = tuple({"arn": arn(at), "names": ["api.example.com"], **one} for at, one in enumerate(stated))
    _, seller = start(certificates=many)
    found = seller.certificates[HOME].all()
    assert [one.arn for one in found] == [arn(at) for at in range(9)]
    assert found[0] == Certificate(arn(0), ("api.example.com",), "ISSUED", None)
    assert seller.certificates[ABROAD].all() == ()


def test_certificates_are_read_to_the_last_page(start: Start) -> None:
    """A page has at most 1,000."""
    many = tuple({"arn": arn(at), "names": ["a.example.com"], "expires": "2027-01-31T00:00:00Z"} for at in range(1001))
    twin, seller = start(certificates=many)
    found = seller.certificates[HOME].all()
    assert len(found) == 1001
    assert found[-1].expires == "2027-01-31T00:00:00Z"
    assert dict(twin.calls.operations("acm")) == {"ListCertificates": 2}


def test_all_names_of_a_certificate_are_read(start: Start) -> None:
    """A list has 100 names; the certificate is described for the rest (readiness 1.1)."""
    names = tuple(f"a{number}.example.com" for number in range(150))
    twin, seller = start(certificates=({"arn": arn(1), "names": list(names)}, {"arn": arn(2), "names": ["b.example"]}))
    assert [one.names for one in seller.certificates[HOME].all()] == [names, ("b.example",)]
    assert dict(twin.calls.operations("acm")) == {"ListCertificates": 1, "DescribeCertificate": 1}


def test_why_a_certificate_failed_is_read(start: Start) -> None:
    """An issued one has no reason (readiness 1.2)."""
    one = {"names": ["api.example.com"]}
    failed = {**one, "arn": arn(1), "status": "FAILED", "failure": "CAA_ERROR"}
    _, seller = start(certificates=(failed, {**one, "arn": arn(2)}))
    assert [seller.certificates[HOME].failure(arn(at)) for at in (1, 2)] == ["CAA_ERROR", None]


def test_load_balancers_are_read_in_chunks_and_missing_ones_are_left_out(start: Start) -> None:
    """A call takes 20 ARNs, and fails if one of them does not exist (readiness 2.1)."""
    twin, seller = start(*({"arn": balancer(f"api{at}")} for at in range(21)))
    known = [balancer(f"api{at}") for at in range(21)]
    assert set(seller.load_balancers[HOME].described(known)) == set(known)
    assert dict(twin.calls.operations("elasticloadbalancing")) == {"DescribeLoadBalancers": 2}
    assert set(seller.load_balancers[HOME].described([known[0], balancer("gone")])) == {known[0]}
    assert seller.load_balancers[HOME].described([]) == {}


def test_a_load_balancer_has_its_state_zones_and_rules(start: Start) -> None:
    """Its security groups decide about traffic through PrivateLink only with `on` (readiness 2.2)."""
    group = "sg-0123456789abcdef0"
    _, seller = start({"arn": balancer(), "state": "failed", "security_groups": [group], "inbound_rules": "on"})
    assert seller.load_balancers[HOME].described([balancer()])[balancer()] == LoadBalancer(
        arn=balancer(),
        type="network",
        state="failed",
        vpc="vpc-0123456789abcdef0",
        zones=frozenset({"us-east-1a"}),
        security_groups=frozenset({group}),
        inbound_rules=True,
    )


def test_targets_are_read_with_zone_and_health(start: Start) -> None:
    """A listener leads to its groups, a group to its targets (readiness 2.3)."""
    targets = [
        {"id": "10.0.0.1", "zone": "us-east-1a", "state": "unhealthy", "reason": "Target.Timeout"},
        {"id": "10.0.0.2"},
    ]
    _, seller = start({"arn": balancer(), "listeners": [{"port": 443, "targets": targets}]})
    api = seller.load_balancers[HOME]
    (group,) = api.groups(balancer())
    assert (group.name, group.type) == ("api-443", "ip")
    assert api.listeners(balancer()) == (Listener(443, "TCP", (group.arn,)),)
    assert api.targets(group.arn) == (
        Target("10.0.0.1", "unhealthy", "us-east-1a", "Target.Timeout"),
        Target("10.0.0.2", "healthy"),
    )


def test_a_load_balancer_without_target_groups_has_none(start: Start) -> None:
    """ELB answers TargetGroupNotFound, which is no failure here."""
    _, seller = start({"arn": balancer()})
    assert seller.load_balancers[HOME].groups(balancer()) == ()
    assert seller.load_balancers[HOME].listeners(balancer()) == ()


@pytest.mark.parametrize(("stated", "told"), [("true", True), ("false", False), (None, None)])
def test_cross_zone_is_read_of_both(start: Start, *, stated: str | None, told: bool | None) -> None:
    """A group may do as its load balancer (readiness 2.4)."""
    listener = {"port": 443, **({"cross_zone": stated} if stated else {})}
    _, seller = start({"arn": balancer(), "cross_zone": True, "listeners": [listener]})
    api = seller.load_balancers[HOME]
    assert api.crosses_zones(balancer()) is True
    assert api.group_crosses_zones(api.groups(balancer())[0].arn) is told


def test_zones_are_read_by_name(start: Start) -> None:
    """Ids are the same in every account, names are not (readiness 3.1)."""
    _, seller = start({"arn": balancer()})
    assert seller.load_balancers[ABROAD].zones() == {
        "eu-west-1a": "euw1-az3",
        "eu-west-1b": "euw1-az1",
        "eu-west-1c": "euw1-az2",
    }


def test_a_denied_read_names_the_permission(start: Start) -> None:
    """The action of ELBv2 has another prefix than its service."""
    twin, seller = start({"arn": balancer()})
    twin.faults.deny("DescribeLoadBalancers")
    with pytest.raises(Unreadable) as caught:
        seller.load_balancers[HOME].described([balancer()])
    assert caught.value.hint == "allow elasticloadbalancing:DescribeLoadBalancers to the default credentials"
