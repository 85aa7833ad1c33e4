"""The members that a request carries: which of them a message of AWS names, and the request without some of them.

A message is not interpreted. It is searched for the members that were sent, as whole words.

Example: a call sent `role/a` and `role/a,b`. The message "Invalid principal: role/a,b." names `role/a,b` alone.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Request

Cited = Callable[[Address], Mapping[str, str]]
"""A function that returns the members that documents name for an object, in order, each with its `file:line:column`."""

_APART = re.compile(r"[\s'\"`()\[\]{}<>]+")
_AT_THE_END = ".,:;!"


def nowhere(_address: Address) -> Mapping[str, str]:
    """Return no members: no document is known."""
    return {}


def members(request: Request) -> tuple[str, ...]:
    """Return every member that *request* carries in lists that may be cut."""
    found: list[str] = []
    for name, inner in (path.partition(".")[::2] for path in request.verb.cuttable):
        listed = request.details.get(name, ())
        found += [one for block in listed for one in block[inner]] if inner else listed
    return tuple(found)


def named_in(message: str, sent: Iterable[str]) -> tuple[str, ...]:
    """Return those of *sent* that *message* names, in the order of *sent*.

    A member may contain characters that also end a word: `role/a,b` and `role/a.` are not `role/a`.
    """
    known = tuple(sent)
    named = {name for word in _APART.split(message) for name in _named_by(word, frozenset(known))}
    return tuple(one for one in known if one in named)


def _named_by(word: str, known: Collection[str]) -> Collection[str]:
    """Return the members that a word names.

    Try the word itself, then without trailing marks, then its comma-separated parts.
    """
    reading = word.lstrip(_AT_THE_END)
    while reading not in known and reading.endswith(tuple(_AT_THE_END)):
        reading = reading[:-1]
    return [reading] if reading in known else [part.strip(_AT_THE_END) for part in word.split(",")]


def without(request: Request, gone: Collection[str]) -> Request | None:
    """Return *request* without the members *gone*; None if no member is left."""
    lists = dict(path.partition(".")[::2] for path in request.verb.cuttable)
    details = {key: _less(value, lists[key], gone) if key in lists else value for key, value in request.details.items()}
    left = replace(request, details={key: value for key, value in details.items() if value != []})
    return left if members(left) else None


def only(request: Request, kept: Sequence[str]) -> Request | None:
    """Return *request* with the members *kept* alone, in their order; None if it has none of them."""
    rest = without(request, set(members(request)) - set(kept))
    if rest is None:
        return None
    order = {one: number for number, one in enumerate(kept)}
    flat = rest.details.keys() & set(rest.verb.cuttable)
    listed = {name: sorted(rest.details[name], key=order.__getitem__) for name in flat}
    return replace(rest, details={**rest.details, **listed})


def _less(listed: Sequence[Any], inner: str, gone: Collection[str]) -> Sequence[Any]:
    """Return a list without some members; of a list of blocks, those blocks whose list *inner* is not empty then."""
    if not inner:
        return [one for one in listed if one not in gone]
    blocks = [{**block, inner: [one for one in block[inner] if one not in gone]} for block in listed]
    return [block for block in blocks if block[inner]]
