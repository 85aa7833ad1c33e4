"""What to send to AWS Marketplace, and when there is nothing to send yet."""

import pytest

from reconciler.errors import InvalidInput, NotReady, UsageError
from reconciler.pipeline import checklist, read_report, read_surroundings
from reconciler.printed import printed_schemas
from tests.pipeline.readiness.market import FRIENDLY, NAME, PRIVATE, SEEN, ZONES, Market
from tests.selling import HOME, SAAS, balancer


def test_a_submission_has_what_aws_marketplace_asks_for_and_nothing_else(market: Market) -> None:
    """Service name and account, user-friendly name, the account of the certificate, private name (readiness 4.1)."""
    market.open()
    assert market.letter() == {
        "format_version": "1.0",
        "submission": [
            {
                "service_name": NAME,
                "region": HOME,
                "account": SAAS,
                "user_friendly_name": FRIENDLY,
                "certificate_account": SAAS,
                "private_dns_name": PRIVATE,
            }
        ],
    }


def test_a_submission_is_refused_while_a_required_item_is_red(market: Market) -> None:
    """The refusal names each of them, and ends with 2."""
    market.certificate = None
    market.balancer["listeners"] = []
    market.open()
    with pytest.raises(NotReady) as caught:
        market.letter()
    assert caught.value.exit_code == 2
    assert caught.value.message == (
        "there is nothing to send to AWS Marketplace yet: endpoint_service.api: Request certificates from AWS "
        f"Certificate Manager: no certificate in us-east-1 of {SAAS} is for {FRIENDLY}: request one from AWS "
        f"Certificate Manager; no certificate in us-east-1 of {SAAS} is for {PRIVATE}: request one from AWS "
        "Certificate Manager; endpoint_service.api: Verify that the service is configured: listeners: api has no "
        "listener: create one that forwards to your targets"
    )
    assert caught.value.hint == "reconciler checklist shows every item and what to do"


def test_a_submission_does_not_wait_for_what_is_only_recommended(market: Market) -> None:
    """AWS Marketplace recommends all zones and a private name, and does not require them."""
    market.balancer["zones"] = list(ZONES[:5])
    market.balancer["listeners"] = [{"port": 443, "targets": [{"id": "a", "zone": "all"}]}]
    market.service["private_dns"] = {"name": PRIVATE, "state": "failed"}
    market.open()
    assert market.statuses()["load_balancer_zones"] == market.statuses()["private_dns_verified"] == "red"
    assert len(market.letter()["submission"]) == 1


def test_an_empty_submission_is_refused(market: Market) -> None:
    """Nothing is never ready."""
    market.open()
    market.shop.wish("kind: principal\nitems: {acme: {id: '333333333333'}}\n")
    with pytest.raises(NotReady, match="no document wants an endpoint service"):
        market.letter()


def test_a_service_can_be_asked_for_by_any_of_its_names(market: Market) -> None:
    """Its name, its address, its id and its service name; another name is a wrong command line."""
    market.open()
    planning = market.shop.plan()
    around = read_surroundings(planning, market.shop.clients(writes=False))
    for given in ("api", "endpoint_service.api", "vpce-svc-00000000000617069", NAME):
        assert [one["address"] for one in checklist(planning, around, service=given)["services"]] == [
            "endpoint_service.api"
        ]
    with pytest.raises(UsageError, match="no document is about an endpoint service") as caught:
        checklist(planning, around, service="endpoint_service.apj")
    assert caught.value.hint == "did you mean 'endpoint_service.api'?"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([], "seen.json is not a report of verify: it has no service or no lines"),
        ({"service": "api"}, "seen.json is not a report of verify: it has no service or no lines"),
        ({**SEEN, "service": 1}, "seen.json is not a report of verify: it has no service or no lines"),
        ({**SEEN, "lines": [{"status": "blue"}]}, "seen.json: lines[0] has no status green, red or grey"),
        ({**SEEN, "lines": ["green"]}, "seen.json: lines[0] has no status green, red or grey"),
    ],
)
def test_what_is_no_report_of_verify_is_an_error(sent: object, message: str) -> None:
    """The error says what is missing, and how a report is written."""
    with pytest.raises(InvalidInput) as caught:
        read_report(sent, "seen.json")
    assert (caught.value.message, caught.value.exit_code) == (message, 3)
    assert caught.value.hint == "write it with reconciler verify SERVICE --format json=FILE"


def test_a_report_is_what_verify_prints() -> None:
    """The example of the schema of `verify` can be read, with every line of it."""
    (example,) = printed_schemas()["verification"]["examples"]
    report = read_report(example, "seen.json")
    assert (report.service, report.service_name) == (example["service"], example["service_name"])
    assert (report.observer, report.at) == (example["observer"], example["at"])
    assert [(one.id, one.status, one.because) for one in report.lines] == [
        (one["id"], one["status"], one["because"]) for one in example["lines"]
    ]


def test_services_of_a_region_are_read_together(market: Market) -> None:
    """Zones, load balancers and certificates take one call each for both services of a region."""
    market.open()
    text = (
        f"kind: endpoint_service\nname: new\nregion: {HOME}\nload_balancers: ['{balancer('new')}']\ncertificate: true\n"
    )
    market.shop.wish(f"{text}user_friendly_name: new.vpce.example.com\n", "new.yaml")
    planning = market.shop.plan()
    market.shop.twin.calls.clear()
    around = read_surroundings(planning, market.shop.clients(writes=False))
    assert sorted(map(str, around)) == ["endpoint_service.api", "endpoint_service.new"]
    made = market.shop.twin.calls.operations()
    assert {name: made[name] for name in ("DescribeAvailabilityZones", "ListCertificates", "DescribeListeners")} == {
        "DescribeAvailabilityZones": 1,
        "ListCertificates": 1,
        "DescribeListeners": 1,
    }
    assert made["DescribeLoadBalancers"] <= 3  # one does not exist, so each of the chunk is asked for once more


def test_a_report_without_lines_proves_nothing(market: Market) -> None:
    """An empty report is never green."""
    market.seen = {**SEEN, "lines": []}
    market.open()
    item = market.items()["tested"]
    assert (item["status"], item["because"]) == ("grey", "the report has no lines")
