"""Folders and files -> documents, in an order that depends only on names."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from reconciler.model import Problem, error

from .files import NotReadable, read_bytes
from .reading import Loaded, duplicates, read_text
from .unread_files import (
    documents_below,
    holds_documents,
    ignored_in_spite,
    is_hidden,
    is_ignored,
    is_of_git,
    not_read,
    not_read_below,
    not_read_for_its_dot,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The limits of reading: files that match the globs *ignore* are left out, and links must not lead out of *within*.

    The globs are matched with paths relative to *folder*, the documents' folder, or to the folder that is read where
    *folder* is None. With *within* None, links may lead anywhere.
    """

    folder: Path | None = None
    ignore: tuple[str, ...] = ()
    within: Path | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below *root*, each once; messages show their paths relative to the folder *shown_from*.

    Folders and files whose names begin with a dot are not read: they are private to editors and git. *hidden* collects
    those that may hold documents.
    """

    root: Path
    shown_from: Path
    bounds: Bounds = field(default_factory=Bounds)
    seen: set[str] = field(default_factory=set)
    hidden: list[Path] = field(default_factory=list)

    def shown(self, path: Path) -> str:
        """Return *path* relative to the user's folder, with slashes."""
        return Path(os.path.relpath(path, self.shown_from)).as_posix()

    def files(self) -> Iterator[Path | Problem]:
        """Return the files to read, and a problem for each file or folder that cannot be read."""
        if self.root == self.bounds.folder and self._is_outside(self.root):
            yield self._led_out(self.root)
        elif _is_folder(self.root):
            yield from self._inside(self.root)
        elif os.path.lexists(self.root):
            yield self.root
        else:
            hint = "create it, or correct desired_state in reconciler.yaml"
            yield error("not-found", f"{self.shown(self.root)} does not exist", hint=hint)

    def _inside(self, folder: Path) -> Iterator[Path | Problem]:
        real = _real(folder)
        if real in self.seen:
            message = f"{self.shown(folder)} leads to a folder that is read already"
            yield error("linked-twice", message, hint="delete the symbolic link")
            return
        self.seen.add(real)
        try:
            paths = sorted(folder.iterdir())
        except OSError as unreadable:
            yield self.unreadable(folder, NotReadable(f"cannot be read: {unreadable.strerror}"))
            return
        for path in paths:
            yield from self._folder(path) if _is_folder(path) else self._file(path)

    def _folder(self, path: Path) -> Iterator[Path | Problem]:
        if is_hidden(path):
            self.hidden.append(path)
        elif self._leads_out(path):
            yield self._led_out(path)
        else:
            yield from self._inside(path)

    def _file(self, path: Path) -> Iterator[Path | Problem]:
        if self._is_ignored(path):
            if holds_documents(path) and self.read(path).documents:
                yield ignored_in_spite(self.shown(path))
        elif not holds_documents(path):
            yield from not_read(path, self.shown(path))
        elif is_hidden(path):
            self.hidden.append(path)
        elif self._leads_out(path):
            yield self._led_out(path)
        else:
            yield path

    def _is_ignored(self, path: Path) -> bool:
        if not self.bounds.ignore:
            return False
        relative = os.path.relpath(path, self.bounds.folder or self.root)
        return is_ignored(Path(relative).as_posix(), self.bounds.ignore)

    def _leads_out(self, path: Path) -> bool:
        """Tell whether *path* is a link that leads out of the bounds and out of the folder that is read."""
        return path.is_symlink() and self._is_outside(path) and not _is_below(path, self.root)

    def _is_outside(self, path: Path) -> bool:
        return self.bounds.within is not None and not _is_below(path, self.bounds.within)

    def _led_out(self, path: Path) -> Problem:
        message = f"{self.shown(path)} leads out of the repository, to {_real(path)}"
        return error("outside-repository", message, hint="name the file under include: in reconciler.yaml instead")

    def unread(self, read: set[str]) -> Iterator[Problem]:
        """Warn about hidden files and folders that may hold documents, unless the real paths *read* have them."""
        for path in self.hidden:
            if not _is_folder(path):
                if _real(path) not in read and _holds_something(self, path):
                    yield not_read_for_its_dot(self.shown(path))
            elif not is_of_git(path) and (files := self._unread_below(path, read)):
                yield not_read_below(self.shown(path), files)

    def _unread_below(self, folder: Path, read: set[str]) -> list[str]:
        return [
            found.relative_to(folder).as_posix()
            for found in documents_below(folder)
            if _real(found) not in read and not self._is_ignored(found)
        ]

    def read(self, path: Path) -> Loaded:
        """Read the documents of one file. A file without any document is an error: it was meant to hold one."""
        try:
            loaded = read_text(read_bytes(path), self.shown(path))
        except NotReadable as unreadable:
            return Loaded(problems=(self.unreadable(path, unreadable),))
        if not loaded.blank:
            return loaded
        hint = "write a document, delete the file, or name it under ignore: in reconciler.yaml"
        return Loaded(problems=(error("no-document", "the file holds no document", f"{self.shown(path)}:1:1", hint),))

    def unreadable(self, path: Path, reason: NotReadable) -> Problem:
        """Return the problem that *path* cannot be read, with the operating system's reason."""
        if reason.too_large:
            return error(
                "too-large", f"the file {reason.why}", f"{self.shown(path)}:1:1", "split it into several files"
            )
        hint = "check its permissions and links" if reason.why.startswith("cannot") else "rename or delete it"
        return error("unreadable", f"{self.shown(path)} {reason.why}", hint=hint)


