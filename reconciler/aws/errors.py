"""botocore's exceptions as reconciler's exceptions. No other module converts them.

A failed read raises `Unreadable` (exit code 7); an unknown setting raises `InvalidInput` (3), and an account without
organization `Refused` (4). A failed write raises `CallFailed` or a subclass. A write that may have reached the service
but got no answer raises `Throttled`, too: it is safe to send the same idempotency token or the same tags again.
Messages are one line and never quote text that may hold a credential.

Example: StartChangeSet fails with `ResourceInUseException`: `EntityLocked`. StartChangeSet times out: `Throttled`.
ListEntities fails with `AccessDeniedException`: `Unreadable`, with the IAM action to allow in the hint.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

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

from .caller import ApiCall, Caller
from .causes import Cause, cause_of
from .credential_failures import credential_failure
from .denial import Denial
from .hints import hint
from .trail import is_ours
from .unanswered import no_answer

_LONGEST: Final = 1000
_QUOTABLE: Final = frozenset({"InvalidIdentityToken"})
"""Codes whose message never quotes the token: it names the identity provider or audience that is missing (STS API)."""
_USER_INFO: Final = re.compile(r"//[^/@\s]+@")

_OF_THE_CALLER: Final = frozenset({Cause.CREDENTIALS, Cause.DENIED, Cause.EXPIRED})
"""Causes that the user can remove: the message of a failed write ends with the hint."""

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
    """Convert what botocore raises in this block with *words*. reconciler's own errors and bugs pass unchanged."""
    try:
        yield
    except ReconcilerError:
        raise
    except Exception as error:
        if is_ours(error):
            raise
        raise words(error) from error


def unread(error: Exception, call: ApiCall) -> ReconcilerError:
    """Return the exception for *call*, a read that failed with *error*."""
    cause, call = cause_of(error), call.blamed(error)
    message, advice = f"{call.told}: {_what(error, cause, call.caller)}", hint(cause, call, error)
    if cause is Cause.SETTING:
        return InvalidInput(message, hint=advice)
    return (Refused if cause is Cause.OUTSIDE else Unreadable)(message, advice)


def unread_in_part(call: ApiCall, code: str, message: str) -> ReconcilerError:
    """Return the exception for an answer to *call* that has AWS's error *code* and *message* for one of its items."""
    metadata = {"ResponseMetadata": {"RequestId": call.request_id}} if call.request_id else {}
    return unread(aws.ClientError({"Error": {"Code": code, "Message": message}, **metadata}, call.operation), call)


def unset(error: Exception, caller: Caller) -> ReconcilerError:
    """Return the exception for a session or client that could not be made.

    Nothing has been sent yet, so every cause except missing credentials is a wrong setting.
    """
    cause = Cause.CREDENTIALS if cause_of(error) is Cause.CREDENTIALS else Cause.SETTING
    advice = hint(cause, ApiCall("sts", "", caller), error)
    message = f"AWS configuration: {_what(error, cause, caller)}"
    return InvalidInput(message, hint=advice) if cause is Cause.SETTING else Unreadable(message, advice)


def unwritten(error: Exception, call: ApiCall) -> CallFailed:
    """Return the exception for *call*, a write that failed with *error*, with AWS's own message where there is one."""
    cause, blamed = cause_of(error), call.blamed(error)
    said = _said(error, cause) or _what(error, cause, call.caller)
    told = f"{said} ({hint(cause, blamed, error)})" if cause in _OF_THE_CALLER else said
    kind = _WRITES.get(cause, Rejected)
    return kind(told, code=_code(error), operation=call.operation, request_id=_request_id(error))


def garbled(call: ApiCall, what: str) -> Unreadable:
    """Return the exception for an answer to *call* that lacks a required value or has it in an unknown form."""
    return Unreadable(f"{call.told}: {one_line(what)}{_for_support(call.request_id)}", hint(Cause.GARBLED, call))


def one_line(text: str) -> str:
    """Return *text* as one printable line of at most 1,000 characters, without the credentials of a URL."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    line = _USER_INFO.sub("//", line)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _what(error: Exception, cause: Cause, caller: Caller) -> str:
    """Return what went wrong, without quoting text that may hold a secret."""
    if isinstance(error, aws.ClientError):
        said = _said(error, cause) or f"{cause.value} ({caller})"
        return f"{_code(error)}: {said}{_for_support(_request_id(error))}"
    if cause is Cause.UNREACHABLE:
        return no_answer(error, caller)
    if cause is Cause.CREDENTIALS:
        return one_line(credential_failure(error, caller).what or _unquoted(error))
    if cause in {Cause.SETTING, Cause.UNSENT}:
        return one_line(str(error)) or type(error).__name__
    return f"{cause.value} ({type(error).__name__})"


def _unquoted(error: Exception) -> str:
    """Return botocore's own message about credentials. Messages of other libraries may quote the credentials."""
    if isinstance(error, aws.BotoCoreError | RuntimeError):
        return str(error)
    return f"the credentials could not be obtained ({type(error).__name__})"


def _said(error: Exception, cause: Cause) -> str:
    """Return AWS's own message and the fields that it names; empty when the message may quote a session token.

    Messages of signature errors repeat the request that should have been signed, with its headers.
    """
    if not isinstance(error, aws.ClientError) or (cause is Cause.EXPIRED and _code(error) not in _QUOTABLE):
        return ""
    message = error.response.get("Error", {}).get("Message") or "no message"
    message = Denial.read(str(message)).message if cause is Cause.DENIED else message
    fields = [_field(field) for field in error.response.get("ValidationExceptionFieldList") or ()]
    return one_line("; ".join([str(message), *fields]))


def _field(field: Mapping[str, Any]) -> str:
    """Return what is wrong with one field: change type, entity, field and reason (ValidationExceptionField)."""
    place = " ".join(str(field[key]) for key in ("ChangeType", "EntityId", "Field") if field.get(key))
    what = str(field.get("Message") or field.get("Reason"))
    return f"{place}: {what}" if place else what


def _code(error: Exception) -> str:
    """Return AWS's error code, or the class name of botocore's exception."""
    if isinstance(error, aws.ClientError):
        return str(error.response.get("Error", {}).get("Code") or "Unknown")
    return type(error).__name__


def _request_id(error: Exception) -> str | None:
    """Return AWS's id of the request, for its support."""
    response = getattr(error, "response", None)
    metadata = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    request_id = metadata.get("RequestId")
    return str(request_id) if request_id else None


def _for_support(request_id: str | None) -> str:
    """Return AWS's id of a request for the end of a message, where it is known."""
    return f" (request {request_id})" if request_id else ""
