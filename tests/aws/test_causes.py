import pytest
from botocore.exceptions import ClientError
from botocore.session import get_session

from reconciler.aws.causes import Cause, cause_of

NAMED = {
    "AWSOrganizationsNotInUseException": Cause.OUTSIDE,
    "AccessDeniedException": Cause.DENIED,
    "AccessDeniedForDependencyException": Cause.DENIED,
    "ConcurrentModificationException": Cause.THROTTLED,
    "ExpiredTokenException": Cause.EXPIRED,
    "ExpiredTradeInTokenException": Cause.EXPIRED,
    "IDPCommunicationError": Cause.FAULT,
    "IDPRejectedClaim": Cause.EXPIRED,
    "InternalServiceException": Cause.FAULT,
    "InvalidIdentityToken": Cause.EXPIRED,
    "PolicyEvaluation": Cause.FAULT,
    "ResourceInUseException": Cause.LOCKED,
    "ServiceException": Cause.FAULT,
    "ServiceFailure": Cause.FAULT,
    "ServiceQuotaExceededException": Cause.THROTTLED,
    "ThrottlingException": Cause.THROTTLED,
    "TooManyRequestsException": Cause.THROTTLED,
}
"""The documented errors of the four services that have another cause than an ordinary refusal."""


def answered(code: str, status: int) -> ClientError:
    """Return the exception of an error answer."""
    response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "ListEntities")


def documented(service: str) -> dict[str, int]:
    """Return the error codes of a service model with their HTTP status."""
    shapes = get_session().get_service_model(service).error_shapes
    return {shape.error_code: shape.metadata.get("error", {}).get("httpStatusCode", 400) for shape in shapes}


@pytest.mark.parametrize("service", ["marketplace-catalog", "organizations", "sts", "iam"])
def test_each_documented_error_code_has_its_cause(service: str) -> None:
    """Every code of the service's model has the cause in the table, or else is an ordinary answer."""
    found = {code: cause_of(answered(code, status)) for code, status in documented(service).items()}
    assert found == {code: NAMED.get(code, Cause.ANSWERED) for code in found}
    assert found


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("AccessDenied", Cause.DENIED),
        ("ExpiredToken", Cause.EXPIRED),
        ("IncompleteSignature", Cause.EXPIRED),
        ("InvalidClientTokenId", Cause.EXPIRED),
        ("MissingAuthenticationToken", Cause.EXPIRED),
        ("RequestExpired", Cause.EXPIRED),
        ("SignatureDoesNotMatch", Cause.EXPIRED),
        ("UnrecognizedClientException", Cause.EXPIRED),
        ("Throttling", Cause.THROTTLED),
        ("AuthFailure", Cause.EXPIRED),
        ("EC2ThrottledException", Cause.THROTTLED),
        ("InvalidPrincipal", Cause.ANSWERED),
        ("RequestLimitExceeded", Cause.THROTTLED),
        ("UnauthorizedOperation", Cause.DENIED),
        ("ServiceUnavailable", Cause.FAULT),
    ],
)
def test_codes_that_every_service_may_answer_have_their_cause(code: str, cause: Cause) -> None:
    """AWS's common errors are in no service's model."""
    assert cause_of(answered(code, 400)) == cause


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (301, Cause.ANSWERED),
        (402, Cause.THROTTLED),
        (403, Cause.ANSWERED),
        (408, Cause.FAULT),
        (423, Cause.LOCKED),
        (429, Cause.THROTTLED),
        (500, Cause.FAULT),
        (502, Cause.FAULT),
        (503, Cause.FAULT),
        (599, Cause.FAULT),
    ],
)
def test_an_answer_without_a_known_code_is_judged_by_its_status(status: int, cause: Cause) -> None:
    """Proxies and gateways have messages of their own."""
    assert cause_of(answered(str(status), status)) == cause


def test_the_text_of_a_message_decides_nothing() -> None:
    """AWS may change a message at any time."""
    error = ClientError({"Error": {"Code": "Odd", "Message": "AccessDenied: Throttling: stale revision"}}, "X")
    assert cause_of(error) == Cause.ANSWERED
