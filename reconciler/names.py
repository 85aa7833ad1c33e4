"""The names that a repository gives to ids, by kind, and what they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import Address
from .settings import Seller


@dataclass(frozen=True, slots=True)
class Name:
    """One id that a document gives a name to, and the groups it belongs to."""

    id: str
    title: str | None = None
    groups: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class References:
    """What is *stated*: names by kind, `references.names["product"]["datadog"]`; all addresses; and the sellers."""

    names: Mapping[str, Mapping[str, Name]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    sellers: tuple[Seller, ...] = ()
    stated: frozenset[Address] = frozenset()

    @classmethod
    def to(cls, names: Mapping[str, Mapping[str, Name]], sellers: tuple[Seller, ...] = ()) -> "References":
        """Gather *names* by kind, and their groups: `references.groups["product"]["observability"]` are names."""
        return cls(names, {kind: _groups(named) for kind, named in names.items()}, sellers)

    def labels(self) -> dict[str, str]:
        """Return the names that the repository calls ids by, for those that nobody gives a title."""
        return {name.id: label for named in self.names.values() for label, name in named.items()}

    def ids(self) -> dict[str, str]:
        """Return for every alias the id that the repository knows the thing by."""
        return {alias: name.id for named in self.names.values() for name in named.values() for alias in name.aliases}

    def titles(self) -> dict[str, str]:
        """Return the titles that the repository gives to ids."""
        return {name.id: name.title for named in self.names.values() for name in named.values() if name.title}


def _groups(named: Mapping[str, Name]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, details in named.items():
        for group in details.groups:
            groups.setdefault(group, []).append(name)
    return {group: tuple(members) for group, members in groups.items()}
