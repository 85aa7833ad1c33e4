"""Documents understood: the desired state, and every problem that can be found offline."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from reconciler.acceptances import untimely
from reconciler.kind import Kind, Remotes, remotes
from reconciler.model import Address, Desired, Document, Feed, Problem, Severity, Wish, error
from reconciler.names import Name, References
from reconciler.settings import Settings
from reconciler.spelling import hints
from reconciler.suggestions import Spellings, Suggestions
from reconciler.validation import validate

from .endings import endings
from .findings import Tally, emptied, nothing_managed, unchecked, unprotecting, unreachable, unused
from .sources import Sources, read_settings


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A user's repository, read and understood without AWS.

    *problems* has everything found offline. *tally* says how much was read; None if it was not read from files.
    *today* (UTC) is the day that decides which members have ended; on the first day of the calendar, none has. *target*
    is the name of the account and region that this is the part of, None if it is whole. *commit* holds its files, if
    that is known already.
    """

    settings: Settings
    kinds: Mapping[str, Kind]
    wish: Wish = field(default_factory=dict)
    references: References = field(default_factory=References)
    problems: tuple[Problem, ...] = ()
    tally: Tally | None = None
    today: date = date.min
    target: str | None = None
    commit: str | None = None

    @cached_property
    def remotes(self) -> Remotes:
        """Return the kinds whose objects live in AWS."""
        return remotes(self.kinds)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that prevent a plan."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def load(
    config: Path,
    kinds: Mapping[str, Kind],
    paths: Sequence[Path] = (),
    beside: Sequence[Path] = (),
    *,
    today: date,
) -> Repository:
    """Read the settings and the desired state, or only *paths* of it; *today* (UTC) decides what has ended.

    *beside* are further folders that documents are written into; they are read as far as they exist.
    Problems of documents are collected. Raises InvalidInput for settings that are not valid.
    """
    return load_documents(config, kinds, paths, beside, today=today)[0]


def load_documents(
    config: Path,
    kinds: Mapping[str, Kind],
    paths: Sequence[Path] = (),
    beside: Sequence[Path] = (),
    *,
    today: date,
) -> tuple[Repository, tuple[Document, ...]]:
    """Return what `load` returns, and every document that was read, also those with errors."""
    settings = read_settings(config)
    sources = Sources(config, settings, here=Path.cwd())
    loaded = sources.read(paths, beside)
    documents, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
    told = (*settings.problems, *untimely(settings.accepted, today), *loaded.problems, *invalid)
    repository = understand(settings, kinds, documents, told, sources.includes, today=today)
    tally = Tally.of(loaded.documents)
    repository = replace(repository, tally=tally)
    found = repository if paths or repository.errors else _whole(repository, tally)
    return found, loaded.documents


def _whole(repository: Repository, tally: Tally) -> Repository:
    """Return *repository* with the findings that need all of it: idle protections, and that nothing is managed."""
    settings, wish = repository.settings, repository.wish
    found = [
        *unchecked(settings),
        *unprotecting(settings, repository.remotes, wish),
        *nothing_managed(settings, repository.remotes, wish, tally),
    ]
    return replace(repository, problems=(*repository.problems, *found))


def understand(
    settings: Settings,
    kinds: Mapping[str, Kind],
    documents: Sequence[Document],
    problems: Iterable[Problem] = (),
    shared: Callable[[Document], bool] = lambda _document: False,
    *,
    today: date = date.min,
) -> Repository:
    """Turn valid documents into the desired state, and collect the problems.

    *shared* tells whether other repositories use a document, too: an unused name in it is no finding. *today* (UTC)
    decides which members have ended.
    """
    stated = frozenset(document.address for document in documents)
    references = replace(References.to(_names(kinds, documents), settings.sellers), stated=stated)
    parsed = [kinds[document.address.kind].parse(document, references) for document in documents]
    wished = {one.desired.address: one.desired for one in parsed if one.desired}
    told = tuple(problems)
    broken = {document.address for document in documents} | {one.address for one in told if one.address}
    feeds = [feed for one in parsed for feed in one.feeds]
    wish, unfed = fed(kinds, wished, feeds, broken - wished.keys(), today)
    found = [
        *told,
        *unreachable(settings, kinds, documents),
        *unfed,
        *endings(wish.values(), today),
        *(_of(document, problem) for document, one in zip(documents, parsed, strict=True) for problem in one.problems),
        *(problem for kind in kinds.values() for problem in kind.check(wish)),
        *emptied(remotes(kinds), wish),
    ]
    if not any(problem.severity is Severity.ERROR for problem in found):
        found.extend(one for document, one in unused(kinds, documents, parsed) if not shared(document))
    return Repository(
        settings=settings, kinds=kinds, wish=wish, references=references, problems=tuple(found), today=today
    )


def _of(document: Document, problem: Problem) -> Problem:
    """Return a *problem* that was found in *document*, as one of its object."""
    return problem if problem.address else replace(problem, address=document.address)


def _names(kinds: Mapping[str, Kind], documents: Iterable[Document]) -> Mapping[str, Mapping[str, Name]]:
    names: dict[str, dict[str, Name]] = {}
    for document in documents:
        name_of = kinds[document.address.kind].name_of
        if name_of:
            names.setdefault(document.address.kind, {})[document.address.name] = name_of(document)
    return names


def fed(
    kinds: Mapping[str, Kind],
    stated: Wish,
    feeds: Iterable[Feed],
    broken: Collection[Address] = (),
    today: date = date.min,
) -> tuple[Wish, tuple[Problem, ...]]:
    """Return *stated* with every feed absorbed by its target, and an error for each feed without a target.

    Feeds that are over on *today* are not absorbed, but stand beside the desired state as `ended`.

    The documents of *broken* addresses have errors already: feeds for them are no further errors.
    """
    arrived: dict[Address, list[Feed]] = {}
    for feed in feeds:
        arrived.setdefault(feed.target, []).append(feed)
    wish: dict[Address, Desired[object]] = dict(stated)
    for target, many in arrived.items():
        if target in wish:
            ordered = tuple(sorted(many, key=lambda feed: feed.source))
            lasting = tuple(feed for feed in ordered if not feed.is_over(today))
            over = tuple(feed for feed in ordered if feed.is_over(today))
            wish[target] = replace(kinds[target.kind].absorb(wish[target], lasting), ended=over)
    unmatched = {target: many for target, many in arrived.items() if target not in stated and target not in broken}
    return wish, tuple(_unknown_targets(unmatched, stated))


def _unknown_targets(arrived: Mapping[Address, list[Feed]], stated: Wish) -> Iterator[Problem]:
    suggestions = cache(lambda kind: Suggestions(Spellings(one.name for one in stated if one.kind == kind).nearest))
    for target, feeds in arrived.items():
        near = suggestions(target.kind)
        likely = near.did_you_mean(target.name) or f"state it in a document of kind {target.kind}"
        hint = hints(likely, near.end(target.name))
        for feed in feeds:
            source = _naming(feed)
            yield error("unknown-name", f"no {target.kind} is called {target.name!r}", source, hint, feed.source)


def _naming(feed: Feed) -> str:
    """Return the place where the document of *feed* names its target, alone or in a list."""
    field = feed.target.kind.rpartition("_")[2]
    several = feed.document.body.get(f"{field}s", ())
    return feed.document.at(f"{field}s", several.index(feed.target.name)) if several else feed.document.at(field)
