"""Hints: what the user can do about a failed call, by cause and call."""

from collections.abc import Mapping
from typing import Any, Final

from .caller import ApiCall
from .calls import CREDENTIALS, iam_action
from .causes import Cause
from .credential_failures import credential_failure
from .denial import DECODE, Denial
from .unanswered import is_of_bundle

_HINTS: Final[Mapping[Cause, str]] = {
    Cause.SETTING: "check AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the AWS configuration file",
    Cause.CREDENTIALS: "set AWS_PROFILE, run `{login}` or give the job a role (check: `aws sts get-caller-identity`)",
    Cause.EXPIRED: "run `{login}` or renew the credentials, and check the clock of this machine",
    Cause.DENIED: "allow {action} to {caller}",
    Cause.OUTSIDE: "use credentials of the organization's management account or of a delegated administrator",
    Cause.THROTTLED: "wait a minute and run it again; other programs may be using up the account's request rate",
    Cause.LOCKED: "wait for the running change set and run it again",
    Cause.FAULT: "run it again; if it fails again, see https://health.aws.amazon.com",
    Cause.UNREACHABLE: "check the network, the proxy (HTTPS_PROXY), AWS_CA_BUNDLE and AWS_ENDPOINT_URL",
    Cause.GARBLED: "run it again; if it fails again, see whether a proxy or AWS_ENDPOINT_URL answers in AWS's place",
    Cause.ANSWERED: "see the operation's errors in AWS's API reference, and whether a proxy answers in AWS's place",
    Cause.UNSENT: "this is a bug in reconciler, please report it",
}
_BUNDLE: Final = "AWS_CA_BUNDLE names it, or ca_bundle of the profile, or REQUESTS_CA_BUNDLE: correct it or unset it"
_CLOCK: Final = "set the clock of this machine: it differs from AWS's by more than AWS accepts"
_CLOCKS: Final = frozenset({"RequestTimeTooSkewed"})
_ORGANIZATIONS: Final = (
    ", and call from the organization's management account or a delegated administrator: no other may read this"
)
_FOR_ANY_MEMBER: Final = "DescribeOrganization"
_REGION: Final = ", and see whether the account has the region enabled"
_ROLE: Final = ", and let the trust policy of {role} name them (external_id, where it asks for one)"
_CODE_REFUSED: Final = "MultiFactorAuthentication failed"
_CODE: Final = "type the code that the MFA device shows now: each code is accepted once"
_WEB_IDENTITY: Final = "AssumeRoleWithWebIdentity"
_TRUST: Final = (
    "let the trust policy of the role (AWS_ROLE_ARN) accept the token: its issuer, its audience and its subject; "
    "GitHub writes the subject of repositories made or renamed since 15 July 2026 with ids: repo:OWNER@ID/REPO@ID:…"
)
_RENEW: Final = "have the job get a new token, and check the account's identity provider and the clock of this machine"
_DECODING: Final = f"; AWS's reason is encoded: run it with -v, which shows it for `{DECODE}`"


def hint(cause: Cause, call: ApiCall, error: Exception | None = None) -> str:
    """Return what to do about *call*, which failed with *error* because of *cause*.

    *error* is None when AWS answered, but the answer could not be understood.
    """
    caller = call.caller
    return _words(cause, call, error).format(
        login=caller.login,
        caller=caller,
        action=iam_action(str(call)) or "the call",
        role=caller.role or "the role",
        policy=_denial(error).policy,
    )


def _words(cause: Cause, call: ApiCall, error: Exception | None) -> str:
    """Return the hint as a format string."""
    if cause is Cause.DENIED:
        return _allowing(call, _denial(error))
    if cause is Cause.EXPIRED:
        return _renewing(call, _code(error))
    if cause is Cause.CREDENTIALS and error:
        return _plain(credential_failure(error, call.caller).hint) or _HINTS[cause]
    if cause is Cause.UNREACHABLE and error and is_of_bundle(error):
        return _BUNDLE
    obtains = str(call) in CREDENTIALS and cause is Cause.ANSWERED
    return _HINTS[Cause.CREDENTIALS if obtains else cause]


def _allowing(call: ApiCall, denial: Denial) -> str:
    """Return who has to allow which action."""
    if denial.message.startswith(_CODE_REFUSED):
        return _CODE
    words = denial.remedy or (_TRUST if call.operation == _WEB_IDENTITY else _HINTS[Cause.DENIED])
    if not denial.remedy:
        member = call.service == "organizations" and call.operation != _FOR_ANY_MEMBER
        words += _ORGANIZATIONS if member else ""
        words += _ROLE if str(call) == "sts:AssumeRole" else ""
    return words + (_DECODING if denial.encoded else "")


def _renewing(call: ApiCall, code: str) -> str:
    """Return how to renew credentials that AWS does not accept."""
    if code in _CLOCKS:
        return _CLOCK
    if call.operation == _WEB_IDENTITY:
        return _RENEW
    return _HINTS[Cause.EXPIRED] + (_REGION if call.service == "ec2" else "")


def _denial(error: Exception | None) -> Denial:
    return Denial.read(str(_answer(error).get("Message") or ""))


def _code(error: Exception | None) -> str:
    return str(_answer(error).get("Code", ""))


def _answer(error: Exception | None) -> Mapping[str, Any]:
    """Return the code and the message of AWS's error; empty when AWS did not answer."""
    response = getattr(error, "response", None)
    return response.get("Error", {}) if isinstance(response, dict) else {}


def _plain(text: str) -> str:
    """Escape braces for `str.format`."""
    return text.replace("{", "{{").replace("}", "}}")
