"""SearchAgreements and DescribeAgreement of the twin, through boto3."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.sdk import client, port, refused
from tests.twin.worlds import Hand

SELLER, PARTNER, BUYER, OTHER = "222222222222", "999999999999", "111111111111", "333333333333"
PRODUCT = "prod-abcd1234efgh5"
LICENCE = "arn:aws:license-manager::999999999991:license:l-0123456789abcdef"
Start = Callable[..., Twin]


@pytest.fixture
def start(clock: Hand) -> Iterator[Start]:
    """Start a twin whose caller is the seller, with agreements."""
    with ExitStack() as stack:

        def begin(*agreements: dict[str, Any], **stated: Any) -> Twin:  # noqa: ANN401 - JSON
            sent = {"version": 1, "caller": SELLER, "agreements": list(agreements), **stated}
            return stack.enter_context(Twin(parse(sent), clock=clock).start(port()))

        yield begin


def agreement(id_: str = "agmt-1", **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an active agreement of the buyer with the seller."""
    return {"id": id_, "product": PRODUCT, "buyer": BUYER, "proposer": SELLER, **stated}


def filters(**wanted: str) -> list[dict[str, Any]]:
    """Return filters of a proposer."""
    stated = {"PartyType": "Proposer", "AgreementType": "PurchaseAgreement", **wanted}
    return [{"name": name, "values": [value]} for name, value in stated.items() if value]


def search(account: str = SELLER, **wanted: str) -> list[str]:
    """Return the ids of the agreements of the first page."""
    answer = client("marketplace-agreement", account).search_agreements(
        catalog="AWSMarketplace", filters=filters(**wanted)
    )
    return [one["agreementId"] for one in answer["agreementViewSummaries"]]


def refused_search(**parameters: Any) -> tuple[str, str]:  # noqa: ANN401 - boto3's
    """Return code and reason of a refused search."""
    code, status, message = refused(client("marketplace-agreement", SELLER).search_agreements, **parameters)
    assert status == 400
    return code, message.rpartition("reason: ")[2].rstrip(")")


def test_a_search_returns_what_aws_returns(start: Start) -> None:
    """A row has the parties, times, resources, status, licences and the first agreement (subscribers 1.2)."""
    start(agreement(end="2027-01-31T00:00:00Z", licences=[LICENCE]))
    answer = client("marketplace-agreement", SELLER).search_agreements(filters=filters(ResourceIdentifier=PRODUCT))
    (row,) = answer["agreementViewSummaries"]
    assert row == {
        "agreementId": "agmt-1",
        "acceptanceTime": row["startTime"],
        "startTime": row["startTime"],
        "endTime": row["endTime"],
        "lastUpdateTime": row["startTime"],
        "agreementType": "PurchaseAgreement",
        "acceptor": {"accountId": BUYER},
        "proposer": {"accountId": SELLER},
        "proposalSummary": {"resources": [{"id": PRODUCT, "type": "SaaSProduct"}], "offerId": "offer-0000000000001"},
        "status": "ACTIVE",
        "entitlements": [{"licenseArn": LICENCE}],
        "initialAgreementId": "agmt-1",
    }
    assert row["endTime"].astimezone(UTC) == datetime(2027, 1, 31, tzinfo=UTC)
    assert "nextToken" not in answer


def test_a_pay_as_you_go_agreement_has_no_end(start: Start) -> None:
    """`endTime` is null for pay-as-you-go agreements (subscribers 1.2)."""
    start(agreement())
    answer = client("marketplace-agreement", SELLER).search_agreements(filters=filters())
    assert "endTime" not in answer["agreementViewSummaries"][0]


def test_a_page_has_at_most_fifty_agreements(start: Start) -> None:
    """A page has at most 50 agreements, and nextToken leads to the next one (subscribers 1.1)."""
    start(*(agreement(f"agmt-{number:03d}") for number in range(120)))
    found: list[str] = []
    token: dict[str, str] = {}
    sizes: list[int] = []
    while not sizes or token:
        answer = client("marketplace-agreement", SELLER).search_agreements(filters=filters(), maxResults=50, **token)
        found += [one["agreementId"] for one in answer["agreementViewSummaries"]]
        sizes.append(len(answer["agreementViewSummaries"]))
        token = {"nextToken": answer["nextToken"]} if "nextToken" in answer else {}
    assert sizes == [50, 50, 20]
    assert found == [f"agmt-{number:03d}" for number in range(120)]