class FoundFile(NamedTuple):
    """A file of documents, and its path as users see it."""

    path: Path
    shown: str


def read_tree(paths: Sequence[Path], shown_from: Path, bounds: Bounds | None = None) -> Loaded:
    """Read *paths*: each file, and every YAML file below each folder, each of them once.

    Files are read in the order of their names, independent of the order of *paths* and of the file system. Sources are
    relative to *shown_from*. Nothing is raised: a file that cannot be read is a problem, and a file that is left out
    but may hold documents is a warning.
    """
    read: list[Path] = []
    loaded: list[Loaded] = []
    trees = [Tree(root, shown_from, bounds or Bounds()) for root in sorted(paths)]
    for tree, path in _each_once(trees):
        if isinstance(path, Problem):
            loaded.append(Loaded(problems=(path,)))
        else:
            read.append(path)
            loaded.append(tree.read(path))
    real = set(map(_real, read)) if any(tree.hidden for tree in trees) else set()
    loaded.append(Loaded(problems=tuple(problem for tree in trees for problem in tree.unread(real))))
    return gather(loaded)


def find_files(paths: Sequence[Path], shown_from: Path, bounds: Bounds | None = None) -> Iterator[FoundFile | Problem]:
    """Find the files that `read_tree` would read, and the problems of those that cannot be found or are left out."""
    for tree, path in _each_once([Tree(root, shown_from, bounds or Bounds()) for root in sorted(paths)]):
        yield path if isinstance(path, Problem) else FoundFile(path, tree.shown(path))


def _each_once(trees: Iterable[Tree]) -> Iterator[tuple[Tree, Path | Problem]]:
    """Return the files of *trees*, each once, and their problems."""
    found: set[str] = set()
    for tree in trees:
        for path in tree.files():
            absolute = "" if isinstance(path, Problem) else os.path.abspath(path)  # noqa: PTH100 - resolves no link
            if not absolute or absolute not in found:
                found.add(absolute)
                yield tree, path


def _real(path: str | Path) -> str:
    return os.path.realpath(path)


def _is_below(path: Path, folder: Path) -> bool:
    return Path(_real(path)).is_relative_to(_real(folder))


def _holds_something(tree: Tree, path: Path) -> bool:
    """Tell whether a hidden file has more than comments; an editor's lock file is a link to nothing, and has not."""
    return path.is_file() and all(problem.code != "no-document" for problem in tree.read(path).problems)


def _is_folder(path: Path) -> bool:
    """Tell whether *path* is a folder. For an inaccessible one the answer is no, and reading it reports the reason."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where a folder above may not be searched


def gather(loaded: Sequence[Loaded]) -> Loaded:
    """Join the results of several files, and add a problem for each address that is stated more than once."""
    documents = tuple(chain.from_iterable(part.documents for part in loaded))
    problems = chain.from_iterable(part.problems for part in loaded)
    return Loaded(documents, (*problems, *duplicates(documents)))
