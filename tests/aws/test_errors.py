import inspect
import string
from collections.abc import Callable

import pytest
from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from reconciler.aws.caller import ApiCall, Caller
from reconciler.aws.errors import unread, unset, unwritten
from reconciler.errors import InvalidInput, Refused, Unreadable

READ = ApiCall("marketplace-catalog", "ListEntities")
WRITE = ApiCall("marketplace-catalog", "StartChangeSet")

SETTINGS = """
    ApiVersionNotFoundError BaseEndpointResolverError DataNotFoundError
    EndpointProviderError EndpointResolutionError EndpointVariantError InfiniteLoopConfigError
    InvalidChecksumConfigError InvalidConfigError InvalidDefaultsMode InvalidEndpointConfigurationError
    InvalidEndpointDiscoveryConfigurationError InvalidIMDSEndpointError InvalidIMDSEndpointModeError
    InvalidMaxRetryAttemptsError InvalidProxiesConfigError InvalidRegionError InvalidRetryConfigurationError
    InvalidRetryModeError InvalidS3AddressingStyleError InvalidS3UsEast1RegionalEndpointConfigError
    InvalidSTSRegionalEndpointsConfigError MissingDependencyException NoRegionError
    ServiceNotInRegionError UnknownCredentialError UnknownEndpointError UnknownEndpointResolutionBuiltInName
    UnknownFIPSEndpointError UnknownRegionError UnknownServiceError UnknownSignatureVersionError
    UnknownTokenProviderError UnsupportedSignatureVersionError
"""
CREDENTIALS = """
    ConfigNotFound ConfigParseError CredentialRetrievalError LoginAuthorizationCodeError LoginError
    LoginInsufficientPermissions LoginRefreshRequired LoginTokenLoadError MetadataRetrievalError NoAuthTokenError
    NoCredentialsError PartialCredentialsError ProfileNotFound RefreshWithMFAUnsupportedError SSOError
    SSOTokenLoadError TokenRetrievalError UnauthorizedSSOTokenError
"""
AMBIGUOUS = """
    ChecksumError ConnectTimeoutError ConnectionClosedError ConnectionError EndpointConnectionError
    FlexibleChecksumError HTTPClientError IncompleteReadError ProxyConnectionError ReadTimeoutError
    ResponseStreamingError SSLError
"""
MISTAKES = """
    AliasConflictParameterError AwsChunkedWrapperError BotoCoreError CapacityNotAvailableError ClientError
    EventStreamError InvalidDNSNameError InvalidExpressionError InvalidHostLabelError MD5UnavailableError
    MissingParametersError MissingServiceIdError OperationNotPageableError PaginationError ParamValidationError
    RangeError StubAssertionError StubResponseError UnStubbedResponseError UndefinedModelAttributeError
    UnknownClientMethodError UnknownKeyError UnknownParameterError UnknownServiceStyle UnseekableStreamError
    UnsupportedOutpostResourceError UnsupportedS3AccesspointConfigurationError UnsupportedS3ArnError
    UnsupportedS3ConfigurationError UnsupportedS3ControlArnError UnsupportedS3ControlConfigurationError
    UnsupportedServiceProtocolsError ValidationError WaiterConfigError WaiterError
"""
EXPECTED = {
    **dict.fromkeys(SETTINGS.split(), ("InvalidInput", "CallFailed")),
    **dict.fromkeys(CREDENTIALS.split(), ("Unreadable", "CallFailed")),
    **dict.fromkeys(AMBIGUOUS.split(), ("Unreadable", "Throttled")),
    **dict.fromkeys(MISTAKES.split(), ("Unreadable", "Rejected")),
}


def raised(kind: Callable[..., Exception]) -> Exception:
    """Return an exception as botocore makes it."""
    if kind in {aws.ClientError, aws.EventStreamError}:
        return kind({"Error": {"Code": "Unheard", "Message": "no"}}, "ListEntities")
    if kind == aws.WaiterError:
        return kind("name", "reason", {})
    if kind in {aws.StubResponseError, aws.StubAssertionError, aws.UnStubbedResponseError}:
        return kind(operation_name="ListEntities", reason="none left")
    fields = [name for _, name, _, _ in string.Formatter().parse(getattr(kind, "fmt", "")) if name]
    return kind(**dict.fromkeys(fields, "something"))


