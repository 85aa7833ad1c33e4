"""The values of documents that end up in an object, so that two versions of the documents can be compared.

Example: `experience.finance` lists `datadog` and `group:tools`. Its own document counts whole. Of `product.datadog` and
of each product in the group, the id and the aliases count, and which products are in the group. A new title of
`product.datadog` changes nothing, and neither does another order of documents, keys or list entries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from reconciler.model import Address, Document, canonical_json


class NamedGroup(NamedTuple):
    """A group of names of one kind."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Watched:
    """The documents whose values end up in the object of the document *own*: those *named*, and members of *groups*."""

    own: Address
    named: frozenset[Address] = frozenset()
    groups: frozenset[NamedGroup] = frozenset()


def differing(watched: Watched, before: Iterable[Document], after: Iterable[Document]) -> list[Address]:
    """Return the documents by which the object of *watched* differs between two versions, its own document first.

    *before* and *after* may leave out documents that are equal in both.
    """
    old, new = _values(watched, before), _values(watched, after)
    found = {address for address in old.keys() | new.keys() if old.get(address) != new.get(address)}
    return sorted(found, key=lambda address: (address != watched.own, address))


def _values(watched: Watched, documents: Iterable[Document]) -> Mapping[Address, str]:
    """Return as text what each of *documents* contributes to the object."""
    found: dict[Address, str] = {}
    for document in documents:
        address, body = document.address, document.body
        if address == watched.own:
            found[address] = canonical_json(_unordered(body))
        elif address in watched.named or _groups(document) & watched.groups:
            found[address] = canonical_json(_unordered({key: body.get(key) for key in ("id", "aliases")}))
    return found


def _groups(document: Document) -> set[NamedGroup]:
    stated = document.body.get("groups")
    return {NamedGroup(document.address.kind, str(one)) for one in stated} if isinstance(stated, list) else set()


def _unordered(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with the entries of its lists in one order: no list of a document has a meaning by its order."""
    if isinstance(value, Mapping):
        return {key: _unordered(part) for key, part in value.items()}
    return sorted(map(_unordered, value), key=canonical_json) if isinstance(value, list) else value
