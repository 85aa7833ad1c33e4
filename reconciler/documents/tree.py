"""Folders and files -> documents, in an order that depends on names alone."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from reconciler.model import Problem
from reconciler.model.problem import error

from .reading import Loaded, duplicates, read_text

SUFFIXES: Final = (".yaml", ".yml")
"""What a file's name ends in when it holds documents."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below *root*, each once, shown as a user in the folder *shown_from* sees them.

    Names that begin with a dot are passed over: editors and git keep their own things under them.
    """

    root: Path
    shown_from: Path
    seen: set[str] = field(default_factory=set)

    def shown(self, path: Path) -> str:
        """Give *path* as the user sees it, with slashes."""
        return Path(os.path.relpath(path, self.shown_from)).as_posix()

    def files(self) -> Iterator[Path | Problem]:
        """Give the files to read, and what stands in the way of reading all of them."""
        if _is_folder(self.root):
            yield from self._inside(self.root)
        elif os.path.lexists(self.root):
            yield self.root
        else:
            hint = "create it, or say in reconciler.yaml where desired_state is"
            yield error("not-found", f"{self.shown(self.root)} does not exist", hint=hint)

    def _inside(self, folder: Path) -> Iterator[Path | Problem]:
        real = os.path.realpath(folder)
        if real in self.seen:
            message = f"{self.shown(folder)} leads to a folder that is read already"
            yield error("linked-twice", message, hint="delete the symbolic link")
            return
        self.seen.add(real)
        try:
            paths = sorted(folder.iterdir())
        except OSError as unreadable:
            yield self.unreadable(folder, unreadable)
            return
        for path in paths:
            if path.name.startswith("."):
                continue
            if _is_folder(path):
                yield from self._inside(path)
            elif path.name.endswith(SUFFIXES):
                yield path

    def read(self, path: Path) -> Loaded:
        """Read the documents of one file."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                message = f"{self.shown(path)} is not a regular file"
                return Loaded(problems=(error("unreadable", message, hint="rename or delete it"),))
            return read_text(path.read_bytes(), self.shown(path))
        except OSError as unreadable:
            return Loaded(problems=(self.unreadable(path, unreadable),))

    def unreadable(self, path: Path, reason: OSError) -> Problem:
        """Say that *path* cannot be read, in the words of the operating system."""
        message = f"{self.shown(path)} cannot be read: {reason.strerror}"
        return error("unreadable", message, hint="check its permissions and links")


def read_tree(paths: Sequence[Path], shown_from: Path) -> Loaded:
    """Read every `*.yaml` and `*.yml` below the folders among *paths*, and the files among them, each file once.

    The order is that of the paths' names, whatever the order of *paths* and of the file system. Sources are shown
    relative to *shown_from*. Nothing is raised: what cannot be read is a problem.
    """
    read: set[Path] = set()
    loaded: list[Loaded] = []
    for root in sorted(paths):
        tree = Tree(root, shown_from)
        for path in tree.files():
            if isinstance(path, Problem):
                loaded.append(Loaded(problems=(path,)))
            elif (absolute := path.absolute()) not in read:
                read.add(absolute)
                loaded.append(tree.read(path))
    return gather(loaded)


def _is_folder(path: Path) -> bool:
    """Tell whether *path* is a folder; one that cannot be looked at is none, and reading it says why."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where a folder above may not be searched


def gather(loaded: Sequence[Loaded]) -> Loaded:
    """Put together what several files hold, and find the addresses that two of them state."""
    documents = tuple(chain.from_iterable(part.documents for part in loaded))
    problems = chain.from_iterable(part.problems for part in loaded)
    return Loaded(documents, (*problems, *duplicates(documents)))
