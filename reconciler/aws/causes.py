"""Why a call failed: found by the class, the code and the origin of botocore's exception, never by its text."""

from enum import StrEnum
from typing import Final

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from .credential_failures import is_no_header
from .trail import is_of_credentials


class Cause(StrEnum):
    """The reason why a call failed. It decides the hint and whether a retry makes sense."""

    SETTING = "a setting of the AWS configuration is invalid"
    CREDENTIALS = "there are no credentials, or they could not be obtained"
    EXPIRED = "AWS does not accept the credentials"
    DENIED = "the credentials are not allowed to make the call"
    OUTSIDE = "the account is not in an organization"
    THROTTLED = "too many requests, or too much of something open at once"
    LOCKED = "a running change set locks an entity"
    FAULT = "the service failed"
    UNREACHABLE = "the endpoint did not answer"
    GARBLED = "the answer could not be understood"
    UNSENT = "botocore refused to send the call"
    ANSWERED = "the service refused the call"


_BY_CLASS: Final[dict[Cause, tuple[type[Exception], ...]]] = {
    Cause.SETTING: (
        aws.ApiVersionNotFoundError,
        aws.BaseEndpointResolverError,
        aws.DataNotFoundError,
        aws.EndpointProviderError,
        aws.InvalidChecksumConfigError,
        aws.InvalidConfigError,
        aws.InvalidDefaultsMode,
        aws.InvalidEndpointConfigurationError,
        aws.InvalidEndpointDiscoveryConfigurationError,
        aws.InvalidIMDSEndpointError,
        aws.InvalidIMDSEndpointModeError,
        aws.InvalidProxiesConfigError,
        aws.InvalidRegionError,
        aws.InvalidRetryConfigurationError,
        aws.InvalidS3AddressingStyleError,
        aws.InvalidS3UsEast1RegionalEndpointConfigError,
        aws.InvalidSTSRegionalEndpointsConfigError,
        aws.MissingDependencyException,
        aws.ServiceNotInRegionError,
        aws.UnknownCredentialError,
        aws.UnknownRegionError,
        aws.UnknownSignatureVersionError,
        aws.UnknownTokenProviderError,
        aws.UnsupportedSignatureVersionError,
    ),
    Cause.CREDENTIALS: (
        aws.ConfigNotFound,
        aws.ConfigParseError,
        aws.CredentialRetrievalError,
        aws.LoginError,
        aws.MetadataRetrievalError,
        aws.NoAuthTokenError,
        aws.NoCredentialsError,
        aws.PartialCredentialsError,
        aws.ProfileNotFound,
        aws.RefreshWithMFAUnsupportedError,
        aws.SSOError,
        aws.TokenRetrievalError,
        EOFError,  # botocore asked for the code of an MFA device, but there is no terminal to type it at
    ),
    Cause.UNREACHABLE: (aws.ConnectionError, aws.HTTPClientError, aws.IncompleteReadError, OSError),
    Cause.GARBLED: (
        aws.ChecksumError,
        aws.FlexibleChecksumError,
        ResponseParserError,
        AttributeError,  # this and the next four: botocore's parsers do not check the form of an answer
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ),
}

_OF_A_CALL: Final = (
    aws.ChecksumError,
    aws.ConnectionError,
    aws.FlexibleChecksumError,
    aws.HTTPClientError,
    aws.IncompleteReadError,
    ResponseParserError,
)
"""Exceptions of a call that was sent but got no usable answer, also of a call that obtains credentials."""

_ACCESS_DENIED: Final = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AccessDeniedForDependencyException",
        "AuthorizationError",  # of SNS (Publish, API reference)
        "UnauthorizedException",
        "UnauthorizedOperation",
    }
)
_NOT_ACCEPTED: Final = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "ExpiredTradeInTokenException",
        "IDPRejectedClaim",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidIdentityToken",
        "InvalidSignature",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorizedException",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
        "UnrecognizedClientException",
    }
)
_TOO_MANY: Final = frozenset(
    {
        "ConcurrentModificationException",  # Organizations: "modified by a different request. Try again later."
        "EC2ThrottledException",  # botocore's retries know it; EC2's own list of codes has only RequestLimitExceeded
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "ServiceQuotaExceededException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_FAILED: Final = frozenset(
    {
        "IDPCommunicationError",  # STS: "Try again later."
        "InternalError",
        "InternalFailure",
        "InternalServiceException",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceException",
        "ServiceFailure",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    }
)
_BY_CODE: Final = {
    "AWSOrganizationsNotInUseException": Cause.OUTSIDE,
    "ResourceInUseException": Cause.LOCKED,
    **dict.fromkeys(_ACCESS_DENIED, Cause.DENIED),
    **dict.fromkeys(_NOT_ACCEPTED, Cause.EXPIRED),
    **dict.fromkeys(_TOO_MANY, Cause.THROTTLED),
    **dict.fromkeys(_FAILED, Cause.FAULT),
}
_BY_STATUS: Final = {402: Cause.THROTTLED, 408: Cause.FAULT, 423: Cause.LOCKED, 429: Cause.THROTTLED}
SERVER_ERRORS: Final = 500


def bare(code: str) -> str:
    """Return an error code in one form: `INTERNAL_SERVICE_EXCEPTION` and `InternalServiceException` become equal."""
    return code.replace("_", "").lower().removesuffix("exception")


_PASSING: Final = frozenset(bare(code) for code in (*_TOO_MANY, *_FAILED))


def passes(code: str) -> bool:
    """Tell whether the error *code*, in either spelling, is temporary, so that a retry may succeed."""
    return bare(code) in _PASSING


def is_throttling(code: str, status: int) -> bool:
    """Tell whether an answer with the error *code* and the HTTP *status* refuses a call because there are too many."""
    return (_BY_CODE.get(code) or _BY_STATUS.get(status)) is Cause.THROTTLED


def cause_of(error: Exception) -> Cause:
    """Return why a call failed with *error*, any exception that botocore raised."""
    if isinstance(error, aws.ClientError):
        return _cause_of_answer(error)
    if is_no_header(error) or (is_of_credentials(error) and not isinstance(error, _OF_A_CALL)):
        return Cause.CREDENTIALS
    for cause, classes in _BY_CLASS.items():
        if isinstance(error, classes):
            return cause
    if isinstance(error, RuntimeError):  # botocore refreshed the credentials, and the new ones had expired, too
        return Cause.CREDENTIALS
    return Cause.UNSENT


def _cause_of_answer(error: aws.ClientError) -> Cause:
    """Return the cause by AWS's error code, else by the HTTP status: proxies and gateways answer without a code."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    known = _BY_CODE.get(code) or _BY_STATUS.get(status)
    return known or (Cause.FAULT if status >= SERVER_ERRORS else Cause.ANSWERED)
