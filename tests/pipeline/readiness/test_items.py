"""Each item of the checklist: when it is green, when it is red, and when nobody can say."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from reconciler.pipeline.readiness.items import ITEMS
from reconciler.ports import DnsAnswer
from tests.pipeline.readiness.market import CERTIFICATE, FRIENDLY, GROUP, PRIVATE, SEEN, SERVERS, ZONES, Market, Names
from tests.selling import ACME, GLOBEX, SAAS, balancer, service_id

NOBODY_KNOWS = {"account": "grey", "service_name": "grey", "informed": "grey"}
"""What no reading tells: whether somebody was told."""
COMPLETE = {item.id: NOBODY_KNOWS.get(item.id, "green") for item in ITEMS}
OF_THE_BALANCER = ("vpc", "load_balancer_zones", "endpoint_service", "listeners", "inbound_rules")
OF_THE_SERVICE = ("service_zones", "account", "service_name", "private_dns_name", "customers")
LINE = {"id": "endpoint", "title": "creates an endpoint"}

Change = Callable[[Market], None]


def the(part: str, **stated: Any) -> Change:  # noqa: ANN401 - JSON
    """Return the change of one part of the market."""
    return lambda market: getattr(market, part).update(stated)


def listener(**stated: Any) -> Change:  # noqa: ANN401 - JSON
    """Return the change of the only listener."""
    return the("balancer", listeners=[{"port": 443, **stated}])


def targets(*states: str, **stated: Any) -> Change:  # noqa: ANN401 - JSON
    """Return targets with these states, one in each zone from the first on."""
    many = [{"id": f"10.0.0.{at}", "zone": ZONES[at], "state": state} for at, state in enumerate(states)]
    return listener(targets=many, **stated)


def instances(*states: str, **stated: Any) -> Change:  # noqa: ANN401 - JSON
    """Return instances with these states, whose zones ELB does not tell."""
    many = [{"id": f"i-{at}", "state": state} for at, state in enumerate(states)]
    return listener(target_type="instance", targets=many, **stated)


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(market: Market) -> None:
        for one in changes:
            one(market)

    return change


def names(**answers: tuple[DnsAnswer, ...]) -> Change:
    """Return what name servers answer."""
    return lambda market: setattr(market, "names", Names(**answers))


def without(part: str) -> Change:
    """Return the market without a part."""
    return lambda market: setattr(market, part, None)


def seen(status: str, because: str) -> Change:
    """Return a report of `verify` with one more line."""
    return the("seen", lines=[*SEEN["lines"], {**LINE, "status": status, "because": because}])


def parents(*values: str) -> tuple[DnsAnswer, ...]:
    """Return the answer of the name server of the zone above."""
    return (DnsAnswer("ns.example.com", values),)


def gone(market: Market) -> None:
    """Leave the load balancer out of AWS: a service without it stays as it is."""
    market.shop.twin.faults.fail("DescribeLoadBalancers", "LoadBalancerNotFound", times=9)


RED: Mapping[str, tuple[str, Change, str, tuple[str, ...]]] = {
    "a load balancer that failed": (
        "load_balancer",
        the("balancer", state="failed"),
        f"{balancer()} is failed: repair or replace it",
        (*OF_THE_BALANCER, *OF_THE_SERVICE, "private_dns_verified", "targets", "tested"),
    ),
    "a zone that the load balancer lacks": (
        "load_balancer_zones",
        the("balancer", zones=list(ZONES[:5]), listeners=[{"port": 443, "targets": [{"id": "a", "zone": "all"}]}]),
        "the load balancer lacks use1-az5 (us-east-1f): add a subnet of each zone with aws elbv2 set-subnets",
        (),
    ),
    "no service in AWS": (
        "endpoint_service",
        both(the("service", id=""), the("wish", id=None, load_balancers=[balancer()])),
        "AWS has no such service: apply it",
        (*OF_THE_SERVICE, "private_dns_verified", "tested"),
    ),
    "a zone that the service lacks": (
        "service_zones",
        the("service", zones=list(ZONES[:5])),
        (
            "the load balancer has use1-az5, which the service lacks: state zones: follow and apply, or run "
            "aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-00000000000617069 "
            "--region us-east-1"
        ),
        (),
    ),
    "no user-friendly name": (
        "user_friendly_name",
        the("wish", user_friendly_name=None),
        "the document states no user_friendly_name, such as api.vpce.example.com, which AWS Marketplace requires",
        ("delegation", "certificate"),
    ),
    "a name that is not delegated": (
        "delegation",
        names(parents=parents()),
        (
            "ns.example.com answers no name servers for api.vpce.example.com: delegate it with NS records to "
            "ns-1.example.net, ns-2.example.net"
        ),
        (),
    ),
    "a name that is delegated to one of two": (
        "delegation",
        names(parents=parents("ns-1.example.net")),
        (
            "ns.example.com answers ns-1.example.net for api.vpce.example.com: delegate it with NS records to "
            "ns-1.example.net, ns-2.example.net"
        ),
        (),
    ),
    "parents that disagree": (
        "delegation",
        names(parents=(*parents(*SERVERS), DnsAnswer("other.example.com", ("ns.example.org",)))),
        (
            "other.example.com answers ns.example.org for api.vpce.example.com: delegate it with NS records to "
            "ns-1.example.net, ns-2.example.net"
        ),
        (),
    ),
    "a lame name server": (
        "delegation",
        names(own=(DnsAnswer(SERVERS[0], ("ns-1.example.net",)), DnsAnswer(SERVERS[1], ()))),
        "ns-2.example.net does not answer for api.vpce.example.com: ask AWS Marketplace",
        (),
    ),
    "no certificate": (
        "certificate",
        without("certificate"),
        (
            f"no certificate in us-east-1 of {SAAS} is for {FRIENDLY}: request one from AWS Certificate Manager; "
            f"no certificate in us-east-1 of {SAAS} is for {PRIVATE}: request one from AWS Certificate Manager"
        ),
        (),
    ),
    "a certificate that failed": (
        "certificate",
        the("certificate", status="FAILED", failure="CAA_ERROR", names=[FRIENDLY, PRIVATE]),
        (
            f"no certificate in us-east-1 of {SAAS} is issued for {FRIENDLY}: {CERTIFICATE} is FAILED (CAA_ERROR); "
            f"no certificate in us-east-1 of {SAAS} is issued for {PRIVATE}: {CERTIFICATE} is FAILED (CAA_ERROR)"
        ),
        (),
    ),
    "a certificate of another region": (
        "certificate",
        the("certificate", arn=CERTIFICATE.replace("us-east-1", "eu-west-1")),
        (
            f"no certificate in us-east-1 of {SAAS} is for {FRIENDLY}: request one from AWS Certificate Manager; "
            f"no certificate in us-east-1 of {SAAS} is for {PRIVATE}: request one from AWS Certificate Manager"
        ),
        (),
    ),
    "a wildcard for two labels": (
        "certificate",
        the("certificate", names=["*.example.com"]),
        f"no certificate in us-east-1 of {SAAS} is for {FRIENDLY}: request one from AWS Certificate Manager",
        (),
    ),
    "a private name that is not applied": (
        "private_dns_name",
        the("wish", private_dns_name="new.vpce.example.com"),
        f"the document states new.vpce.example.com, and AWS has {PRIVATE}: apply it",
        ("private_dns_verified",),
    ),
    "a private name that is pending": (
        "private_dns_verified",
        the("service", private_dns={"name": PRIVATE, "state": "pendingVerification"}),
        f"{PRIVATE} is pendingVerification: reconciler plan says which TXT record to publish",
        (),
    ),
    "nobody allowed": (
        "customers",
        both(the("service", principals=[]), the("allowed", principals=[])),
        "nobody is allowed: write an allowed_principals document for each customer",
        (),
    ),
    "everyone allowed": (
        "customers",
        both(the("service", principals=["*"]), the("allowed", principals=["*"])),
        "only '*' is allowed, so no customer finds the service unless it is asked for by its name",
        (),
    ),
    "a customer that is not allowed yet": (
        "customers",
        the("allowed", principals=[ACME, GLOBEX]),
        "1 that documents name are not allowed yet: apply them",
        (),
    ),
    "no listener": (
        "listeners",
        the("balancer", listeners=[]),
        "api has no listener: create one that forwards to your targets",
        ("targets", "tested"),
    ),
    "no target": (
        "targets",
        targets(),
        "api-443 has no healthy target: it has no targets",
        ("tested",),
    ),
    "a zone without a healthy target": (
        "targets",
        targets("healthy", "healthy", "healthy", "healthy", "healthy", "unhealthy"),
        "api-443 has no healthy target in us-east-1f: 10.0.0.5 is unhealthy",
        ("tested",),
    ),
    "a zone without a target": (
        "targets",
        targets("healthy", "healthy", "healthy", "healthy", "healthy"),
        "api-443 has no healthy target in us-east-1f: none is registered there",
        ("tested",),
    ),
    "instances that are not healthy": (
        "targets",
        instances("initial"),
        "api-443 has no healthy target: i-0 is initial",
        ("tested",),
    ),
    "another account that does not see the service": (
        "tested",
        seen("red", "it does not exist for this account"),
        "creates an endpoint: it does not exist for this account",
        (),
    ),
}
"""Each way in which something is missing: the item that is red, what is different, why, and what waits for it."""

GREY: Mapping[str, tuple[str, Change, str]] = {
    "no name servers stated": (
        "delegation",
        the("wish", name_servers=None),
        "not applicable: the document states no name_servers, which AWS Marketplace gives",
    ),
    "a parent that does not answer": (
        "delegation",
        names(parents=(*parents(*SERVERS), DnsAnswer("other.example.com", None, "no answer in 3 s"))),
        "could not be asked: other.example.com: no answer in 3 s",
    ),
    "name servers that were not asked": (
        "delegation",
        names(parents=(DnsAnswer("", None, "name servers were not asked"),)),
        "could not be asked: the name servers: name servers were not asked",
    ),
    "no certificate asked for": (
        "certificate",
        the("wish", certificate=None),
        "not asked: the document does not state certificate: true",
    ),
    "instances in several zones": (
        "targets",
        instances("healthy", "healthy"),
        "api-443 has 2 healthy targets, but ELB does not tell their zones",
    ),
    "targets without health checks": (
        "targets",
        targets("unavailable"),
        "api-443 has no health checks, so nobody knows whether its targets answer",
    ),
    "a zone with targets without health checks only": (
        "targets",
        targets("healthy", "healthy", "healthy", "healthy", "healthy", "unavailable"),
        "api-443 has no healthy target in us-east-1f, but some without health checks",
    ),
    "security groups that decide": (
        "inbound_rules",
        the("balancer", security_groups=[GROUP], inbound_rules="on"),
        (
            f"cannot be known from here: {GROUP} decide about traffic through PrivateLink, so customers get an answer "
            "only if these let their addresses in; to leave it to the service: aws elbv2 set-security-groups "
            "--enforce-security-group-inbound-rules-on-private-link-traffic off "
            f"--load-balancer-arn {balancer()} --security-groups {GROUP}"
        ),
    ),
    "no report": ("tested", without("seen"), "not asked: --verified REPORT takes the report of reconciler verify"),
    "a report about another service": (
        "tested",
        the("seen", service="endpoint_service.other", service_name="com.amazonaws.vpce.us-east-1.vpce-svc-1"),
        "not asked: the report is about endpoint_service.other",
    ),
    "a report of the account of the service": (
        "tested",
        the("seen", observer=SAAS),
        f"the report is of {SAAS}, the account of the service: take another one",
    ),
    "a report with a line that could not be tried": (
        "tested",
        seen("grey", "can only be tried from inside vpc-1"),
        "creates an endpoint: can only be tried from inside vpc-1",
    ),
}
"""Each way in which an item is unknown: what is different, and why nobody can say."""

GREEN: Mapping[str, tuple[str, Change, str]] = {
    "one healthy target with cross-zone load balancing": (
        "targets",
        targets("healthy", "unhealthy", cross_zone="true"),
        "api-443 has 1 healthy of 2 targets",
    ),
    "a report from another region, where zones need not match": (
        "tested",
        the("seen", lines=[*SEEN["lines"], {**LINE, "id": "subnets", "status": "grey", "because": "another region"}]),
        f"{SEEN['observer']} can create an endpoint and connect",
    ),
    "a load balancer that crosses zones": (
        "targets",
        both(the("balancer", cross_zone=True), instances("healthy")),
        "api-443 has 1 healthy of 1 targets",
    ),
    "a target in all zones": (
        "targets",
        listener(targets=[{"id": "10.9.0.1", "zone": "all"}]),
        f"api-443 has a healthy target in {', '.join(ZONES)}",
    ),
    "a certificate with a long key of an ACME client": (
        "certificate",
        the("certificate", key="EC_secp384r1", origin="ACME"),
        f"issued in us-east-1 for {FRIENDLY}, {PRIVATE}",
    ),
    "name servers in capitals": (
        "delegation",
        the("wish", name_servers=["NS-2.example.net.", "ns-1.EXAMPLE.net"]),
        f"{FRIENDLY} is delegated to ns-1.example.net, ns-2.example.net, which answer",
    ),
    "security groups that do not decide": (
        "inbound_rules",
        the("balancer", security_groups=[GROUP], inbound_rules="off"),
        "no security group decides about traffic through PrivateLink",
    ),
    "a report with lines that do not apply": (
        "tested",
        the(
            "seen",
            lines=[
                *SEEN["lines"],
                {"id": "private_dns", "title": "the private name", "status": "grey", "because": "the service has none"},
            ],
        ),
        f"{GLOBEX} can create an endpoint and connect",
    ),
    "a load balancer that cannot grow": (
        "load_balancer",
        the("balancer", state="active_impaired"),
        "api in us-east-1 works",
    ),
}
"""Each unusual way in which an item holds."""


def test_a_complete_service_is_green_where_anybody_can_know(market: Market) -> None:
    """Only what no reading tells is grey."""
    market.open()
    assert market.statuses() == COMPLETE


@pytest.mark.parametrize("case", RED)
def test_what_is_missing_is_red_and_nothing_else_but_what_waits_for_it(market: Market, case: str) -> None:
    """One item is red, those that need it are grey because they wait for it, and all others stay as they were."""
    id_, change, because, waiting = RED[case]
    change(market)
    market.open()
    items = market.items()
    title = next(item.title for item in ITEMS if item.id == id_)
    assert (items[id_]["status"], items[id_]["because"]) == ("red", because)
    assert {one: item["status"] for one, item in items.items()} == {
        **COMPLETE,
        **dict.fromkeys(waiting, "grey"),
        id_: "red",
    }
    assert {items[one]["because"] for one in waiting} <= {f"waits for “{title}”"}


def test_every_item_that_can_be_red_is_red_in_some_case() -> None:
    """What no reading tells, and what only follows from another item, is never red."""
    assert {one.id for one in ITEMS} - {id_ for id_, *_ in RED.values()} == {
        *NOBODY_KNOWS,
        "vpc",
        "inbound_rules",
    }


@pytest.mark.parametrize("case", GREY)
def test_what_nobody_can_say_is_grey_with_the_reason(market: Market, case: str) -> None:
    """Unknown is never green, and no other item changes."""
    id_, change, because = GREY[case]
    change(market)
    market.open()
    items = market.items()
    assert (items[id_]["status"], items[id_]["because"]) == ("grey", because)
    assert {one: item["status"] for one, item in items.items()} == {**COMPLETE, id_: "grey"}


@pytest.mark.parametrize("case", GREEN)
def test_what_holds_in_another_way_is_green(market: Market, case: str) -> None:
    """No item is red or grey for the wrong reason."""
    id_, change, because = GREEN[case]
    change(market)
    market.open()
    items = market.items()
    assert (items[id_]["status"], items[id_]["because"]) == ("green", because)
    assert market.statuses() == COMPLETE


def test_a_load_balancer_that_does_not_exist_is_red(market: Market) -> None:
    """The service keeps the ARN."""
    market.open()
    gone(market)
    item = market.items()["load_balancer"]
    assert (item["status"], item["because"]) == ("red", f"{balancer()} does not exist: repair or replace it")


def test_no_private_name_is_grey_since_it_is_only_recommended(market: Market) -> None:
    """Nothing waits for it, and its verification does not apply."""
    market.wish["private_dns_name"] = None
    market.service["private_dns"] = None
    market.open()
    items = market.items()
    assert items["private_dns_name"]["because"] == "not stated: recommended, but not required"
    assert items["private_dns_verified"]["because"] == "not applicable: the service has no private DNS name"
    expected = {**COMPLETE, "private_dns_name": "grey", "private_dns_verified": "grey"}
    assert {one: item["status"] for one, item in items.items()} == expected


DENIED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "DescribeLoadBalancers": (
        "elasticloadbalancing:DescribeLoadBalancers",
        ("vpc", "load_balancer", "load_balancer_zones", "service_zones", "listeners", "targets", "inbound_rules"),
    ),
    "DescribeListeners": ("elasticloadbalancing:DescribeListeners", ("listeners",)),
    "DescribeTargetGroups": ("elasticloadbalancing:DescribeTargetGroups", ("targets",)),
    "DescribeTargetHealth": ("elasticloadbalancing:DescribeTargetHealth", ("targets",)),
    "DescribeTargetGroupAttributes": ("elasticloadbalancing:DescribeTargetGroupAttributes", ("targets",)),
    "DescribeLoadBalancerAttributes": ("elasticloadbalancing:DescribeLoadBalancerAttributes", ("targets",)),
    "DescribeAvailabilityZones": ("ec2:DescribeAvailabilityZones", ("load_balancer_zones", "service_zones")),
    "ListCertificates": ("acm:ListCertificates", ("certificate",)),
}
"""The permission of each read, and the items that cannot be judged without it."""


@pytest.mark.parametrize("operation", DENIED)
def test_a_denied_read_makes_its_items_grey_and_names_the_permission(market: Market, operation: str) -> None:
    """Nothing else is kept from being judged, and no item is red because nobody knows."""
    action, ids = DENIED[operation]
    market.open()
    market.shop.twin.faults.deny(operation, times=9)
    items = market.items()
    assert {one for one in ids if f"allow {action} to" not in items[one]["because"]} == set()
    told = {one: item["status"] for one, item in items.items()}
    known = {one: status for one, status in COMPLETE.items() if one not in ids}
    assert told == {**known, **dict.fromkeys(ids, "grey")}


def test_a_denied_reason_of_a_certificate_leaves_its_status(market: Market) -> None:
    """The item is red all the same, without why ACM failed."""
    market.certificate = {"status": "FAILED", "failure": "CAA_ERROR", "names": [FRIENDLY, PRIVATE]}
    market.open()
    market.shop.twin.faults.deny("DescribeCertificate", times=9)
    item = market.items()["certificate"]
    assert item["status"] == "red"
    assert f"{CERTIFICATE} is FAILED;" in item["because"]


def test_a_service_that_cannot_be_read_is_grey_not_missing(market: Market) -> None:
    """The answer says what was not read, and which permission is needed."""
    market.open()
    market.shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", times=9)
    answer = market.checked()
    (one,) = answer["services"]
    items = {item["id"]: item for item in one["items"]}
    assert items["endpoint_service"]["status"] == "grey"
    assert "allow ec2:DescribeVpcEndpointServiceConfigurations to" in items["endpoint_service"]["because"]
    assert items["customers"]["status"] == "grey"
    assert {problem["code"] for problem in answer["problems"]} == {"unreadable"}
    assert [item["id"] for item in one["items"] if item["status"] == "red"] == []


def test_a_service_that_ends_is_not_on_the_checklist(market: Market) -> None:
    """Nothing has to be ready for it."""
    market.open()
    market.shop.wish(f"kind: endpoint_service\nname: api\nregion: us-east-1\nid: {service_id()}\nstate: absent\n")
    assert market.checked()["services"] == []


def test_needs_are_items() -> None:
    """No item waits for one that does not exist, or for itself."""
    ids = [item.id for item in ITEMS]
    assert len(set(ids)) == len(ids)
    assert {needed for item in ITEMS for needed in item.needs} <= set(ids)
    assert [item.id for item in ITEMS if item.id in item.needs] == []
