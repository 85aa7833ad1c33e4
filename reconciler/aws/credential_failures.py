"""Why botocore could not obtain credentials, in the terms of the AWS configuration, and how to correct it.

The reason is found by the class of the exception and by the part of botocore that raised it. Output of programs and
content of files are never quoted: they may hold secrets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from botocore import exceptions as aws

from .caller import Caller
from .trail import trail


@dataclass(frozen=True, slots=True)
class CredentialFailure:
    """A reason why there are no credentials: *what* went wrong and the *hint*.

    Each is empty where the error's own message or the general hint is good enough.
    """

    what: str = ""
    hint: str = ""


_UNEXPLAINED: Final = CredentialFailure()
_IN_A_CONTAINER: Final = "have the job write it where reconciler runs; a container sees only what is mounted into it"
_TOKEN_HINT: Final = (
    "AWS_WEB_IDENTITY_TOKEN_FILE names it, or web_identity_token_file of the profile: " + _IN_A_CONTAINER
)
_CONTAINER_HINT: Final = (
    "check AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN or _TOKEN_FILE, and "
    "whether the agent that answers there runs"
)
_PROCESS_HINT: Final = (
    'run its command by hand: it has to print {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, '
    '"SessionToken": …, "Expiration": …} and end with 0'
)
_MFA_HINT: Final = (
    "run it at a terminal, or use credentials that ask for no code: in CI a role that trusts the job (OIDC), elsewhere "
    "a session that was opened before"
)
_HEADER: Final = "the credentials hold a character that no request can carry, a line break perhaps"
_UNEXPECTED: Final = ("Unsupported version", "Missing required key")
"""How botocore's messages about the JSON of a credential_process begin."""


def credential_failure(error: Exception, caller: Caller) -> CredentialFailure:
    """Return why the credentials of *caller* could not be obtained, as far as *error* shows it."""
    way = ".".join(trail(error))
    found = next((words for part, words in _BY_PLACE.items() if part in way), None)
    found = found or next((words for kinds, words in _BY_CLASS if isinstance(error, kinds)), None)
    return found(error, caller) if found else _UNEXPLAINED


def is_no_header(error: Exception) -> bool:
    """Tell whether Python refused to send a header. Only the header with the credentials has text from the user."""
    return isinstance(error, aws.HTTPClientError) and type(error.kwargs.get("error")) is ValueError


def _token(error: Exception, _: Caller) -> CredentialFailure:
    return CredentialFailure(f"the web identity token file{_unread(error)}", _TOKEN_HINT)


def _web_identity(error: Exception, _: Caller) -> CredentialFailure:
    """Return why STS was not asked: the token or the role ARN has a wrong form (the token file may be empty)."""
    if not isinstance(error, aws.ParamValidationError):
        return _UNEXPLAINED
    what = " ".join(str(error.kwargs.get("report", "")).split())
    return CredentialFailure(
        f"the web identity token, or the role that it is for, is invalid ({what})",
        "check the content of the file that AWS_WEB_IDENTITY_TOKEN_FILE names, and AWS_ROLE_ARN",
    )


def _container(error: Exception, _: Caller) -> CredentialFailure:
    if isinstance(error, OSError | UnicodeError):
        hint = f"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names it: {_IN_A_CONTAINER}"
        return CredentialFailure(f"the container's token file{_unread(error)}", hint)
    said = f" ({error})" if type(error) is ValueError else ""
    return CredentialFailure(f"the container's credentials could not be obtained{said}", _CONTAINER_HINT)


def _program(error: Exception, caller: Caller) -> CredentialFailure:
    return CredentialFailure(
        f"the credential_process that {caller.configured} uses {_command_failure(error)}", _PROCESS_HINT
    )


def _command_failure(error: Exception) -> str:
    """Return how a credential_process failed."""
    if isinstance(error, aws.CredentialRetrievalError):
        as_expected = not str(error.kwargs.get("error_msg", "")).startswith(_UNEXPECTED)
        return "failed" if as_expected else "printed JSON that lacks Version 1, AccessKeyId or SecretAccessKey"
    if isinstance(error, OSError):
        return f"can't be run ({error.strerror}: {error.filename})"
    if "compat_shell_split" in "".join(trail(error)):
        return f"is not a command ({error})"
    if "create_from_metadata" in "".join(trail(error)):
        return "printed an Expiration that is not a time"
    return "printed text that is not JSON" if isinstance(error, ValueError) else "printed JSON that is not an object"