def test_a_resale_is_not_listed_for_the_seller(start: Start) -> None:
    """The channel partner is the proposer of a resale, so only it finds the agreement (subscribers 1.2)."""
    start(agreement(), agreement("agmt-2", proposer=PARTNER))
    assert search() == ["agmt-1"]
    assert search(PARTNER) == ["agmt-2"]
    assert search(BUYER, PartyType="Acceptor") == ["agmt-1", "agmt-2"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"Status": "ACTIVE"}, ["agmt-1"]),
        ({"Status": "EXPIRED"}, ["agmt-2"]),
        ({"AcceptorAccountId": OTHER}, ["agmt-2"]),
        ({"AcceptorAccountId": OTHER, "Status": "ACTIVE"}, []),
        ({"ResourceIdentifier": "prod-other00000000"}, []),
        ({"ResourceType": "AmiProduct"}, []),
        ({"LicenseArn": LICENCE}, ["agmt-1"]),
        ({"AfterEndTime": "2026-06-01T00:00:00Z"}, ["agmt-1"]),
        ({"BeforeEndTime": "2026-06-01T00:00:00Z"}, ["agmt-2"]),
        ({"InitialAgreementId": "agmt-0"}, ["agmt-2"]),
    ],
)
def test_a_proposer_combines_any_filters(start: Start, wanted: dict[str, str], expected: list[str]) -> None:
    """A proposer can use any combination of the filters along with AgreementType (subscribers 1.1)."""
    start(
        agreement(end="2027-01-31T00:00:00Z", licences=[LICENCE]),
        agreement("agmt-2", buyer=OTHER, status="EXPIRED", end="2026-02-01T00:00:00Z", initial="agmt-0"),
    )
    assert search(**wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"AgreementType": ""}, "UNSUPPORTED_FILTERS"),
        ({"AgreementType": "VendorInsights"}, "UNSUPPORTED_FILTERS"),
        ({"PartyType": ""}, "MISSING_PARTY_TYPE"),
        ({"PartyType": "Manufacturer"}, "INVALID_PARTY_TYPE"),
        ({"Buyer": BUYER}, "INVALID_FILTER_NAME"),
        ({"PartyType": "Acceptor", "AcceptorAccountId": BUYER}, "UNSUPPORTED_FILTERS"),
        ({"PartyType": "Acceptor", "ResourceType": "SaaSProduct", "Status": "ACTIVE"}, "UNSUPPORTED_FILTERS"),
    ],
)
def test_filters_that_no_party_may_use_are_refused(start: Start, wanted: dict[str, str], reason: str) -> None:
    """AgreementType is required, and an acceptor can use only the combinations listed (subscribers 1.1, 1.3)."""
    start(agreement())
    assert refused_search(filters=filters(**wanted)) == ("ValidationException", reason)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"catalog": "Other"}, "INVALID_CATALOG"),
        ({"maxResults": 51}, "INVALID_MAX_RESULTS"),
        ({"sort": {"sortBy": "Status"}}, "INVALID_SORT_BY"),
        ({"sort": {"sortBy": "EndTime", "sortOrder": "UP"}}, "INVALID_SORT_ORDER"),
        ({"filters": [{"name": "Status", "values": ["ACTIVE", "EXPIRED"]}]}, "INVALID_FILTERS"),
        ({"filters": []}, "INVALID_FILTERS"),
        ({"nextToken": "%"}, "INVALID_NEXT_TOKEN"),
        ({"nextToken": "other"}, "INVALID_NEXT_TOKEN"),
    ],
)
def test_parameters_beyond_the_model_are_refused(start: Start, parameters: dict[str, Any], reason: str) -> None:
    """At most 10 filters with one value, pages of 50, known sorts, and the service's own tokens (subscribers 1.1)."""
    start(agreement())
    assert refused_search(**{"filters": filters(), **parameters}) == ("ValidationException", reason)


