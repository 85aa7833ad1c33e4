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
from .denial import Denial
from .hints import hint
from .obstacle import obstacle
from .silence import no_answer
from .trail import is_ours

_LONGEST: Final = 1000
_QUOTABLE: Final = frozenset({"InvalidIdentityToken"})
"""Says which identity provider or audience is missing, never the token (STS reference)."""
_USER_INFO: Final = re.compile(r"//[^/@\s]+@")

_OF_THE_CALLER: Final = frozenset({Cause.CREDENTIALS, Cause.DENIED, Cause.EXPIRED})
"""What whoever runs it can do something about: a write says how."""

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


def unread(error: Exception, call: ApiCall) -> ReconcilerError:
    """Say that *call*, which reads, failed with *error*."""
    cause, call = cause_of(error), call.blamed(error)
    message, advice = f"{call.told}: {_what(error, cause, call.caller)}", hint(cause, call, error)
    if cause is Cause.SETTING:
        return InvalidInput(message, hint=advice)
    return (Refused if cause is Cause.OUTSIDE else Unreadable)(message, advice)


def unread_in_part(call: ApiCall, code: str, message: str) -> ReconcilerError:
    """Say that an answer to *call* holds an error for a part of what was asked, with AWS's *code* and *message*."""
    return unread(aws.ClientError({"Error": {"Code": code, "Message": message}}, call.operation), call)


def unset(error: Exception, caller: Caller) -> ReconcilerError:
    """Say that a session or client could not be made: before anything is asked, all but credentials are settings."""
    cause = Cause.CREDENTIALS if cause_of(error) is Cause.CREDENTIALS else Cause.SETTING
    advice = hint(cause, ApiCall("sts", "", caller), error)
    message = f"AWS configuration: {_what(error, cause, caller)}"
    return InvalidInput(message, hint=advice) if cause is Cause.SETTING else Unreadable(message, advice)


def unwritten(error: Exception, call: ApiCall) -> CallFailed:
    """Say that *call*, which writes, failed with *error*, in AWS's own words where there are any."""
    cause, blamed = cause_of(error), call.blamed(error)
    said = _said(error, cause) or _what(error, cause, call.caller)
    told = f"{said} ({hint(cause, blamed, error)})" if cause in _OF_THE_CALLER else said
    kind = _WRITES.get(cause, Rejected)
    return kind(told, code=_code(error), operation=call.operation, request_id=_request_id(error))


def garbled(call: ApiCall, what: str) -> Unreadable:
    """Say that the answer to *call* lacks what must be in it, or has it in an unknown form."""
    return Unreadable(f"{call.told}: {one_line(what)}", hint(Cause.GARBLED, call))


def one_line(text: str) -> str:
    """Make *text* fit for a message: one line, printable, not endless, without the password of a URL."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    line = _USER_INFO.sub("//", line)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _what(error: Exception, cause: Cause, caller: Caller) -> str:
    """Say what went wrong, in words that quote only what holds no secret."""
    if isinstance(error, aws.ClientError):
        request_id = _request_id(error)
        suffix = f" (request {request_id})" if request_id else ""
        return f"{_code(error)}: {_said(error, cause) or f'{cause.value} ({caller})'}{suffix}"
    if cause is Cause.UNREACHABLE:
        return no_answer(error, caller)
    if cause is Cause.CREDENTIALS:
        return one_line(obstacle(error, caller).what or _unquoted(error))
    if cause in {Cause.SETTING, Cause.UNSENT}:
        return one_line(str(error)) or type(error).__name__
    return f"{cause.value} ({type(error).__name__})"


def _unquoted(error: Exception) -> str:
    """Return botocore's own words for what went wrong with credentials, and no other library's: they may quote them."""
    if isinstance(error, aws.BotoCoreError | RuntimeError):
        return str(error)
    return f"the credentials could not be obtained ({type(error).__name__})"


def _said(error: Exception, cause: Cause) -> str:
    """Give AWS's own message and the fields that it blames; nothing when it may quote a session token.

    Signature errors repeat the request as it should have been signed, headers included.
    """
    if not isinstance(error, aws.ClientError) or (cause is Cause.EXPIRED and _code(error) not in _QUOTABLE):
        return ""
    message = error.response.get("Error", {}).get("Message") or "no message"
    message = Denial.read(str(message)).message if cause is Cause.DENIED else message
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
