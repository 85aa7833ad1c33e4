"""One AWS service, asked by operation name: its answers as `Answer`, its failures as ours."""

import json
from collections.abc import Collection, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final
from xml.parsers.expat import ExpatError, ParserCreate

from botocore import xform_name
from botocore.parsers import ResponseParserError

from reconciler.errors import ReconcilerError
from reconciler.parallel import aside
from reconciler.spelling import moment

from .answer import Answer
from .caller import ApiCall, Caller
from .errors import garbled, telling, unread, unwritten

_REDIRECT: Final = 300
_BEGINNING: Final = 512
"""Bytes that hold the root's start tag: it has one attribute, and only an XML declaration comes before it."""


class Service:
    """A botocore client of *name* that *caller*'s credentials are used with."""

    def __init__(self, client: Any, name: str, caller: Caller, where: str = "") -> None:  # noqa: ANN401 - botocore has no types
        """Keep what to ask and how to name it in messages; *where* is said of each call: `in us-east-1 …`.

        *answered_at* is the service's own time of its newest answer, `YYYY-MM-DDTHH:MM:SSZ`.
        """
        self._client = client
        self._name = name
        self._caller = caller
        self._where = where
        self.answered_at: str | None = None

    def of(self, what: str) -> "Service":
        """Give the same service, for calls that are about *what*."""
        return Service(self._client, self._name, self._caller, f"of {what} {self._where}".rstrip())

    def call(self, operation: str) -> ApiCall:
        """Name one call, for messages."""
        return ApiCall(self._name, operation, self._caller, self._where)

    def read(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - parameters as botocore takes them
        """Ask. Raises Unreadable, or what `errors.unread` says."""
        call = self.call(operation)
        with telling(lambda error: unread(error, call)):
            return Answer(call, self._send(operation, parameters))

    def pages(self, operation: str, **parameters: Any) -> Iterator[Answer]:  # noqa: ANN401 - as read
        """Ask for every page, and never for one twice."""
        asked: set[str] = set()
        page = self.read(operation, **parameters)
        yield page
        while token := page.text_or_none("NextToken"):
            if token in asked:
                raise garbled(self.call(operation), "the answer's NextToken leads in a circle")
            asked.add(token)
            page = self.read(operation, **parameters, NextToken=token)
            yield page

    def read_unless(self, absent: Collection[str], operation: str, **parameters: Any) -> Answer | None:  # noqa: ANN401 - as read
        """Ask, and give None when AWS answers with one of the error codes *absent*."""
        try:
            return self.read(operation, **parameters)
        except ReconcilerError as error:
            if _answered(error) in absent:
                return None
            raise

    def write(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - as read
        """Send a call that changes something. Raises CallFailed or one of its kinds."""
        call = self.call(operation)
        with telling(lambda error: unwritten(error, call)):
            return Answer(call, self._send(operation, parameters))

    def _send(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Make the call; whatever botocore raises comes out."""
        answer: dict[str, Any] = aside(lambda: getattr(self._client, xform_name(operation))(**parameters))
        self.answered_at = _told_at(answer) or self.answered_at
        return answer


def _told_at(answer: Mapping[str, Any]) -> str | None:
    """Give the time in an answer's header `Date` (RFC 9110, 6.6.1), as the services write it elsewhere."""
    try:
        told = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
    except (KeyError, OverflowError, ValueError):
        return None
    return moment(told)


def _answered(error: ReconcilerError) -> str | None:
    """Give the error code of AWS's answer, if it was one."""
    response = getattr(error.__cause__, "response", None)
    return response.get("Error", {}).get("Code") if isinstance(response, dict) else None


def refuse_half_answers(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - botocore's
    """Raise ResponseParserError for an answer that is none, but that botocore would take for an empty one.

    A connection that breaks in the middle of an answer, and a proxy that answers in AWS's place, look like that.
    Registered for botocore's event `before-parse`. STS and IAM, which speak XML too, have no such gap: their answers
    lie in an element that botocore insists on.
    """
    if response_dict["status_code"] >= _REDIRECT:
        return
    body, output = response_dict["body"], operation_model.output_shape
    protocol = operation_model.service_model.resolved_protocol
    if protocol == "ec2":
        _require_root(body, f"{operation_model.name}Response")
    elif "json" in protocol and (body or (output and output.members)):
        _require_object(body)


def _require_object(body: bytes) -> None:
    """Raise ResponseParserError unless *body* is what every answer of a JSON service is."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ResponseParserError("the body of the answer is no JSON") from error
    if not isinstance(found, dict):
        raise ResponseParserError("the body of the answer is no object")


def _require_root(body: bytes, name: str) -> None:
    """Raise ResponseParserError unless the XML of *body* begins as every answer of EC2's to one operation does."""
    tags: list[str] = []
    beginning = ParserCreate(namespace_separator="}")
    beginning.StartElementHandler = lambda tag, _: tags.append(tag.rpartition("}")[2])
    try:
        beginning.Parse(body[:_BEGINNING], False)  # noqa: FBT003 - more follows; expat's own signature
    except ExpatError as error:
        raise ResponseParserError("the body of the answer is no XML") from error
    if tags[:1] != [name]:
        raise ResponseParserError(f"the body of the answer is no {name}")
