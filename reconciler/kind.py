"""What a folder under kinds/ must provide: a frozen record of functions, and the values they exchange."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .model import (
    Address,
    Change,
    Desired,
    Document,
    Mode,
    Observed,
    Organization,
    Pair,
    Problem,
    Request,
    Unmanaged,
    Wish,
)
from .ports import Clients


@dataclass(frozen=True, slots=True)
class Name:
    """One id that a document gives a name to, and the groups it belongs to."""

    id: str
    title: str | None = None
    groups: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class References:
    """Every name that the repository gives, by kind: `references.names["product"]["datadog"]`."""

    names: Mapping[str, Mapping[str, Name]] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, Name]:
        """Give the names of one kind."""
        return self.names.get(kind, {})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document understood: *desired* is None when its problems leave nothing to wish for.

    *used* are the addresses it refers to, so that unused names can be told.
    """

    desired: Desired[Any] | None
    problems: tuple[Problem, ...] = ()
    used: frozenset[Address] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What was observed besides the kind itself, and what the user's settings say about it."""

    organization: Organization
    references: References = field(default_factory=References)
    no_removals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which live object each wish is about, and what stands in the way.

    A wish with an error is in *problems* (with its address) and not in *pairs*. *names* are titles of ids.
    """

    pairs: tuple[Pair[Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One change with both sides of it, as `requests` takes it."""

    change: Change
    pair: Pair[Any]


def nothing_to_check(_wish: Wish) -> tuple[Problem, ...]:
    """Check nothing across documents."""
    return ()


def nothing_to_observe(_wish: Wish, _clients: Clients) -> None:
    """Observe nothing: the kind only names things."""


def nothing_to_match(_wish: Wish, _observation: Any, _world: World) -> Matching:  # noqa: ANN401 - each kind's own type
    """Match nothing: the kind has no live objects of its own."""
    return Matching()


def nothing_to_request(_planned: Sequence[Planned]) -> tuple[Request, ...]:
    """Request nothing: the kind only names things."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of object. Found by its folder, so a new one edits nothing that exists.

    *parse* turns one valid document into a wish; *name* tells what id it names (kinds that only name things);
    *check* finds offline what no single document shows; *observe* reads AWS and never writes; *match* says which
    live object each wish is about; *settle* completes a wish with what AWS will hold once it is carried out (it
    runs before the diff); *blank* is the spec that a creation starts from; *requests* lowers all changes of the kind
    to API verbs; *expect* is the spec after one request, *reread* observes one object again (both for execution).
    """

    name: str
    schema: Mapping[str, Any]
    parse: Callable[[Document, References], Parsed]
    name_of: Callable[[Document], Name] | None = None
    check: Callable[[Wish], tuple[Problem, ...]] = nothing_to_check
    observe: Callable[[Wish, Clients], Any] = nothing_to_observe
    match: Callable[[Wish, Any, World], Matching] = nothing_to_match
    settle: Callable[[Desired[Any], Observed[Any] | None], Any] | None = None
    blank: Any = None
    action: Callable[[Pair[Any]], tuple[str, str]] | None = None
    requests: Callable[[Sequence[Planned]], tuple[Request, ...]] = nothing_to_request
    expect: Callable[[Any, Request], Any] | None = None
    reread: Callable[[Collection[str], Clients], Mapping[str, Observed[Any]]] | None = None


__all__ = ["Kind", "Matching", "Mode", "Name", "Parsed", "Planned", "References", "World"]
