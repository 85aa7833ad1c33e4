"""One AWS service, called by operation name: answers are `Answer`s, failures are reconciler's exceptions."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import lru_cache
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
"""The first bytes of an answer, which have the start tag of its root: only an XML declaration comes before it."""


class Service:
    """A botocore client of the service *name*, with the credentials of *caller*."""

    def __init__(self, client: Any, name: str, caller: Caller, where: str = "") -> None:  # noqa: ANN401 - botocore has no types
        """Keep the client and its names in messages; *where* is added to each call: `in us-east-1 …`.

        *answered_at* is the service's time of its latest answer, `YYYY-MM-DDTHH:MM:SSZ`.
        """
        self._client = client
        self._name = name
        self._caller = caller
        self._where = where
        self.answered_at: str | None = None

    def of(self, what: str) -> "Service":
        """Return the same service for calls whose messages name *what*."""
        return Service(self._client, self._name, self._caller, f"of {what} {self._where}".rstrip())

    def call(self, operation: str) -> ApiCall:
        """Return one call, for messages."""
        return ApiCall(self._name, operation, self._caller, self._where)

    def read(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - parameters as botocore takes them
        """Make a call that reads and return its answer. Raises what `errors.unread` returns, mostly Unreadable."""
        call = self.call(operation)
        with telling(lambda error: unread(error, call)):
            return _answer(call, self._send(operation, parameters))

    def read_stream(self, name: str, operation: str, **parameters: Any) -> bytes:  # noqa: ANN401 - as read
        """Make a call that reads and return the whole stream *name* of its answer. Raises as `read`."""
        call = self.call(operation)
        with telling(lambda error: unread(error, call)):
            stream = self._send(operation, parameters)[name]
            content: bytes = aside(stream.read)
            return content

    def pages(self, operation: str, **parameters: Any) -> Iterator[Answer]:  # noqa: ANN401 - as read
        """Make a call for every page. Raises Unreadable when AWS returns the same NextToken twice."""
        return self.pages_by("NextToken", operation, **parameters)

    def pages_by(self, token: str, operation: str, **parameters: Any) -> Iterator[Answer]:  # noqa: ANN401 - as read
        """Make a call for every page; *token* is the name of the token in requests and answers. Raises as `pages`."""
        asked: set[str] = set()
        page = self.read(operation, **parameters)
        yield page
        while following := page.text_or_none(token):
            if following in asked:
                raise garbled(self.call(operation), f"the answer's {token} repeats")
            asked.add(following)
            page = self.read(operation, **parameters, **{token: following})
            yield page

    def marked_pages(self, operation: str, first: Answer | None = None, **parameters: Any) -> Iterator[Answer]:  # noqa: ANN401 - as read
        """Make a call for every page of a list of ELB, whose answers say `NextMarker` and whose requests say `Marker`.

        *first* is a first page that was read before. Raises Unreadable when AWS returns the same marker twice.
        """
        asked: set[str] = set()
        page = first or self.read(operation, **parameters)
        yield page
        while following := page.text_or_none("NextMarker"):
            if following in asked:
                raise garbled(self.call(operation), "the answer's NextMarker repeats")
            asked.add(following)
            page = self.read(operation, **parameters, Marker=following)
            yield page

    def read_unless(self, absent: Collection[str], operation: str, **parameters: Any) -> Answer | None:  # noqa: ANN401 - as read
        """Make a call that reads; return None when AWS answers with one of the error codes *absent*."""
        try:
            return self.read(operation, **parameters)
        except ReconcilerError as error:
            if answered(error) in absent:
                return None
            raise

    def write(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - as read
        """Make a call that writes and return its answer. Raises CallFailed or a subclass."""
        call = self.call(operation)
        with telling(lambda error: unwritten(error, call)):
            return _answer(call, self._send(operation, parameters))

    def _send(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Make the call. Raises what botocore raises."""
        answer: dict[str, Any] = aside(lambda: getattr(self._client, xform_name(operation))(**parameters))
        self.answered_at = _told_at(answer) or self.answered_at
        return answer


def _answer(call: ApiCall, value: dict[str, Any]) -> Answer:
    """Return the answer *value*; what is wrong with its fields is told with AWS's id of the request."""
    answer = Answer(call, value)
    return replace(answer, call=replace(call, request_id=answer.request_id))


def _told_at(answer: Mapping[str, Any]) -> str | None:
    """Return the time in an answer's header `Date` as `YYYY-MM-DDTHH:MM:SSZ`; None without one."""
    try:
        return _moment_of(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
    except (KeyError, OverflowError, ValueError):
        return None


@lru_cache(maxsize=16)
def _moment_of(date: str) -> str:
    """Read a date of HTTP (RFC 9110, 6.6.1); all answers of a second have the same one. Raises ValueError."""
    return moment(parsedate_to_datetime(date))


def answered(error: ReconcilerError) -> str | None:
    """Return the error code of AWS's answer, or None when there was no answer."""
    response = getattr(error.__cause__, "response", None)
    return response.get("Error", {}).get("Code") if isinstance(response, dict) else None


def refuse_half_answers(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - botocore's
    """Raise ResponseParserError for a broken answer that botocore would parse as an empty one.

    A connection that breaks in the middle of an answer causes this, and a proxy that answers in AWS's place. It is
    registered for botocore's event `before-parse`. Answers of STS and IAM need no check: botocore requires the XML
    element that contains them.
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
    """Raise ResponseParserError unless *body* is a JSON object, as every answer of a JSON service is."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ResponseParserError("the body of the answer is not JSON") from error
    if not isinstance(found, dict):
        raise ResponseParserError("the body of the answer is not an object")


def _require_root(body: bytes, name: str) -> None:
    """Raise ResponseParserError unless the root element of *body* is called *name*."""
    tags: list[str] = []
    beginning = ParserCreate(namespace_separator="}")
    beginning.StartElementHandler = lambda tag, _: tags.append(tag.rpartition("}")[2])
    try:
        beginning.Parse(body[:_BEGINNING], False)  # noqa: FBT003 - more follows; expat's own signature
    except ExpatError as error:
        raise ResponseParserError("the body of the answer is not XML") from error
    if tags[:1] != [name]:
        raise ResponseParserError(f"the body of the answer is no {name}")