def _retrieval(error: Exception, caller: Caller) -> CredentialFailure:
    """Return which provider failed, without its own message, which may quote a secret."""
    provider = str(getattr(error, "kwargs", {}).get("provider", ""))
    if provider == "custom-process":
        return _program(error, caller)
    return CredentialFailure(f"the credentials could not be obtained from {provider}")


def _code(_: Exception, caller: Caller) -> CredentialFailure:
    """Return a text that is true without a terminal and when botocore refreshes credentials, which asks for no code."""
    what = f"{caller.configured} needs a code of an MFA device (mfa_serial), which can be typed once, at a terminal"
    return CredentialFailure(what, _MFA_HINT)


def _profile(error: Exception, _: Caller) -> CredentialFailure:
    if not str(getattr(error, "kwargs", {}).get("profile", "")):
        return CredentialFailure("AWS_PROFILE is set, but empty", "unset AWS_PROFILE, or name a profile")
    return CredentialFailure(
        "", "`aws configure list-profiles` lists the profiles there are; AWS_PROFILE chooses one of them"
    )


def _file(_: Exception, _caller: Caller) -> CredentialFailure:
    return CredentialFailure(
        "", "correct the file, or name another one with AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE"
    )


def _sso(_: Exception, caller: Caller) -> CredentialFailure:
    return CredentialFailure("", f"run `{caller.login}`; in CI, use a role that trusts the job (OIDC)")


def _login(_: Exception, caller: Caller) -> CredentialFailure:
    return CredentialFailure("", f"run `aws login{caller.chosen}`")


def _partial(error: Exception, caller: Caller) -> CredentialFailure:
    in_environment = str(getattr(error, "kwargs", {}).get("provider", "")) == "env"
    return CredentialFailure("", "set it too, or unset the other") if in_environment else _config(error, caller)


def _config(error: Exception, _: Caller) -> CredentialFailure:
    if ".AssumeRoleWithWebIdentityProvider." in ".".join(trail(error)):
        what = "there is a web identity token, and no role to assume with it"
        return CredentialFailure(what, "set AWS_ROLE_ARN, or role_arn of the profile")
    return CredentialFailure(
        "", "correct the profile in the AWS configuration file, or choose another one with AWS_PROFILE"
    )


def _metadata(_: Exception, _caller: Caller) -> CredentialFailure:
    return CredentialFailure("", "correct AWS_EC2_METADATA_SERVICE_ENDPOINT and its _MODE, or unset them")


def _dependency(_: Exception, _caller: Caller) -> CredentialFailure:
    return CredentialFailure("", "install botocore[crt] where reconciler is installed")


def _header(_: Exception, _caller: Caller) -> CredentialFailure:
    hint = "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN again, without blanks around them"
    return CredentialFailure(_HEADER, hint)


def _unread(error: Exception) -> str:
    """Return which file could not be read, and why."""
    if isinstance(error, OSError):
        return f" {error.filename} can't be read ({error.strerror})"
    return " holds no text"


_Words = Callable[[Exception, Caller], CredentialFailure]
_BY_PLACE: Final[Mapping[str, _Words]] = {
    ".FileWebIdentityTokenLoader.": _token,
    ".AssumeRoleWithWebIdentityCredentialFetcher.": _web_identity,
    ".ContainerProvider.": _container,
    ".ProcessProvider.": _program,
}
_BY_CLASS: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], _Words], ...]] = (
    (aws.CredentialRetrievalError, _retrieval),
    ((aws.RefreshWithMFAUnsupportedError, EOFError), _code),
    (aws.ProfileNotFound, _profile),
    (aws.ConfigParseError, _file),
    ((aws.SSOError, aws.TokenRetrievalError), _sso),
    (aws.LoginError, _login),
    (aws.PartialCredentialsError, _partial),
    ((aws.InvalidConfigError, aws.UnknownCredentialError), _config),
    ((aws.InvalidIMDSEndpointError, aws.InvalidIMDSEndpointModeError), _metadata),
    (aws.MissingDependencyException, _dependency),
    (aws.HTTPClientError, _header),
)
