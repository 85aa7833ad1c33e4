"""When git says that the documents behind differences were last changed.

Nothing is known outside of git, in a shallow clone, and of files of other repositories (`include`) or behind symbolic
links.
"""

import os
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from reconciler.attribution import Unproven, Watched
from reconciler.documents import work_tree
from reconciler.model import Address
from reconciler.pipeline import LastEdits, Retracing, Sources

from .commit import planned_paths
from .git import Blobs, GitSilenceError
from .git_history import history, is_shallow

_SHALLOW: Final = Unproven(
    "git has only the newest commits here (a shallow clone)",
    "fetch all: fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab CI, else git fetch --unshallow",
)


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
            found = Retracing(sources, history(tree, paths, now), blobs.read, time.monotonic).edits(watched)
        return {**found, **_foreign(sources, tree, watched, files)}
    except GitSilenceError as silent:
        unknown = Unproven(f"git does not tell when documents were changed: {silent}", silent.hint)
        return {one.own: unknown for one in watched}


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
