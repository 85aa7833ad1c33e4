"""What the functions of a kind return where it has nothing to say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Desired, Feed, Opening, Pair, Request, SetChange, Stakes
from reconciler.names import References
from reconciler.ports import Clients, Unsuccessful
from reconciler.printed import WorldPart

from .exchanged import Consequences, Planned, Readiness, Surroundings


def ready_at_once(_request: Request, _id: str, _clients: Clients) -> Readiness:
    """Return ready: the object needs no time after its creation."""
    return Readiness()


def all_undone(_request: Request, _id: str, items: Sequence[Unsuccessful], _clients: Clients) -> Sequence[Unsuccessful]:
    """Return every item that a call reports as not done."""
    return items


def no_consequences(_planned: Sequence[Planned]) -> Consequences:
    """Return no consequences."""
    return Consequences()


def nothing_around(_observation: Any) -> Surroundings:  # noqa: ANN401 - any observation
    """Return no surroundings."""
    return Surroundings()


def fed_by_none(_pair: Pair[Any], _change: SetChange) -> None:
    """Return no places: no other document feeds a list of the kind."""


def nothing_cited(_desired: Desired[Any]) -> Mapping[str, str]:
    """Return no places."""
    return {}


def nothing_in_world(_observation: Any, _settled: Mapping[Address, Any], _references: References) -> WorldPart:  # noqa: ANN401 - any observation
    """Return no part of the world."""
    return {}


def nothing_at_stake(_pair: Pair[Any], _after: Any) -> Stakes:  # noqa: ANN401 - any spec
    """Return nothing at stake besides the fields."""
    return Stakes()


def nothing_opened(_wanted: Iterable[Desired[Any]]) -> Opening | None:
    """Return None: the kind is not about trusted access."""
    return None


def fed_as_is(desired: Desired[Any], feeds: tuple[Feed, ...]) -> Desired[Any]:
    """Return *desired* with *feeds* beside its spec."""
    return replace(desired, fed=feeds)
