"""ListCertificates and DescribeCertificate of the twin, through boto3."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.errors import InvalidInput
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.sdk import client, port, refused

SELLER, OTHER = "222222222222", "333333333333"
HOME, ABROAD = "us-east-1", "eu-west-1"
EVERY_KEY = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
EVERY_ORIGIN = ["AWS_MANAGED", "ACME", "CUSTOMER_PROVIDED"]
Start = Callable[..., Twin]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a twin whose caller is the seller, with certificates."""
    with ExitStack() as stack:

        def begin(*certificates: dict[str, Any]) -> Twin:
            sent = {"version": 1, "caller": SELLER, "certificates": list(certificates)}
            return stack.enter_context(Twin(parse(sent)).start(port()))

        yield begin


def arn(number: int = 1, region: str = HOME, account: str = SELLER) -> str:
    """Return the ARN of a certificate."""
    return f"arn:aws:acm:{region}:{account}:certificate/{number:08d}-0000-0000-0000-000000000000"


def certificate(number: int = 1, name: str = "api.example.com", **stated: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a certificate for one name."""
    return {"arn": arn(number), "names": [name], **stated}


def acm(account: str = SELLER, region: str = HOME) -> Any:  # noqa: ANN401 - boto3's
    """Return a client of ACM."""
    return client("acm", account, region)


def listed(account: str = SELLER, region: str = HOME, **asked: Any) -> list[int]:  # noqa: ANN401 - boto3's
    """Return the numbers of the certificates of one page."""
    found = acm(account, region).list_certificates(**asked)["CertificateSummaryList"]
    return [int(one["CertificateArn"].rpartition("/")[2][:8]) for one in found]


def test_a_list_has_only_rsa_keys_up_to_2048_bits_by_default(start: Start) -> None:
    """Without keyTypes a list leaves out all other keys; with all of them it has every one (readiness 1.1)."""
    start(*(certificate(number, key=key) for number, key in enumerate(EVERY_KEY, 1)))
    assert listed() == [1, 2]
    assert listed(Includes={"keyTypes": ["EC_prime256v1"]}) == [5]
    assert listed(Includes={"keyTypes": EVERY_KEY}) == [1, 2, 3, 4, 5, 6, 7]


def test_a_list_has_no_certificates_of_acme_by_default(start: Start) -> None:
    """Without origins a list leaves out what an ACME client requested (readiness 1.1)."""
    start(*(certificate(number, origin=origin) for number, origin in enumerate(EVERY_ORIGIN, 1)))
    assert listed() == [1, 3]
    assert listed(CertificateKeyPairOrigins=EVERY_ORIGIN) == [1, 2, 3]


def test_a_list_can_be_of_some_states(start: Start) -> None:
    """Without states a list has certificates in every state (readiness 1.1)."""
    start(certificate(1), certificate(2, status="PENDING_VALIDATION"), certificate(3, status="EXPIRED"))
    assert listed() == [1, 2, 3]
    assert listed(CertificateStatuses=["ISSUED"]) == [1]


def test_a_list_has_pages(start: Start) -> None:
    """MaxItems is from 1 to 1,000; a token belongs to its list (readiness 1.1)."""
    start(*(certificate(number) for number in range(1, 4)))
    first = acm().list_certificates(MaxItems=2)
    assert len(first["CertificateSummaryList"]) == 2
    assert listed(MaxItems=2, NextToken=first["NextToken"]) == [3]
    other = {"CertificateStatuses": ["ISSUED"], "NextToken": first["NextToken"]}
    assert refused(acm().list_certificates, **other)[0] == "InvalidArgsException"
    assert refused(acm().list_certificates, MaxItems=1001)[0] == "ValidationException"


def test_a_certificate_belongs_to_one_account_and_region(start: Start) -> None:
    """Nobody else lists or describes it (readiness 1.1)."""
    start(certificate(1), {"arn": arn(2, ABROAD), "names": ["api.example.com"]})
    assert listed() == [1]
    assert listed(region=ABROAD) == [2]
    assert listed(OTHER) == []
    assert refused(acm(OTHER).describe_certificate, CertificateArn=arn(1))[0] == "ResourceNotFoundException"
    assert refused(acm().describe_certificate, CertificateArn=arn(2, ABROAD))[0] == "ResourceNotFoundException"
    assert refused(acm().describe_certificate, CertificateArn="arn:aws:iam::222222222222:role/a")[0] == (
        "InvalidArnException"
    )


def test_a_list_has_at_most_100_names_of_a_certificate(start: Start) -> None:
    """DescribeCertificate has all names (readiness 1.1)."""
    names = [f"a{number}.example.com" for number in range(101)]
    start({"arn": arn(), "names": names})
    (row,) = acm().list_certificates()["CertificateSummaryList"]
    assert row["SubjectAlternativeNameSummaries"] == names[:100]
    assert row["HasAdditionalSubjectAlternativeNames"] is True
    described = acm().describe_certificate(CertificateArn=arn())["Certificate"]
    assert described["SubjectAlternativeNames"] == names


def test_a_failed_certificate_says_why(start: Start) -> None:
    """DescribeCertificate has FailureReason, and the record that proves each name (readiness 1.2)."""
    start(certificate(name="*.example.com", status="FAILED", failure="CAA_ERROR"))
    described = acm().describe_certificate(CertificateArn=arn())["Certificate"]
    assert (described["Status"], described["FailureReason"]) == ("FAILED", "CAA_ERROR")
    (proof,) = described["DomainValidationOptions"]
    assert (proof["DomainName"], proof["ValidationStatus"]) == ("*.example.com", "FAILED")
    assert proof["ResourceRecord"]["Name"] == "_00000000000000000000000000000000.example.com."


def test_the_twin_has_no_other_operation_of_acm(start: Start) -> None:
    """A request for a certificate would not show in the lists, so it is refused."""
    start()
    assert refused(acm().request_certificate, DomainName="api.example.com")[0] == "UnknownOperationException"


def test_a_seed_has_each_certificate_once() -> None:
    """Two certificates of one ARN cannot exist."""
    with pytest.raises(InvalidInput, match="is given more than once"):
        parse({"version": 1, "certificates": [certificate(), certificate()]})
