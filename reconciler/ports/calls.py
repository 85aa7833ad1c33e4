"""The port of one AWS service in one account and one region, called by the verbs of the kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reconciler.model import Verb

Row = Mapping[str, str]
"""One structure of an answer, by the verb's names of its fields; a field that AWS left out is empty."""


@dataclass(frozen=True, slots=True)
class Unsuccessful:
    """One item of an answer's `Unsuccessful` list. Such a call answers HTTP 200 even when all its items failed."""

    resource_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The answer to a call that writes: the id of what it created, None without one, and the items that failed.

    *request_id* is AWS's id of the request, for its support.
    """

    created_id: str | None = None
    unsuccessful: tuple[Unsuccessful, ...] = ()
    request_id: str | None = None


class Calls(Protocol):
    """Makes calls as the verbs describe them."""

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Return the rows of all pages; *parameters* are as botocore takes them. Raises Unreadable."""
        ...

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Make one call that writes. Raises CallFailed or a subclass.

        After Throttled, AWS may or may not have executed the call. It is safe to send it again: with the same
        idempotency token nothing happens twice, and without a token the second answer tells whether the first call
        was executed.
        """
        ...
