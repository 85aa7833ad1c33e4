"""What a kind provides to import its objects: how live objects become documents, and which documents claim them.

Example: the experience exp-1 allows a product `X_1!`, whose id no list can hold. `Adoption.write` returns the document
of exp-1, which lists `product-x_1`, and the new name `product.product-x_1` for the id.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .model import Address, Desired, FieldChange, Observed, Pair, Wish
from .names import Name, References
from .ports import Clients

LiveObjects = Mapping[Address, Observed[Any]]
"""Live objects by the address that each of them gets."""


@dataclass(frozen=True, slots=True)
class Written:
    """Live objects as YAML, of which a text may hold several documents.

    *documents* are by the address of the object. *names* are new names of ids that no list could hold otherwise.
    *left_out* says by address what of an object no document can state.
    """

    documents: Mapping[Address, str] = field(default_factory=dict)
    names: Mapping[Address, Name] = field(default_factory=dict)
    left_out: Mapping[Address, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of the document *address* that gets *value*; *path* are YAML's keys. None removes the field."""

    address: Address
    path: tuple[str, ...]
    value: str | bool | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """What makes documents say what AWS has of one object.

    *documents* is the text of new documents, empty if there are none. *left_out* says by the path of a field why no
    document can say what AWS has there.
    """

    edits: tuple[FieldEdit, ...] = ()
    documents: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable["Restatement"]) -> "Restatement":
        """Return all *parts* as one."""
        many = tuple(parts)
        return cls(
            tuple(edit for one in many for edit in one.edits),
            "---\n".join(one.documents for one in many if one.documents),
            {path: why for one in many for path, why in one.left_out.items()},
        )


def itself(objects: Collection[Observed[Any]], _clients: Clients) -> Sequence[Observed[Any]]:
    """Return *objects*: nothing more has to be read of them."""
    return tuple(objects)


def no_pairs(_wish: Wish, _observation: Any) -> Sequence[Pair[Any]]:  # noqa: ANN401 - any observation
    """Return no pairs."""
    return ()


def no_grants(_grants: Mapping[Address, Collection[str]], _wish: Wish, _references: References) -> Written:
    """Return no documents."""
    return Written()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """How live objects of a kind become documents. No function writes to AWS; those without clients are pure.

    *find* reads one object by its id, with all that *write* needs; it raises UsageError if AWS has no such object.
    *live* returns the objects of an observation by id, and *complete* reads of some of them what *write* needs besides.
    *called* returns texts that may name an object, the best first. *claimants* returns, by the id of the object, the
    documents without id that are about a live object or may be: such an object gets no second document.

    *write* returns the documents that adopt objects, which the names of a repository may refer to. *write_grants*
    returns the documents that name unmanaged grants, by the object that has them.

    For drift, *paired* returns an observation with its live objects paired with the documents of another desired state,
    *restate* returns what makes the documents of a pair say what AWS has in the fields that differ, and *in_error* the
    pairs of such an observation that a plan may leave out because of an error, since AWS's version may be without it.
    """

    find: Callable[[str, Clients], Observed[Any]]
    live: Callable[[Any], Mapping[str, Observed[Any]]]
    complete: Callable[[Collection[Observed[Any]], Clients], Sequence[Observed[Any]]] = itself
    called: Callable[[Observed[Any]], Sequence[str]]
    claimants: Callable[[Wish, Collection[Observed[Any]]], Mapping[str, Desired[Any]]]
    write: Callable[[LiveObjects, References], Written]
    write_grants: Callable[[Mapping[Address, Collection[str]], Wish, References], Written] = no_grants
    paired: Callable[[Wish, Any], Any]
    restate: Callable[[Pair[Any], Sequence[FieldChange], References], Restatement]
    in_error: Callable[[Wish, Any], Sequence[Pair[Any]]] = no_pairs
