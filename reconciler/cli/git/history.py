"""The history of files in git: which commits of the first-parent line changed which of them, newest first.

A merge counts as one commit, which changed what it brought into the branch, at the time when it was merged. Renames are
an old file that goes and a new one that comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reconciler.pipeline import FileVersions, PastCommit

from .asking import GitSilenceError, git

_LONG: Final = 60.0
"""Seconds in which git has to list the history."""
_REGULAR: Final = "100"
_LOG: Final = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false", "-c", "log.diffMerges=separate"),
    *("log", "--first-parent", "-m", "--no-show-signature"),
    *("--format=tformat:commit %H %ct", "--raw", "--no-abbrev", "--no-renames", "-z", "HEAD", "--"),
)
_EDITED: Final = ("diff-index", "--raw", "--no-abbrev", "--no-renames", "-z", "HEAD", "--")

_MOVED: Final = ("diff-tree", "-r", "--find-renames", "--diff-filter=R", "-z", "--raw", "--no-relative")
"""Its answer has three entries for each file: `:MODE MODE BLOB BLOB STATUS`, the old path, and the new one."""


def is_shallow(tree: Path) -> bool:
    """Tell whether git has only the newest commits of the repository. Raises GitSilenceError."""
    return git(tree, "rev-parse", "--is-shallow-repository")[0].strip() == "true"


def history(tree: Path, paths: Sequence[Path], now: datetime) -> tuple[PastCommit, ...]:
    """Return what changed the files below *paths*, newest first: uncommitted edits, then commits.

    Raises GitSilenceError.
    """
    named = [str(path) for path in paths]
    untracked = git(tree, "ls-files", "--others", "-z", "--", *named)
    uncommitted = [FileVersions(tree / path, "", None) for path in untracked if path]
    if not _has_commits(tree):
        staged = git(tree, "ls-files", "--cached", "-z", "--", *named)
        return (
            PastCommit(None, now, (*uncommitted, *(FileVersions(tree / path, "", None) for path in staged if path))),
        )
    edited = _files(tree, git(tree, *_EDITED, *named))
    uncommitted += [FileVersions(one.path, one.before, None) for one in edited]
    return (PastCommit(None, now, tuple(uncommitted)), *_commits(tree, git(tree, *_LOG, *named, patience=_LONG)))


def moved_files(tree: Path, sha: str) -> Mapping[Path, Path]:
    """Return the old path of each file that a commit moved, by the new one; none for the first commit.

    Raises GitSilenceError.
    """
    parents = git(tree, "rev-list", "--parents", "--max-count=1", sha)[0].split()[1:]
    if not parents:
        return {}
    said = git(tree, *_MOVED, parents[0], sha, patience=_LONG)
    return {tree / new: tree / old for old, new in zip(said[1::3], said[2::3], strict=True)}


def _has_commits(tree: Path) -> bool:
    try:
        return bool(git(tree, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")[0])
    except GitSilenceError:
        return False


def _commits(tree: Path, said: Sequence[str]) -> Iterator[PastCommit]:
    """Return the commits in the answer to `git log`: the line of each, then its raw entries. Raises GitSilenceError."""
    heads: list[tuple[str, list[str]]] = []
    entries = iter(said)
    for entry in entries:
        if _is_raw(entry):
            heads[-1][1].extend((entry, next(entries)))
        elif entry:
            heads.append((entry, []))
    for head, raw in heads:
        _, sha, seconds = head.split()
        yield PastCommit(sha, _date(sha, seconds), tuple(_files(tree, raw)))


def _date(sha: str, seconds: str) -> datetime:
    """Return the date of a commit, which may be anything. Raises GitSilenceError."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise GitSilenceError(f"the date of commit {sha[:7]} is out of range") from wrong


def _is_raw(entry: str) -> bool:
    return entry.lstrip("\n").startswith(":")


def _files(tree: Path, entries: Sequence[str]) -> Iterator[FileVersions]:
    """Return the files in raw entries: `:MODE MODE BLOB BLOB STATUS`, then the path. Links and modules are no files."""
    for entry, path in zip(entries[::2], entries[1::2], strict=False):
        modes, blobs = entry.lstrip("\n:").split(" ")[:2], entry.split(" ")[2:4]
        before, after = (blob if mode.startswith(_REGULAR) else "" for mode, blob in zip(modes, blobs, strict=True))
        yield FileVersions(tree / path, before, after)
