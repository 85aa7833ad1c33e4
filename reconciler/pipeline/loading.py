"""A user's repository read and understood without AWS."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reconciler.documents import NotReadable, read_bytes, read_mapping
from reconciler.errors import InvalidInput
from reconciler.kind import Kind, Name, Parsed, References, Remotes, Side, remotes
from reconciler.model import Document, Problem, Severity, Wish
from reconciler.model.problem import error, note
from reconciler.settings import Settings, parse, schema
from reconciler.validation import validate, validate_mapping

from .feeding import fed
from .protection import unprotecting
from .sources import Sources
from .tally import Tally, nothing_managed


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A user's repository, read and understood without AWS.

    *problems* has everything found offline, *tally* says how much was read, where it was files.
    """

    settings: Settings
    kinds: Mapping[str, Kind]
    wish: Wish = field(default_factory=dict)
    references: References = field(default_factory=References)
    problems: tuple[Problem, ...] = ()
    tally: Tally | None = None

    @property
    def remotes(self) -> Remotes:
        """Give the kinds whose objects live in AWS."""
        return remotes(self.kinds)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Give the problems that leave nothing to plan from."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def load(config: Path, kinds: Mapping[str, Kind], paths: Sequence[Path] = ()) -> Repository:
    """Read settings and desired state (or only *paths*). Problems are collected; raises InvalidInput for settings."""
    settings = read_settings(config)
    sources = Sources(config, settings, here=Path.cwd())
    loaded = sources.read(paths)
    documents, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
    told = (*settings.problems, *loaded.problems, *invalid)
    repository = understand(settings, kinds, documents, told, sources.includes)
    tally = Tally.of(loaded.documents)
    repository = replace(repository, tally=tally)
    return repository if paths or repository.errors else _whole(repository, tally)


def _whole(repository: Repository, tally: Tally) -> Repository:
    """Return a repository that is there as a whole with what it protects in vain, and that it manages nothing."""
    settings, wish = repository.settings, repository.wish
    found = [
        *unprotecting(settings, repository.remotes, wish),
        *nothing_managed(settings, repository.remotes, wish, tally),
    ]
    return replace(repository, problems=(*repository.problems, *found))


def sources_of(config: Path) -> Sources:
    """Return where the wish of the settings *config* stands; where they are not valid, where it stands by default."""
    try:
        settings = read_settings(config)
    except InvalidInput:
        settings = Settings(file=str(config))
    return Sources(config, settings, here=Path.cwd())


def read_settings(config: Path) -> Settings:
    """Read reconciler.yaml. Raises InvalidInput with every problem in it."""
    try:
        data = read_bytes(config)
    except NotReadable as unreadable:
        raise InvalidInput(f"{config} {unreadable.why}") from None
    loaded = read_mapping(data, str(config))
    if loaded.problems and not loaded.mapping:
        raise InvalidInput(f"{config} is not valid", loaded.problems)
    mapping, problems = validate_mapping(loaded.mapping, loaded.marks, str(config), schema())
    if mapping is None or loaded.problems:
        raise InvalidInput(f"{config} is not valid", (*loaded.problems, *problems))
    parsed, wrong = parse(mapping, loaded.marks, str(config))
    if parsed is None:
        raise InvalidInput(f"{config} is not valid", wrong)
    return parsed


def understand(
    settings: Settings,
    kinds: Mapping[str, Kind],
    documents: Sequence[Document],
    problems: Iterable[Problem] = (),
    shared: Callable[[Document], bool] = lambda _document: False,
) -> Repository:
    """Turn valid documents into a wish, with everything found wrong on the way.

    Others use what is *shared*: that nothing here does is no finding.
    """
    stated = frozenset(document.address for document in documents)
    references = replace(References.to(_names(kinds, documents), settings.sellers), stated=stated)
    parsed = [kinds[document.address.kind].parse(document, references) for document in documents]
    wished = {one.desired.address: one.desired for one in parsed if one.desired}
    told = tuple(problems)
    broken = {document.address for document in documents} | {one.address for one in told if one.address}
    wish, unfed = fed(kinds, wished, [one.feed for one in parsed if one.feed], broken - wished.keys())
    found = [
        *told,
        *_unreachable(settings, kinds, documents),
        *unfed,
        *(problem for one in parsed for problem in one.problems),
        *(problem for kind in kinds.values() for problem in kind.check(wish)),
    ]
    if not any(problem.severity is Severity.ERROR for problem in found):
        found.extend(one for document, one in _unused(kinds, documents, parsed) if not shared(document))
    return Repository(settings=settings, kinds=kinds, wish=wish, references=references, problems=tuple(found))


def _unreachable(settings: Settings, kinds: Mapping[str, Kind], documents: Iterable[Document]) -> Iterator[Problem]:
    """Find documents whose side of AWS the settings do not say how to reach."""
    missing = {side for side in Side if not getattr(settings, side)}
    for document in documents:
        remote = kinds[document.address.kind].remote
        if remote and remote.side in missing:
            side = remote.side
            message = f"{document.address} needs the section {side} of {settings.file}, which it does not have"
            yield error("no-account", message, document.source, f"add {side}: with an account", document.address)


def _names(kinds: Mapping[str, Kind], documents: Iterable[Document]) -> Mapping[str, Mapping[str, Name]]:
    names: dict[str, dict[str, Name]] = {}
    for document in documents:
        name_of = kinds[document.address.kind].name_of
        if name_of:
            names.setdefault(document.address.kind, {})[document.address.name] = name_of(document)
    return names


def _unused(
    kinds: Mapping[str, Kind], documents: Iterable[Document], parsed: Iterable[Parsed]
) -> Iterator[tuple[Document, Problem]]:
    """Find names that nothing refers to: most likely left behind. Nothing is named where nothing could refer to it."""
    used = _used(parsed)
    for document in documents:
        kind, name = document.address
        if kinds[kind].name_of and name not in used.get(kind, ()):
            what = f"nothing uses {document.address}"
            yield document, note("unused-name", what, document.source, "", document.address)


def _used(parsed: Iterable[Parsed]) -> Mapping[str, set[str]]:
    used: dict[str, set[str]] = {}
    for one in parsed:
        for kind, names in one.used.items():
            used.setdefault(kind, set()).update(names)
    return used
