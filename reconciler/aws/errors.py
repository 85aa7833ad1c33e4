"""Whatever botocore raises, as our exception tree: the one place where the two meet.

Reads end as `Unreadable` (exit 7), but for an unknown setting, which is `InvalidInput` (3), and an account in no
organisation, which is `Refused` (4). Writes end as `CallFailed` or one of its kinds. What may have reached the
service without an answer is `Throttled` too: the same request token, or the same tags, again are safe.
Messages are one line; no text that may quote a credential gets into them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from botocore import exceptions as aws

from reconciler.errors import (
    CallFailed,
    EntityLocked,
    InvalidInput,
    ReconcilerError,
    Refused,
    Rejected,
    Throttled,
    Unreadable,
)

from .caller import Call, Caller
from .calls import CREDENTIALS, iam_action
from .causes import Cause, cause_of
from .trail import is_ours

_LONGEST: Final = 1000
_USER_INFO: Final = re.compile(r"//[^/@\s]+@")


_HINTS: Final[Mapping[Cause, str]] = {
    Cause.SETTING: "check AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the AWS configuration file",
    Cause.CREDENTIALS: "set AWS_PROFILE, run `{login}` or give the job a role; `aws sts get-caller-identity` says more",
    Cause.EXPIRED: "run `{login}` or renew the credentials, and check the clock of this machine",
    Cause.DENIED: "allow {action} to {caller}",
    Cause.OUTSIDE: "use credentials of the organisation's management account or of a delegated administrator",
    Cause.THROTTLED: "wait a minute and run it again; other programs may be using up the account's request rate",
    Cause.LOCKED: "wait for the running change set and run it again",
    Cause.FAULT: "run it again; if it goes on, see https://health.aws.amazon.com",
    Cause.UNREACHABLE: "check the network, the proxy (HTTPS_PROXY), AWS_CA_BUNDLE and AWS_ENDPOINT_URL",
    Cause.GARBLED: "run it again; if it goes on, see whether a proxy or AWS_ENDPOINT_URL answers in AWS's place",
    Cause.ANSWERED: "see the operation's errors in AWS's API reference, and whether a proxy answers in AWS's place",
    Cause.UNSENT: "this is a mistake in reconciler, please report it",
}
_ORGANIZATIONS_HINT: Final = (
    ", and call from the organisation's management account or a delegated administrator: no other may read this"
)
_FOR_ANY_MEMBER: Final = "DescribeOrganization"
_REGION_HINT: Final = ", and see whether the account has the region enabled"
_ROLE_HINT: Final = ", and let the trust policy of {role} name them (external_id, where it asks for one)"

_NO_ANSWER: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aws.SSLError, "no trusted TLS connection to {host}"),
    (aws.ProxyConnectionError, "the proxy did not answer"),
    (aws.ConnectTimeoutError, "{host} did not accept a connection in time"),
    (aws.EndpointConnectionError, "no connection to {host}"),
    (aws.ReadTimeoutError, "{host} did not answer in time"),
    (aws.ConnectionClosedError, "{host} closed the connection before it had answered"),
)

_WRITES: Final[Mapping[Cause, type[CallFailed]]] = {
    Cause.THROTTLED: Throttled,
    Cause.FAULT: Throttled,
    Cause.UNREACHABLE: Throttled,
    Cause.GARBLED: Throttled,
    Cause.LOCKED: EntityLocked,
    Cause.SETTING: CallFailed,
    Cause.CREDENTIALS: CallFailed,
}


@contextmanager
def telling(words: Callable[[Exception], ReconcilerError]) -> Iterator[None]:
    """Tell what botocore raises in this block with *words*; what is ours comes out as it is, our mistakes included."""
    try:
        yield
    except ReconcilerError:
        raise
    except Exception as error:
        if is_ours(error):
            raise
        raise words(error) from error


def unread(error: Exception, call: Call) -> ReconcilerError:
    """Say that *call*, which reads, failed with *error*."""
    cause, call = cause_of(error), call.blamed(error)
    message, hint = f"{call.told}: {_what(error, cause, call.caller)}", _hint(cause, call)
    if cause is Cause.SETTING:
        return InvalidInput(message, hint=hint)
    return (Refused if cause is Cause.OUTSIDE else Unreadable)(message, hint)


def unread_in_part(call: Call, code: str, message: str) -> ReconcilerError:
    """Say that an answer to *call* holds an error for a part of what was asked, with AWS's *code* and *message*."""
    return unread(aws.ClientError({"Error": {"Code": code, "Message": message}}, call.operation), call)


