"""The files that members are planned from, as bytes.

Of files that are no documents only the names are sent, since a warning may name them. Links are sent as links. The
worker lays the files out with the same relative paths, so that its plans say the same.

Example: for the member /repo/a of /repo/fleet.yaml, `a/reconciler.yaml` and `a/desired_state/x.yaml` are sent.
"""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final

from reconciler.documents import (
    NotReadable,
    documents_below,
    holds_aws_sample,
    holds_documents,
    is_hidden,
    is_of_git,
    read_bytes,
    read_text,
    work_tree,
)
from reconciler.errors import InvalidInput
from reconciler.pipeline import Sources, sources_of

from .masking import without_secrets
from .sent_files import SentFiles

LARGEST_INPUT: Final = 1024 * 1024 * 1024
"""Bytes: a plan of a million grants has a tenth of that."""
_SOMETHING: Final = b"-\n"
"""Stands for a hidden file that is not blank: nobody reads what it says."""
Content = Callable[[Path], bytes]


class FileCollector:
    """Collects files, links and folders by their absolute paths."""

    def __init__(self, here: Path) -> None:
        """Begin with the working directory *here*."""
        self._here = here
        self._files: dict[Path, bytes] = {}
        self._links: dict[Path, Path] = {}
        self._folders: set[Path] = {here}
        self._walked: set[Path] = set()

    def add_input(self, path: Path) -> None:
        """Add a file that a command line names, such as a saved plan. Raises InvalidInput if it cannot be read."""
        self._add(path, lambda real: _read(real, path, LARGEST_INPUT))

    def add_settings(self, config: Path) -> None:
        """Add the settings *config* without their secrets. Raises InvalidInput if they cannot be read."""
        self._add(config, lambda real: without_secrets(_read(real, config), config))
        tree = work_tree(config.parent)
        if os.path.lexists(tree / ".git"):
            self._folders.add(tree / ".git")

    def add_documents(self, config: Path) -> None:
        """Add all documents that the settings *config* name.

        Raises InvalidInput if one of them cannot be read: the worker would take its objects for gone.
        """
        sources = sources_of(config)
        for root in (sources.folder, *sources.included):
            below = partial(_content, sources=sources) if root.is_dir() else partial(_read, shown=root)
            self._add(root, below, work_tree(config.parent))

    def collected(self) -> SentFiles:
        """Return all of them, with paths relative to the deepest folder that has them."""
        top = Path(os.path.commonpath([*self._files, *self._links, *self._links.values(), *self._folders]))
        return SentFiles(
            str(top),
            _below(top, self._here),
            {_below(top, path): data for path, data in self._files.items()},
            {_below(top, path): _below(top, target) for path, target in self._links.items()},
            tuple(sorted(_below(top, path) for path in self._folders)),
        )

    def _add(self, path: Path, content: Content, within: Path | None = None) -> None:
        """Add *path* and everything below it; links lead no further than *within* and *path*."""
        absolute = Path(os.path.abspath(self._here / path))  # noqa: PTH100 - resolves no link
        for one in (*reversed(absolute.parents), absolute):
            if one.is_symlink():
                self._links[one] = _real(one)
        real = _real(absolute)
        if os.path.lexists(real):
            self._add_real(real, content, (real, within or real))

    def _add_real(self, real: Path, content: Content, bounds: tuple[Path, Path]) -> None:
        if real in self._files:
            return
        if not real.is_dir():
            self._files[real] = content(real)
        elif real not in self._walked:
            self._walked.add(real)
            self._folders.add(real)
            for path in _inside(real):
                self._add_entry(path, content, bounds)

    def _add_entry(self, path: Path, content: Content, bounds: tuple[Path, Path]) -> None:
        """Add one entry of a folder."""
        if is_of_git(path):
            return
        if path.is_symlink():
            self._links[path] = target = _real(path)
            if any(target.is_relative_to(bound) for bound in bounds):
                self._add_real(target, content, bounds)
            elif target.is_dir():
                self._folders.add(target)
        elif path.is_dir() and is_hidden(path):
            self._files.update((found, b"") for found in documents_below(path))
        else:
            self._add_real(path, content, bounds)


def _inside(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as unreadable:
        raise InvalidInput(f"{os.path.relpath(folder)} cannot be read: {unreadable.strerror}") from unreadable


def _content(path: Path, sources: Sources) -> bytes:
    """Return what a worker has to know of a file: all of a document, of others whether there is anything to tell."""
    if not holds_documents(path):
        return _read(path, path) if path.suffix.lower() == ".json" and holds_aws_sample(path) else b""
    data = _read(path, path)
    if is_hidden(path):
        return b"" if read_text(data, path.name).blank else _SOMETHING
    return b"" if sources.leaves_out(path) and not read_text(data, path.name).documents else data


def _read(real: Path, shown: Path, most: int | None = None) -> bytes:
    try:
        return read_bytes(real) if most is None else read_bytes(real, most)
    except NotReadable as unreadable:
        raise InvalidInput(f"{os.path.relpath(shown)} {unreadable.why}") from None


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _below(top: Path, path: Path) -> str:
    return path.relative_to(top).as_posix()
