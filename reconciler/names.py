"""The names that a repository gives to ids, by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from .model import Address
from .settings import Seller
from .suggestions import KnownWords, Suggestions

GROUP = "group:"
"""What stands before the name of a group in a list."""
_ALIKE = 0.6
"""The minimum similarity of a name that is suggested for an unknown one: less than of keys, since names are longer."""


@dataclass(frozen=True, slots=True)
class Name:
    """One id that a document names, with its title, its groups and its aliases (other ids of the same object)."""

    id: str
    title: str | None = None
    groups: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class References:
    """Everything that a document can refer to.

    *names* are by kind and name: `references.names["product"]["datadog"]`. *groups* have the names in each group, by
    kind: `references.groups["product"]["observability"]`. *stated* are the addresses of all documents.
    """

    names: Mapping[str, Mapping[str, Name]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    sellers: tuple[Seller, ...] = ()
    stated: frozenset[Address] = frozenset()
    _suggestions: dict[str, Suggestions] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def to(cls, names: Mapping[str, Mapping[str, Name]], sellers: tuple[Seller, ...] = ()) -> "References":
        """Return the references to *names* (by kind and name), with the groups that they state."""
        return cls(names, {kind: _groups(named) for kind, named in names.items()}, sellers)

    def suggestions(self, kind: str) -> Suggestions:
        """Return the suggestions for unknown names and groups of *kind*: the same object for all documents."""
        if kind not in self._suggestions:
            groups = (GROUP + group for group in self.groups.get(kind, ()))
            words = cache(lambda: KnownWords((*self.names.get(kind, ()), *groups)))
            self._suggestions[kind] = Suggestions(lambda word: words().nearest(word, _ALIKE))
        return self._suggestions[kind]

    def labels(self) -> dict[str, str]:
        """Return the repository's name of each id, which is shown for ids without a title."""
        return {name.id: label for named in self.names.values() for label, name in named.items()}

    def ids(self) -> dict[str, str]:
        """Return for every alias the id in its document."""
        return {alias: name.id for named in self.names.values() for name in named.values() for alias in name.aliases}

    def titles(self) -> dict[str, str]:
        """Return the title of each id that has one in the repository."""
        return {name.id: name.title for named in self.names.values() for name in named.values() if name.title}


def _groups(named: Mapping[str, Name]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, details in named.items():
        for group in details.groups:
            groups.setdefault(group, []).append(name)
    return {group: tuple(members) for group, members in groups.items()}
