"""Files of a folder of documents that are not read: which of them are so on purpose, and what to say of the others.

A customer's file that is not read takes the customer out of an exclusive list. So whatever could be one is told.
"""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Final

from reconciler.model import Problem, warning
from reconciler.spelling import quoted

from .aws_sample import advice, holds_aws_sample

SUFFIXES: Final = (".yaml", ".yml")
"""What a file's name ends in, in either case, when it holds documents."""

_NO_DOCUMENTS: Final = ("readme*", "*.md", "license", "codeowners", ".gitkeep", ".ds_store")
_OF_GIT: Final = (".git", ".gitignore", ".gitattributes")
_NAMED: Final = 3


def holds_documents(path: Path) -> bool:
    """Tell by the name of a file whether documents are read from it, or would be if no dot began it."""
    return path.name.lower().endswith(SUFFIXES)


def is_hidden(path: Path) -> bool:
    """Tell whether a dot begins the name of *path*: editors, file systems and git keep their own things so."""
    return path.name.startswith(".")


def is_ignored(path: str, ignore: Sequence[str]) -> bool:
    """Tell whether one of the globs *ignore* names the file at *path*, which is relative to the folder of documents.

    A glob without a slash names files in every folder; `*` takes in slashes.
    """
    name = PurePosixPath(path).name
    return any(fnmatchcase(path if "/" in glob else name, glob.removeprefix("./")) for glob in ignore)


def is_of_git(path: Path) -> bool:
    """Tell whether *path* is git's own: the mark of a submodule, or what a work tree is told by."""
    return path.name in _OF_GIT


def not_read(path: Path, shown: str) -> Iterator[Problem]:
    """Warn of a file whose name does not end as those of documents do, unless it is of those that never hold any."""
    name = path.name.lower()
    if is_of_git(path) or any(fnmatchcase(name, glob) for glob in _NO_DOCUMENTS):
        return
    if name.endswith(".json") and holds_aws_sample(path):
        yield warning("aws-sample", f"{shown} is not read: it is a file of AWS's sample", hint=advice(path.name))
    else:
        yield warning("not-read", f"{shown} is not read: its name does not end in .yaml or .yml", hint=_hint(path))


def not_read_for_its_dot(shown: str) -> Problem:
    """Warn of a hidden file that holds something which could be a document."""
    hint = "take the dot away, or name the file under ignore: in reconciler.yaml"
    return warning("not-read", f"{shown} is not read: its name begins with a dot", hint=hint)


def not_read_below(shown: str, files: Sequence[str]) -> Problem:
    """Warn of a hidden folder that holds *files* which look like documents; they are told relative to it."""
    told = ", ".join(map(quoted, files[:_NAMED])) + (f" and {len(files) - _NAMED} more" if files[_NAMED:] else "")
    message = f"{shown} is not read, for its name begins with a dot; below it: {told}"
    return warning("not-read", message, hint="rename the folder, or name its files under ignore: in reconciler.yaml")


def ignored_in_spite(shown: str) -> Problem:
    """Warn of a file that the settings ignore, though it holds documents."""
    hint = "ignore: is for files without documents; to end something, say so in its document"
    return warning("ignored-document", f"{shown} holds documents, and ignore: keeps them from being read", hint=hint)


def documents_below(folder: Path) -> Iterator[Path]:
    """Find the files below *folder* whose names end as those of documents do, without following links to folders."""
    for above, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(above, name) for name in sorted(names) if holds_documents(Path(name)))


def _hint(path: Path) -> str:
    if any(f"{suffix}." in path.name.lower() or f"{suffix}~" in path.name.lower() for suffix in SUFFIXES):
        return "rename it so that it ends in .yaml, or delete it"
    return "write documents as YAML; what holds none is named under ignore: in reconciler.yaml"