ALL = [
    kind
    for _, kind in inspect.getmembers(aws, inspect.isclass)
    if kind.__module__ == aws.__name__ and not issubclass(kind, Warning)  # its two warnings are never raised
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_each_exception_of_botocore_becomes_an_error_of_reconciler(kind: type[Exception]) -> None:
    """An upgrade of botocore cannot add an exception without a decision."""
    error = raised(kind)
    read, written = unread(error, READ), unwritten(error, WRITE)
    assert (type(read).__name__, type(written).__name__) == EXPECTED[kind.__name__]
    assert "\n" not in read.message + written.message
    assert (written.operation, bool(written.code)) == ("StartChangeSet", True)


def test_no_exception_is_expected_that_botocore_no_longer_has() -> None:
    """The table equals botocore's list."""
    assert set(EXPECTED) == {kind.__name__ for kind in ALL}


@pytest.mark.parametrize(
    "error",
    [
        ResponseParserError("no XML"),
        AttributeError("'list' object has no attribute 'get'"),
        KeyError("x"),
        RecursionError(),
        TypeError(),
        ValueError(),
    ],
)
def test_exceptions_of_botocores_parsers_are_unreadable_answers(error: Exception) -> None:
    """Parsers take the shape of answers for granted and raise when it differs."""
    found = unread(error, READ)
    assert isinstance(found, Unreadable)
    assert found.message.startswith("marketplace-catalog:ListEntities: the answer could not be understood (")
    assert type(unwritten(error, WRITE)).__name__ == "Throttled"


def test_credentials_that_expired_during_a_refresh_are_reported_as_such() -> None:
    """Botocore raises a bare RuntimeError for them."""
    found = unread(RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."), READ)
    assert isinstance(found, Unreadable)
    assert "aws sso login" in found.hint


def test_a_missing_mfa_code_is_reported_as_credentials() -> None:
    """A profile with mfa_serial prompts, and a CI job has no terminal."""
    found = unread(EOFError(), ApiCall("sts", "GetCallerIdentity", Caller("buyer")))
    assert found.message == (
        "sts:GetCallerIdentity: profile buyer needs a code of an MFA device (mfa_serial), which can be typed once, "
        "at a terminal"
    )
    assert "a role that trusts the job (OIDC)" in found.hint


def test_errors_of_making_clients_are_settings_or_credentials() -> None:
    """Botocore raises a ValueError for an endpoint that is no URL."""
    endpoint = unset(ValueError("Invalid endpoint: nonsense"), Caller())
    assert isinstance(endpoint, InvalidInput)
    assert endpoint.message == "AWS configuration: Invalid endpoint: nonsense"
    assert isinstance(unset(aws.NoCredentialsError(), Caller()), Unreadable)


def test_an_account_in_no_organization_is_refused() -> None:
    """An account without an organization is the wrong account: exit code 4."""
    response = {"Error": {"Code": "AWSOrganizationsNotInUseException", "Message": "Your account is not a member."}}
    found = unread(aws.ClientError(response, "DescribeOrganization"), ApiCall("organizations", "DescribeOrganization"))
    assert isinstance(found, Refused)
    assert "management account" in found.hint


def test_a_program_that_prints_secrets_is_not_quoted() -> None:
    """The message leaves out what a credential_process wrote to stderr."""
    error = aws.CredentialRetrievalError(provider="custom-process", error_msg="+ SECRET=verysecretkey")
    assert unread(error, READ).message == (
        "marketplace-catalog:ListEntities: the credential_process that the default profile uses failed"
    )


def test_a_signature_error_does_not_quote_the_session_token() -> None:
    """AWS repeats the canonical request, which has the token."""
    said = "The Canonical String should have been\n'POST\nx-amz-security-token:FwoGZXIvYXdzEXAMPLE'"
    response = {"Error": {"Code": "InvalidSignatureException", "Message": said}}
    caller = Caller("buyer", "arn:aws:iam::111111111111:role/reconciler")
    read = unread(aws.ClientError(response, "ListEntities"), ApiCall("marketplace-catalog", "ListEntities", caller))
    written = unwritten(aws.ClientError(response, "StartChangeSet"), WRITE)
    assert "FwoGZXIvYXdz" not in read.message + read.hint + written.message
    assert read.message == (
        "marketplace-catalog:ListEntities: InvalidSignatureException: AWS does not accept the credentials "
        "(role arn:aws:iam::111111111111:role/reconciler, assumed by profile buyer)"
    )


def test_the_password_in_an_endpoint_or_proxy_is_not_quoted() -> None:
    """An endpoint is named by host and port."""
    url = "http://user:hunter2@127.0.0.1:9/ListEntities?token=hunter2"
    assert "no connection to 127.0.0.1:9" in unread(aws.EndpointConnectionError(endpoint_url=url), READ).message
    assert "hunter2" not in unset(ValueError(f"Invalid endpoint: {url.partition('?')[0]}"), Caller()).message
