"""The commit of a plan: the commit that holds the planned files, marked as dirty where files differ from it."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reconciler.documents import holds_documents, work_tree
from reconciler.errors import ReconcilerError
from reconciler.model import DIRTY, Problem, note
from reconciler.pipeline import Sources

from .asking import GitSilenceError, git

_COMMIT_VARIABLES: Final = ("GITHUB_SHA", "CI_COMMIT_SHA")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_STATUS: Final = (
    "status",
    "--porcelain=v2",
    "--branch",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignored=matching",
)
_FIELDS: Final = {"1": 8, "u": 10, "?": 1, "!": 1}
"""How many fields stand before the path in an entry of each type (git-status, Porcelain Format Version 2)."""
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Commit:
    """*sha* is None where it is unknown, and ends with `DIRTY` where planned files are not committed.

    *problems* belong to the plan; *aside* says with `-v` why there is no commit.
    """

    sha: str | None
    problems: tuple[Problem, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class _GitStatus:
    """The answer of git: the commit that is checked out, empty before the first, and the paths that differ from it."""

    head: str
    differing: tuple[Path, ...]


def find_commit(sources: Sources, environment: Mapping[str, str]) -> Commit:
    """Find the commit of the files that *sources* name: as git says, otherwise as the CI says.

    Git knows which commit is checked out; the variables of a CI may name another commit, even of another repository.
    Only files that a plan is made from count as uncommitted.
    """
    told = next((sha for sha in map(environment.get, _COMMIT_VARIABLES) if sha and _COMMIT.fullmatch(sha)), None)
    tree = work_tree(sources.config.parent)
    if not os.path.lexists(tree / ".git"):
        return Commit(told, aside="" if told else f"{tree} is not in a git repository, so the plan names no commit")
    try:
        status = _ask(tree, sources)
    except GitSilenceError as silent:
        return Commit(told, (_unknown_commit(silent, told),))
    if not status.head:
        return Commit(told, aside="nothing is committed yet, so the plan names no commit")
    foreign = tuple(_foreign(path, status.head) for path in sources.included if not _real(path).is_relative_to(tree))
    changed = [path for path in status.differing if _is_read(path, sources)]
    if not changed:
        return Commit(status.head, foreign)
    return Commit(status.head + DIRTY, (_uncommitted(changed, status.head), *foreign))


def uncommitted(files: Sequence[Path]) -> Sequence[Path]:
    """Return those of *files* that differ from the commit that is checked out, or that no commit has.

    A file outside of git never differs. Raises ReconcilerError if git gives no answer.
    """
    differing: set[Path] = set()
    trees = {work_tree(_real(file).parent) for file in files}
    try:
        for tree in (one for one in trees if os.path.lexists(one / ".git")):
            differing.update(
                _status(tree, [_real(file) for file in files if _real(file).is_relative_to(tree)]).differing
            )
    except GitSilenceError as silent:
        unknown = f"it is unknown whether all edits are committed, so nothing was written: {silent}"
        raise ReconcilerError(unknown, silent.hint) from silent
    return [file for file in files if any(_real(file).is_relative_to(path) for path in differing)]


def is_in_git(file: Path) -> bool:
    """Tell whether *file* lies in the work tree of a git repository."""
    return os.path.lexists(work_tree(_real(file).parent) / ".git")


def _ask(tree: Path, sources: Sources) -> _GitStatus:
    """Ask git for the state of all files of *sources* in *tree*; it does not know files outside."""
    return _status(tree, [path for path in dict.fromkeys(planned_paths(sources)) if path.is_relative_to(tree)])


def _status(tree: Path, named: Sequence[Path]) -> _GitStatus:
    """Ask git for the state of the files *named* in *tree*."""
    said = git(tree, *_STATUS, "--", *map(str, named))
    heads = [entry.split(" ")[2] for entry in said if entry.startswith("# branch.oid ")]
    differing = tuple(dict.fromkeys(tree / path for path in map(_path, said) if path))  # removed and there: two entries
    return _GitStatus(next((head for head in heads if _COMMIT.fullmatch(head)), ""), differing)


def planned_paths(sources: Sources) -> Iterator[Path]:
    """Return the paths that are read, also those behind symbolic links: each of them may differ."""
    roots = (sources.config, sources.folder, *sources.included)
    for path in (*roots, *(link for root in roots for link in root.rglob("*") if link.is_symlink())):
        yield _real(path.parent) / path.name
        yield _real(path)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _path(entry: str) -> str:
    """Return the path of one entry; empty for a line that is no entry."""
    fields = _FIELDS.get(entry[:1])
    return "" if fields is None else entry.split(" ", fields)[-1]


def _is_read(path: Path, sources: Sources) -> bool:
    """Tell whether a plan is made from the file at *path*, also if the file was deleted."""
    if path.is_dir() and not path.is_symlink():
        roots = map(_real, (sources.config, sources.folder, *sources.included))
        return any(root.is_relative_to(path) for root in roots) or any(
            _is_read(inner, sources) for inner in path.iterdir()
        )
    is_settings = _real(path) == _real(sources.config)
    return is_settings or (holds_documents(path) and not path.name.startswith("."))


def _uncommitted(changed: Sequence[Path], head: str) -> Problem:
    """Return a note that names the uncommitted files."""
    names = [os.path.relpath(path) for path in changed[:_NAMED]]
    more = f" and {len(changed) - _NAMED} more" if changed[_NAMED:] else ""
    verb = "differ" if changed[1:] else "differs"
    what = f"the plan contains uncommitted changes: {', '.join(names)}{more} {verb} from {head[:7]}"
    hint = f"commit them before you apply; until then the plan and its change sets are marked {head[:7]}{DIRTY}"
    return note("uncommitted", what, "", hint)


def _foreign(path: Path, head: str) -> Problem:
    """Return a note about a planned file that is in another repository or in none."""
    what = f"{os.path.relpath(path)} is outside this repository, so commit {head[:7]} does not hold its content"
    return note("commit-in-part", what, "", "the history of its own repository holds it")


def _unknown_commit(silent: GitSilenceError, told: str | None) -> Problem:
    """Return a note that the commit is unknown, or whether it holds all planned files."""
    what = f"it is unknown whether commit {told[:7]} holds the planned files" if told else "the commit is unknown"
    return note("commit-unknown", f"{what}: {silent}", "", silent.hint)
