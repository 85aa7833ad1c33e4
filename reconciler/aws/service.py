"""One AWS service, asked by operation name: its answers as `Answer`, its failures as ours."""

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from botocore import xform_name

from reconciler.errors import ReconcilerError

from .answer import Answer
from .errors import Call, Caller, garbled, unread, unwritten

_REDIRECT: Final = 300


class Service:
    """A botocore client of *name* that *caller*'s credentials are used with."""

    def __init__(self, client: Any, name: str, caller: Caller) -> None:  # noqa: ANN401 - botocore has no types
        """Keep what to ask and how to name it in messages."""
        self._client = client
        self._name = name
        self._caller = caller

    def call(self, operation: str) -> Call:
        """Name one call, for messages."""
        return Call(self._name, operation, self._caller)

    def read(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - parameters as botocore takes them
        """Ask. Raises Unreadable, or what `errors.unread` says."""
        call = self.call(operation)
        try:
            return Answer(call, self._send(operation, parameters))
        except ReconcilerError:
            raise
        except Exception as error:
            raise unread(error, call) from error

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
        try:
            return Answer(call, self._send(operation, parameters))
        except ReconcilerError:
            raise
        except Exception as error:
            raise unwritten(error, call) from error

    def _send(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Make the call; whatever botocore raises comes out."""
        answer: dict[str, Any] = getattr(self._client, xform_name(operation))(**parameters)
        return answer


def _answered(error: ReconcilerError) -> str | None:
    """Give the error code of AWS's answer, if it was one."""
    response = getattr(error.__cause__, "response", None)
    return response.get("Error", {}).get("Code") if isinstance(response, dict) else None


def refuse_half_answers(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - botocore's
    """Raise ValueError or TypeError when a JSON service answers with no object: botocore takes that for an empty one.

    A connection that breaks in the middle of an answer, and a proxy that answers in AWS's place, look like that.
    Registered for botocore's event `before-parse`; the XML services have no such gap.
    """
    body, output = response_dict["body"], operation_model.output_shape
    says_nothing = not body and not (output and output.members)
    is_json = "json" in operation_model.service_model.resolved_protocol
    if is_json and response_dict["status_code"] < _REDIRECT and not says_nothing:
        _require_object(json.loads(body))


def _require_object(value: object) -> None:
    """Raise TypeError unless *value* is what every answer of a JSON service is."""
    if not isinstance(value, dict):
        raise TypeError("the body of the answer is no object")
