"""References: names, `group:NAME` and literal ids of a list are resolved to ids.

Example: the documents name `datadog` (prod-1) and `splunk` (prod-2), both in the group `observability`. The list
`[datadog, group:observability, prod-3]` resolves to prod-1 (position 0), prod-2 (position 1) and prod-3 (position 2).
It uses the names `datadog` and `splunk`. An entry `datadgo` is the error `unknown-name`: did you mean `datadog`?
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .model import Document, Positions, Problem, error
from .names import GROUP, Name, References
from .spelling import hints, slip
from .suggestions import Suggestions


@dataclass(frozen=True, slots=True)
class Resolved:
    """The ids of a list, each with its first position in the list.

    *ids* is None when the list is not stated. *used* are the names in the list and in its groups, *groups* the names of
    these groups.
    """

    ids: Mapping[str, int] | None = None
    used: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    groups: frozenset[str] = frozenset()

    def members(self) -> frozenset[str] | None:
        """Return the ids without their positions; None when the list is not stated."""
        return None if self.ids is None else frozenset(self.ids)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The entries that a list may have: names and groups of one kind, and literals of one form.

    *suggestions* are for unknown entries. *slips* are hints for other entries by pattern, the `x-slips` of the schema.
    """

    kind: str
    literal: re.Pattern[str]
    names: Mapping[str, Name]
    groups: Mapping[str, tuple[str, ...]]
    suggestions: Suggestions
    slips: Mapping[str, str]

    @classmethod
    def of(
        cls, kind: str, literal: re.Pattern[str], references: References, slips: Mapping[str, str] | None = None
    ) -> "Vocabulary":
        """Return the vocabulary of the names and groups of *kind* in *references*."""
        names, groups = references.names.get(kind, {}), references.groups.get(kind, {})
        return cls(kind, literal, names, groups, references.suggestions(kind), slips or {})

    @property
    def all_literal(self) -> re.Pattern[str]:
        """Return the pattern of a text that has a literal on each line, and nothing else."""
        return _lines_of(self.literal)

    def members(self, token: str) -> tuple[str, ...] | None:
        """Return the names in the group *token* (`group:NAME`); None when it is no known group."""
        return self.groups.get(token.removeprefix(GROUP)) if token.startswith(GROUP) else None

    def unknown(self, token: str, source: str) -> Problem:
        """Return the error that *token* is not known, with the most similar name as a hint."""
        is_group = token.startswith(GROUP)
        what = f"group of {self.kind}s" if is_group else self.kind
        likely = hints(self.suggestions.did_you_mean(token), "" if is_group else slip(token, self.slips))
        hint = likely or f"name it in a document of kind {self.kind}, or write its id"
        return error("unknown-name", f"no {what} is called {token!r}", source, hints(hint, self.suggestions.end(token)))


@cache
def _lines_of(literal: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{literal.pattern})\n)*+", literal.flags)


def resolve(document: Document, path: Sequence[str], vocabulary: Vocabulary) -> Resolved:
    """Resolve the list at *path* of *document*; a missing list is not stated."""
    tokens = _list_at(document, path)
    if tokens is None:
        return Resolved()
    return _plain(tokens, vocabulary) or _each(tokens, vocabulary, lambda position: document.at(*path, position))


def _plain(tokens: Sequence[str], vocabulary: Vocabulary) -> Resolved | None:
    """Resolve a list of names and literals that names nothing twice; return None for any other list.

    Nearly all lists are such lists. Each pass over one is made in C: the loop of `_each` takes four times as long.
    """
    named = vocabulary.names
    used = named.keys() & tokens
    literals = [token for token in tokens if token not in used] if used else tokens
    text = "\n".join((*literals, ""))
    if not vocabulary.all_literal.fullmatch(text) or text.count("\n") != len(literals):
        return None
    ids = Positions([named[token].id if token in used else token for token in tokens] if used else tokens)
    return Resolved(ids, frozenset(used)) if ids.unique else None


def _each(tokens: Sequence[str], vocabulary: Vocabulary, at: Callable[[int], str]) -> Resolved:
    """Resolve one token after the other; *at* returns the place of a position."""
    ids: dict[str, int] = {}
    used: set[str] = set()
    problems: list[Problem] = []
    groups: set[str] = set()
    named, is_literal = vocabulary.names, vocabulary.literal.fullmatch
    for position, token in enumerate(tokens):
        if token in named:
            used.add(token)
            ids.setdefault(named[token].id, position)
        elif is_literal(token):
            ids.setdefault(token, position)
        elif (members := vocabulary.members(token)) is not None:
            used.update(members)
            groups.add(token.removeprefix(GROUP))
            ids.update((named[name].id, position) for name in members if named[name].id not in ids)
        else:
            problems.append(vocabulary.unknown(token, at(position)))
    return Resolved(ids, frozenset(used), tuple(problems), frozenset(groups))


def _list_at(document: Document, path: Sequence[str]) -> Sequence[str] | None:
    """Return the list at *path*, or None when a step of the path is not stated."""
    found: object = document.body
    for step in path:
        if not isinstance(found, Mapping) or step not in found:
            return None
        found = found[step]
    return found if isinstance(found, Sequence) else None


def relisted(
    tokens: Iterable[str], vocabulary: Vocabulary, goes: Callable[[str], bool], added: Iterable[str]
) -> list[str]:
    """Return the list *tokens* without the ids of which *goes* is true, and with the tokens *added* behind it.

    A group is kept whole or, if a member goes, replaced by the names of its other members. Each token stands once.
    """
    kept = (one for token in tokens for one in _staying(token, vocabulary, goes))
    return [*dict.fromkeys((*kept, *added))]


def _staying(token: str, vocabulary: Vocabulary, goes: Callable[[str], bool]) -> Iterator[str]:
    """Return what stays of one token of a list."""
    named = vocabulary.names
    if token in named or (members := vocabulary.members(token)) is None:
        gone = goes(named[token].id if token in named else token)
        yield from () if gone else (token,)
        return
    staying = [name for name in members if not goes(named[name].id)]
    yield from (token,) if len(staying) == len(members) else staying