def unset(error: Exception, caller: Caller) -> ReconcilerError:
    """Say that a session or client could not be made: before anything is asked, all but credentials are settings."""
    cause = Cause.CREDENTIALS if cause_of(error) is Cause.CREDENTIALS else Cause.SETTING
    message, hint = f"AWS configuration: {_what(error, cause, caller)}", _hint(cause, Call("sts", "", caller))
    return InvalidInput(message, hint=hint) if cause is Cause.SETTING else Unreadable(message, hint)


def unwritten(error: Exception, call: Call) -> CallFailed:
    """Say that *call*, which writes, failed with *error*, in AWS's own words where there are any."""
    cause, blamed = cause_of(error), call.blamed(error)
    said = _said(error, cause) or _what(error, cause, call.caller)
    told = f"{said} ({_hint(cause, blamed)})" if cause in {Cause.DENIED, Cause.EXPIRED} else said
    kind = _WRITES.get(cause, Rejected)
    return kind(told, code=_code(error), operation=call.operation, request_id=_request_id(error))


def garbled(call: Call, what: str) -> Unreadable:
    """Say that the answer to *call* lacks what must be in it, or has it in an unknown form."""
    return Unreadable(f"{call.told}: {one_line(what)}", _hint(Cause.GARBLED, call))


def one_line(text: str) -> str:
    """Make *text* fit for a message: one line, printable, not endless, without the password of a URL."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    line = _USER_INFO.sub("//", line)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _hint(cause: Cause, call: Call) -> str:
    """Say what to do."""
    obtains = str(call) in CREDENTIALS and cause is Cause.ANSWERED
    hint = _HINTS[Cause.CREDENTIALS if obtains else cause]
    if cause is Cause.DENIED:
        hint += _ORGANIZATIONS_HINT if call.service == "organizations" and call.operation != _FOR_ANY_MEMBER else ""
        hint += _ROLE_HINT if call.service == "sts" else ""
    hint += _REGION_HINT if cause is Cause.EXPIRED and call.service == "ec2" else ""
    caller = call.caller
    action = iam_action(str(call)) or "the call"
    return hint.format(login=caller.login, caller=caller, action=action, role=caller.role or "the role")


def _what(error: Exception, cause: Cause, caller: Caller) -> str:
    """Say what went wrong, in words that quote only what holds no secret."""
    if isinstance(error, aws.ClientError):
        request_id = _request_id(error)
        suffix = f" (request {request_id})" if request_id else ""
        return f"{_code(error)}: {_said(error, cause) or f'{cause.value} ({caller})'}{suffix}"
    if cause is Cause.UNREACHABLE:
        return _no_answer(error)
    if isinstance(error, aws.CredentialRetrievalError):  # its text may be what a credential_process printed
        return f"the credentials could not be obtained from {one_line(str(error.kwargs['provider']))}"
    if cause in {Cause.SETTING, Cause.CREDENTIALS, Cause.UNSENT}:
        return one_line(str(error)) or type(error).__name__
    return f"{cause.value} ({type(error).__name__})"


def _no_answer(error: Exception) -> str:
    """Say which endpoint was silent, and how."""
    url = str(getattr(error, "kwargs", {}).get("endpoint_url", ""))
    host = urlsplit(url).netloc.rpartition("@")[2] or "the endpoint"
    words = next((words for kind, words in _NO_ANSWER if isinstance(error, kind)), None)
    return words.format(host=host) if words else f"{Cause.UNREACHABLE.value} ({type(error).__name__})"


def _said(error: Exception, cause: Cause) -> str:
    """Give AWS's own message and the fields that it blames; nothing when it may quote a session token.

    Signature errors repeat the request as it should have been signed, headers included.
    """
    if not isinstance(error, aws.ClientError) or cause is Cause.EXPIRED:
        return ""
    message = error.response.get("Error", {}).get("Message") or "no message"
    fields = [_field(field) for field in error.response.get("ValidationExceptionFieldList") or ()]
    return one_line("; ".join([str(message), *fields]))


def _field(field: Mapping[str, Any]) -> str:
    """Say what is wrong with one field: where, on what, why (ValidationExceptionField of the service model)."""
    place = " ".join(str(field[key]) for key in ("ChangeType", "EntityId", "Field") if field.get(key))
    what = str(field.get("Message") or field.get("Reason"))
    return f"{place}: {what}" if place else what


def _code(error: Exception) -> str:
    """Give AWS's error code, or the name of what botocore raised."""
    if isinstance(error, aws.ClientError):
        return str(error.response.get("Error", {}).get("Code") or "Unknown")
    return type(error).__name__


def _request_id(error: Exception) -> str | None:
    """Give the id by which AWS finds the request again."""
    response = getattr(error, "response", None)
    metadata = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    request_id = metadata.get("RequestId")
    return str(request_id) if request_id else None
