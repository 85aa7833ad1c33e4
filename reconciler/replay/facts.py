"""Facts: what one change makes of one object, value by value.

A fact is a value at a YAML path, or a member's place in the list at a path. That each change sets facts, and never
looks at what was there, is what lets `needs` tell in one pass which changes a plan could do without.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Fields = Mapping[str, Any]
"""An object by YAML path, in YAML's words; a list is a frozenset, and what is not there has no path, or None."""


class Fact(NamedTuple):
    """One value of one object: at *path*, or whether *member* is in the list there."""

    path: str
    member: str | None
    value: Any


def held(fields: Fields, fact: Fact) -> Any:  # noqa: ANN401 - any value of a field
    """Give what *fields* have in the place of *fact*; None where they have nothing."""
    if fact.member is None:
        return fields.get(fact.path)
    return fact.member in fields.get(fact.path, ())


def changed(fields: Fields, facts: Iterable[Fact]) -> Fields:
    """Give *fields* after *facts*."""
    after = dict(fields)
    joined: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    for path, member, value in facts:
        if member is None:
            after[path] = value
        else:
            (joined if value else left).setdefault(path, set()).add(member)
    for path in joined.keys() | left.keys():
        members = (after.get(path, frozenset()) | joined.get(path, set())) - left.get(path, set())
        if members or path in after:
            after[path] = members
    return after


def members(path: str, joined: Iterable[str], *, are_in: bool = True) -> Iterable[Fact]:
    """Give the facts that *joined* are in the list at *path*, or are not."""
    return (Fact(path, member, are_in) for member in joined)
