"""The canonical form of files of documents. Nothing is written here.

A file with an error that can be seen in the file alone (syntax, schema) has no canonical form; the other files do.
Errors between files, such as a name that no document states, are no hindrance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.documents import Bounds, FoundFile, Loaded, NotReadable, find_files, read, read_bytes, work_tree
from reconciler.kind import Kind
from reconciler.model import Problem, Severity, error
from reconciler.rewriting import NotRewritable, Shapes, YamlFile, shapes_of
from reconciler.validation import validate

from .loading import Sources, read_settings


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """One file: its bytes, and those of its canonical form; the same if it has *problems*, all of them errors.

    *path* is where it lies, links followed, *name* its path as users see it. An *included* file is not changed.
    """

    path: Path
    name: str
    before: bytes = b""
    after: bytes = b""
    problems: tuple[Problem, ...] = ()
    included: bool = False


def format_files(kinds: Mapping[str, Kind], config: Path | None, paths: Sequence[Path]) -> Iterator[FormattedFile]:
    """Return the files of the repository of *config*, or only *paths*, in canonical form, in the order of their names.

    Without *config*, there is no repository around *paths*. Problems of no single file come as a file without a name.
    Raises InvalidInput for settings that are not valid.
    """
    found = [one for one in _found(config, paths) if not isinstance(one, Problem) or one.severity is Severity.ERROR]
    files = {one.path: one for one in found if isinstance(one, FormattedFile)}
    loaded = {path: read(one.before, one.name) for path, one in files.items() if not (one.problems or one.included)}
    invalid = _invalid(loaded.values(), kinds)
    shapes = shapes_of({name: kind.schema for name, kind in kinds.items()})
    for one in found:
        if isinstance(one, Problem):
            yield FormattedFile(Path(), "", problems=(one,))
        elif one.path in loaded:
            problems = (*loaded[one.path].problems, *invalid.get(one.name, ()))
            yield replace(one, after=one.before, problems=problems) if problems else _formatted(one, shapes)
        else:
            yield one


def _found(config: Path | None, paths: Sequence[Path]) -> Iterator[FormattedFile | Problem]:
    """Read the files, each once, whatever links lead to it."""
    here = Path.cwd()
    sources = Sources(config, read_settings(config), here) if config else None
    found = sources.find(paths) if sources else find_files(paths, here, Bounds(within=work_tree(here)))
    seen: set[Path] = set()
    for one in found:
        if isinstance(one, Problem):
            yield one
        elif (real := one.path.resolve()) not in seen:
            seen.add(real)
            included = sources is not None and sources.only_reads(one.path)
            yield FormattedFile(real, one.shown, included=True) if included else _read(one, real)


def _read(found: FoundFile, real: Path) -> FormattedFile:
    try:
        return FormattedFile(real, found.shown, before=read_bytes(real))
    except NotReadable as unreadable:
        problem = error("unreadable", f"{found.shown} {unreadable.why}", hint="check its permissions and links")
        return FormattedFile(real, found.shown, problems=(problem,))


def _invalid(loaded: Iterable[Loaded], kinds: Mapping[str, Kind]) -> Mapping[str, Sequence[Problem]]:
    """Return the documents' errors against their schemas by file: all at once, since schemas take long to prepare."""
    documents = [document for one in loaded for document in one.documents]
    _, problems = validate(documents, {name: kind.schema for name, kind in kinds.items()})
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.source.rsplit(":", 2)[0], []).append(problem)
    return by_file


def _formatted(file: FormattedFile, shapes: Shapes) -> FormattedFile:
    try:
        return replace(file, after=YamlFile.of(file.before, file.name, shapes).canonical().data)
    except NotRewritable as kept:
        problem = error("not-formatted", f"the file cannot be formatted: {kept}", f"{file.name}:1:1", _HINT)
        return replace(file, after=file.before, problems=(problem,))


_HINT = "the file stays as it is; 'reconciler explain not-formatted' says what to do"