def test_a_proposer_sorts_by_three_times(start: Start) -> None:
    """The order is by EndTime, and a proposer can sort by StartTime and LastUpdateTime, too (subscribers 1.1)."""
    start(
        agreement("agmt-1", start="2026-03-01T00:00:00Z", end="2028-01-01T00:00:00Z", updated="2026-03-02T00:00:00Z"),
        agreement("agmt-2", start="2026-02-01T00:00:00Z", updated="2026-09-01T00:00:00Z"),
    )
    by = {"EndTime": ["agmt-1", "agmt-2"], "StartTime": ["agmt-2", "agmt-1"], "LastUpdateTime": ["agmt-1", "agmt-2"]}
    for name, expected in by.items():
        answer = client("marketplace-agreement", SELLER).search_agreements(filters=filters(), sort={"sortBy": name})
        assert [one["agreementId"] for one in answer["agreementViewSummaries"]] == expected


def test_an_agreement_is_described_to_its_parties(start: Start) -> None:
    """DescribeAgreement finds the agreements of which the caller is a party, and no others (subscribers 1.2)."""
    start(agreement(status="RENEWED"))
    found = client("marketplace-agreement", SELLER).describe_agreement(agreementId="agmt-1")
    assert (found["status"], found["acceptor"]) == ("RENEWED", {"accountId": BUYER})
    describe = client("marketplace-agreement", OTHER).describe_agreement
    assert refused(describe, agreementId="agmt-1")[:2] == ("ResourceNotFoundException", 404)


def test_the_service_is_in_one_region(start: Start) -> None:
    """Agreements are in us-east-1 only (subscribers 1.1)."""
    start(agreement())
    abroad = client("marketplace-agreement", SELLER, "eu-west-1")
    assert refused(abroad.search_agreements, filters=filters())[:2] == ("AccessDeniedException", 403)


def test_an_operation_that_the_twin_lacks_is_unknown(start: Start) -> None:
    """The twin says that it lacks an operation, with HTTP 400, which no SDK tries again."""
    start()
    terms = client("marketplace-agreement", SELLER).get_agreement_terms
    assert refused(terms, agreementId="agmt-1")[:2] == ("UnknownOperationException", 400)


def test_five_searches_a_second_are_answered(start: Start, clock: Hand) -> None:
    """SearchAgreements takes 5 calls a second, then throttles with HTTP 429 (subscribers 1.3, 1.4)."""
    start(agreement(), quotas={"request_rates": True})
    searches = client("marketplace-agreement", SELLER).search_agreements
    for _ in range(5):
        searches(filters=filters())
    assert refused(searches, filters=filters())[:2] == ("ThrottlingException", 429)
    clock.move(1)
    searches(filters=filters())


def test_a_denied_search_is_an_access_error(start: Start) -> None:
    """A denied call is AccessDeniedException with HTTP 403 (subscribers 1.3)."""
    start(agreement()).faults.deny("SearchAgreements")
    answer = refused(client("marketplace-agreement", SELLER).search_agreements, filters=filters())
    assert answer[:2] == ("AccessDeniedException", 403)


def test_an_agreement_says_what_it_entitles_to(start: Start) -> None:
    """One entitlement for each licence, in pages, with the registration token of the agreement (subscribers 1.2)."""
    start(agreement(licences=[LICENCE, LICENCE[:-1] + "0"], token="token-1"), agreement("agmt-2", status="EXPIRED"))
    ask = client("marketplace-agreement", BUYER).get_agreement_entitlements
    first = ask(agreementId="agmt-1", maxResults=1)
    assert first["agreementEntitlements"] == [
        {
            "resource": {"id": PRODUCT, "type": "SaaSProduct"},
            "type": "Entitlement",
            "status": "PROVISIONED",
            "licenseArn": LICENCE,
            "registrationToken": "token-1",
        }
    ]
    second = ask(agreementId="agmt-1", maxResults=1, nextToken=first["nextToken"])
    assert (len(second["agreementEntitlements"]), second.get("nextToken")) == (1, None)
    (ended,) = ask(agreementId="agmt-2")["agreementEntitlements"]
    assert (ended["status"], "registrationToken" in ended) == ("DEPROVISIONED", False)


def test_only_a_party_learns_what_an_agreement_entitles_to(start: Start) -> None:
    """Anybody else gets ResourceNotFoundException, and a wrong id is refused (subscribers 1.2, 1.3)."""
    start(agreement())
    ask = client("marketplace-agreement", OTHER).get_agreement_entitlements
    assert refused(ask, agreementId="agmt-1")[:2] == ("ResourceNotFoundException", 404)
    assert refused(ask, agreementId="agmt 1")[:2] == ("ValidationException", 400)
