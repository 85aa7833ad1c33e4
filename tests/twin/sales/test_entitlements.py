"""GetEntitlements of the twin, through boto3."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.errors import InvalidInput
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.sdk import client, port, refused

SELLER, BUYER, OTHER = "222222222222", "111111111111", "333333333333"
CODE = "abcdefghijklmnopqrstuvwxy"
LICENCE = "arn:aws:license-manager::999999999991:license:l-0123456789abcdef"


def entitlement(buyer: str = BUYER, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an entitlement to the seller's product."""
    return {"code": CODE, "seller": SELLER, "buyer": buyer, **stated}


def started(*entitlements: dict[str, Any]) -> Twin:
    """Return a running twin with entitlements."""
    return Twin(parse({"version": 1, "caller": SELLER, "entitlements": list(entitlements)})).start(port())


def get(account: str = SELLER, region: str = "us-east-1", **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return one page."""
    service = client("marketplace-entitlement", account, region)
    answer: dict[str, Any] = service.get_entitlements(**{"ProductCode": CODE, **parameters})
    return answer


def test_an_entitlement_has_what_aws_returns() -> None:
    """It has ProductCode, Dimension, CustomerAWSAccountId, Value, ExpirationDate, LicenseArn (subscribers 2.1)."""
    with started(entitlement(expires="2027-01-31T00:00:00Z", licence=LICENCE)):
        (found,) = get()["Entitlements"]
    assert found.pop("ExpirationDate").astimezone(UTC) == datetime(2027, 1, 31, tzinfo=UTC)
    assert found == {
        "ProductCode": CODE,
        "Dimension": "users",
        "CustomerAWSAccountId": BUYER,
        "Value": {"IntegerValue": 1},
        "LicenseArn": LICENCE,
    }


def test_an_empty_page_may_have_a_token() -> None:
    """A page has at most 25 entitlements, and an empty one may carry NextToken (subscribers 2.1)."""
    withdrawn = [entitlement(f"{number:012d}", withdrawn=True) for number in range(25)]
    with started(*withdrawn, entitlement()):
        first = get()
        assert first["Entitlements"] == []
        rest = get(NextToken=first["NextToken"])
    assert [one["CustomerAWSAccountId"] for one in rest["Entitlements"]] == [BUYER]
    assert "NextToken" not in rest


def test_values_are_united_and_keys_intersected() -> None:
    """Values of a filter key are united, keys are intersected (subscribers 2.1)."""
    with started(entitlement(), entitlement(OTHER), entitlement(OTHER, dimension="storage")):
        both = get(Filter={"CUSTOMER_AWS_ACCOUNT_ID": [BUYER, OTHER]})
        storage = get(Filter={"CUSTOMER_AWS_ACCOUNT_ID": [BUYER, OTHER], "DIMENSION": ["storage"]})
    assert len(both["Entitlements"]) == 3
    assert [one["Dimension"] for one in storage["Entitlements"]] == ["storage"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"ProductCode": ""},
        {"MaxResults": 26},
        {"NextToken": "other"},
        {"Filter": {"ACCOUNT": [BUYER]}},
        {"Filter": {"CUSTOMER_IDENTIFIER": ["x"], "CUSTOMER_AWS_ACCOUNT_ID": [BUYER]}},
    ],
)
def test_parameters_beyond_the_model_are_refused(parameters: dict[str, Any]) -> None:
    """Pages have 25 items, and the two keys of customers exclude each other (subscribers 2.1)."""
    with started(entitlement()):
        service = client("marketplace-entitlement", SELLER)
        answer = refused(service.get_entitlements, **{"ProductCode": CODE, **parameters})
    assert answer[:2] == ("InvalidParameterException", 400)


def test_only_the_seller_lists_its_entitlements() -> None:
    """Another account gets an empty list, and another Region has no such service (subscribers 2.1)."""
    with started(entitlement()):
        assert get(OTHER)["Entitlements"] == []
        abroad = client("marketplace-entitlement", SELLER, "eu-west-1")
        assert refused(abroad.get_entitlements, ProductCode=CODE)[:2] == ("AccessDeniedException", 403)


def test_a_seed_names_an_agreement_once() -> None:
    """A seed names each agreement once, and its accounts have twelve digits."""
    one = {"id": "agmt-1", "product": "prod-abcd1234efgh5", "buyer": BUYER, "proposer": SELLER}
    with pytest.raises(InvalidInput, match="agreement agmt-1 is given more than once"):
        parse({"version": 1, "agreements": [one, one]})
    with pytest.raises(InvalidInput, match=r"seed.agreements\[0\].buyer"):
        parse({"version": 1, "agreements": [{**one, "buyer": "1"}]})
