"""When git says that the documents behind differences were last changed.

Nothing is known outside of git, in a shallow clone, and of files of other repositories (`include`) or behind symbolic
links, or where the folder of the documents was moved.
"""

import os
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from reconciler.attribution import Unproven, Watched
from reconciler.documents import work_tree
from reconciler.model import Address, Edit
from reconciler.pipeline import LastEdits, PastCommit, Retracing, Sources

from .asking import Blobs, GitSilenceError
from .commit import planned_paths
from .history import history, is_shallow, moved_files

_SHALLOW: Final = Unproven(
    "git has only the newest commits here (a shallow clone)",
    "fetch all: fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI, else git fetch --unshallow",
)

APART: Final = Unproven(
    "the history of git is not sent to the workers of a cluster",
    "run drift of this member alone, or with --on threads:8",
)
"""Why nothing is known where the work tree is on another machine."""
_MOVED: Final = Unproven("a commit moved documents and changed reconciler.yaml: they may be older than it")


def last_edits(sources: Sources, watched: Sequence[Watched], files: Mapping[Address, str], now: datetime) -> LastEdits:
    """Return the last edit of each of *watched*, or why it is unknown.

    *files* has the file of each address, as users see it. *now* is the time of uncommitted edits.
    """
    tree = work_tree(sources.config.parent)
    if not os.path.lexists(tree / ".git"):
        outside = Unproven(f"{tree} is not in a git repository", "run drift in a clone of the repository")
        return {one.own: outside for one in watched}
    try:
        if is_shallow(tree):
            return {one.own: _SHALLOW for one in watched}
        paths = [path for path in dict.fromkeys(planned_paths(sources)) if path.is_relative_to(tree)]
        with Blobs(tree) as blobs:
            past = history(tree, paths, now)
            found = Retracing(sources, past, blobs.read, time.monotonic).edits(watched)
        named = {one.commit for one in found.values() if isinstance(one, Edit)}
        moved = _moves(sources, tree, [one for one in past if one.sha in named])
        found = {own: _MOVED if isinstance(one, Edit) and one.commit in moved else one for own, one in found.items()}
        return {**found, **_foreign(sources, tree, watched, files)}
    except GitSilenceError as silent:
        unknown = Unproven(f"git does not tell when documents were changed: {silent}", silent.hint)
        return {one.own: unknown for one in watched}


def _moves(sources: Sources, tree: Path, past: Sequence[PastCommit]) -> frozenset[str]:
    """Return those of some commits that changed the settings and moved files from elsewhere to where they are read."""
    config = Path(os.path.realpath(sources.config))
    changed = {one.sha: {file.path for file in one.files} for one in past if one.sha}
    return frozenset(
        sha
        for sha, files in changed.items()
        if config in files and any(new in files and old not in files for new, old in moved_files(tree, sha).items())
    )


def _foreign(
    sources: Sources, tree: Path, watched: Sequence[Watched], files: Mapping[Address, str]
) -> Mapping[Address, Unproven]:
    """Return why the last edit is unknown where a file is not in *tree*, or a member of a group may be elsewhere."""
    elsewhere = [path for path in sources.included if not _is_in(tree, path)]
    found: dict[Address, Unproven] = {}
    for one in watched:
        behind = [sources.here / files[address] for address in (one.own, *sorted(one.named)) if address in files]
        lost = [path for path in behind if not _is_in(tree, path)] or (elsewhere if one.groups else [])
        if lost:
            shown = os.path.relpath(lost[0], sources.here)
            found[one.own] = Unproven(f"{shown} is in no commit of this repository, or behind a symbolic link")
    return found


def _is_in(tree: Path, path: Path) -> bool:
    """Tell whether *path* itself, not a link to it, is in the repository of *tree*."""
    real = os.path.realpath(path)
    return real == os.path.abspath(path) and work_tree(Path(real).parent) == tree  # noqa: PTH100 - resolves no link
