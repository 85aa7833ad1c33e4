"""The API of one AWS service, in one account and one region, by the verbs of the kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reconciler.model import Verb

Row = Mapping[str, str]
"""One structure of an answer, by the names that the verb gives to its fields; what AWS left out is empty."""


@dataclass(frozen=True, slots=True)
class Unsuccessful:
    """One item of a reply's Unsuccessful list: such a call answers HTTP 200 whatever became of its items."""

    resource_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What a call that writes answered: the id that it created, if any, and what it did not do."""

    created_id: str | None = None
    unsuccessful: tuple[Unsuccessful, ...] = ()


class Calls(Protocol):
    """Makes calls as their verbs describe them."""

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Ask, for every page; *parameters* are as botocore takes them. Raises Unreadable."""
        ...

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Make one call that writes. Raises CallFailed or one of its kinds.

        After Throttled, whether it was carried out may be unknown: with the same idempotency token, it is safe to send
        again; of the others the second answer says what the first has done.
        """
        ...
