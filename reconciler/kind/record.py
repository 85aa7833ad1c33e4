"""The record that a folder under kinds/ provides."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from reconciler.model import Address, Desired, Document, Feed, Problem, Wish
from reconciler.names import Name, References

from .exchanged import Parsed
from .nothing import fed_as_is
from .remote import Remote, Remotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of object. Kinds are found by their folders, so a new kind changes no other file.

    *parse* turns one valid document into a desired spec. *name_of* returns the id that a document names, for kinds that
    name things. *check* finds offline the problems that no single document shows. *absorb* adds what other documents
    feed, and *adds_to* returns the objects that a document, valid or not, adds to. *remote* is None for kinds that have
    nothing in AWS. *problems* is the file that explains the codes of this kind alone; None if it has no such codes.
    """

    name: str
    schema: Mapping[str, Any]
    parse: Callable[[Document, References], Parsed]
    name_of: Callable[[Document], Name] | None = None
    check: Callable[[Wish], tuple[Problem, ...]] = lambda _wish: ()
    absorb: Callable[[Desired[Any], tuple[Feed, ...]], Desired[Any]] = fed_as_is
    adds_to: Callable[[Document], Collection[Address]] = lambda _document: ()
    remote: Remote | None = None
    problems: Traversable | None = None


def remotes(kinds: Mapping[str, Kind]) -> Remotes:
    """Return the kinds whose objects live in AWS."""
    return {name: kind.remote for name, kind in kinds.items() if kind.remote}
