"""The port `Calls` for any AWS service: the verb says what to send and what to read from the answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.errors import Rejected, Throttled, Unreadable
from reconciler.model import Verb
from reconciler.ports import Edited, Row, Unsuccessful

from .answer import Answer
from .errors import one_line
from .service import Service


class CallsApi:
    """Makes the calls of one service, in the account and region of its client."""

    def __init__(self, service: Service) -> None:
        """Make the calls through *service*."""
        self._service = service

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Return the rows of all pages; *parameters* are as botocore takes them. Raises Unreadable."""
        pages = self._service.pages(verb.name, **parameters)
        return tuple(_row(item, verb.columns) for page in pages for item in _items(page, verb))

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Make one call that writes. Raises CallFailed or a subclass."""
        answer = self._service.write(verb.name, **parameters)
        try:
            return _edited(answer, verb)
        except Unreadable as error:
            code, id_ = "UnreadableAnswer", answer.request_id
            raise Throttled(error.message, code=code, operation=verb.name, request_id=id_) from error


def _items(page: Answer, verb: Verb) -> Iterable[Answer]:
    return page.structures_or_none(verb.rows) if verb.rows else (page,)


def _row(item: Answer, columns: Mapping[str, str]) -> Row:
    return {name: _inside(item, path)[0].text_or(path.rpartition(".")[2], "") for name, path in columns.items()}


def _inside(answer: Answer, path: str) -> tuple[Answer, str]:
    """Return the structure that has the field at *path*, and the field's name in it.

    A structure that the answer may lack has a `?` behind its name.
    """
    *outer, name = path.split(".")
    for one in outer:
        answer = answer.inside_or_empty(one[:-1]) if one.endswith("?") else answer.inside(one)
    return answer, name


def _edited(answer: Answer, verb: Verb) -> Edited:
    """Read the id of what the call made and the items that it did not change.

    Raises Rejected when the answer's confirmation is false. EC2's API reference says of that boolean "true if the
    request succeeds; otherwise, it returns an error".
    """
    if verb.confirmed_by and answer.value.get(verb.confirmed_by) is False:
        said = f"{verb.service.upper()} answered {verb.confirmed_by}: false"
        code, id_ = f"{verb.confirmed_by}False", answer.request_id
        raise Rejected(said, code=code, operation=verb.name, request_id=id_)
    made, name = _inside(answer, verb.created_at)
    undone = answer.structures_or_none("Unsuccessful") if verb.in_part else ()
    return Edited(made.id(name) if name else None, tuple(map(_unsuccessful, undone)), answer.request_id)


def _unsuccessful(item: Answer) -> Unsuccessful:
    """Read one item that was not changed. AWS answers HTTP 200 even when no item was (facts: privatelink 1.5)."""
    error = item.inside("Error") if item.value.get("Error") else item
    message = one_line(error.text_or("Message", "")) or "no message"
    return Unsuccessful(item.id("ResourceId"), error.text_or("Code", "") or "Unknown", message)
