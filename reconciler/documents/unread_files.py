"""Files of the documents' folder that are not read: which are left out on purpose, and the warnings about the others.

A customer whose file is not read would be removed from an exclusive list. So every file that may hold documents and is
not read is a warning.

Example: `acme.yaml.bak`, `.acme.yaml` and an ignored `acme.yaml` with documents are warnings; `README.md` is none.
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
"""The endings of the names of files that hold documents, in either case."""

_NO_DOCUMENTS: Final = ("readme*", "*.md", "license", "codeowners", ".gitkeep", ".ds_store")
_OF_GIT: Final = (".git", ".gitignore", ".gitattributes")
_NAMED: Final = 3


def holds_documents(path: Path) -> bool:
    """Tell whether the name of a file has the ending of a file with documents; the file may still be hidden."""
    return path.name.lower().endswith(SUFFIXES)


def is_hidden(path: Path) -> bool:
    """Tell whether the name of *path* begins with a dot, as private files of editors, file systems and git do."""
    return path.name.startswith(".")


def is_ignored(path: str, ignore: Sequence[str]) -> bool:
    """Tell whether one of the globs *ignore* matches *path*, which is relative to the documents' folder.

    A glob without a slash matches the names of files in every folder. `*` matches slashes, too.
    """
    name = PurePosixPath(path).name
    return any(fnmatchcase(path if "/" in glob else name, glob.removeprefix("./")) for glob in ignore)


def is_of_git(path: Path) -> bool:
    """Tell whether *path* belongs to git: `.git` (of a work tree or a submodule), `.gitignore` or `.gitattributes`."""
    return path.name in _OF_GIT


def not_read(path: Path, shown: str) -> Iterator[Problem]:
    """Warn about a file whose name has another ending, unless it never holds documents (README, LICENSE …)."""
    name = path.name.lower()
    if is_of_git(path) or any(fnmatchcase(name, glob) for glob in _NO_DOCUMENTS):
        return
    if name.endswith(".json") and holds_aws_sample(path):
        yield warning("aws-sample", f"{shown} is not read: it is a file of AWS's sample", hint=advice(path.name))
    else:
        yield warning("not-read", f"{shown} is not read: its name does not end in .yaml or .yml", hint=_hint(path))


def not_read_for_its_dot(shown: str) -> Problem:
    """Return the warning about a hidden file that may hold a document."""
    hint = "remove the dot, or name the file under ignore: in reconciler.yaml"
    return warning("not-read", f"{shown} is not read: its name begins with a dot", hint=hint)


def not_read_below(shown: str, files: Sequence[str]) -> Problem:
    """Return the warning about a hidden folder with *files* that may hold documents, relative to the folder."""
    told = ", ".join(map(quoted, files[:_NAMED])) + (f" and {len(files) - _NAMED} more" if files[_NAMED:] else "")
    message = f"{shown} is not read, since its name begins with a dot; it contains {told}"
    return warning("not-read", message, hint="rename the folder, or name its files under ignore: in reconciler.yaml")


def ignored_in_spite(shown: str) -> Problem:
    """Return the warning about a file that the settings ignore although it holds documents."""
    hint = "ignore: is for files without documents; to end an object, write status: archived or state: absent"
    return warning("ignored-document", f"{shown} holds documents, but ignore: excludes it", hint=hint)


def documents_below(folder: Path) -> Iterator[Path]:
    """Find the files below *folder* with the ending of a file with documents; links to folders are not followed."""
    for above, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(above, name) for name in sorted(names) if holds_documents(Path(name)))


def _hint(path: Path) -> str:
    if any(f"{suffix}." in path.name.lower() or f"{suffix}~" in path.name.lower() for suffix in SUFFIXES):
        return "rename it so that it ends in .yaml, or delete it"
    return "write documents as YAML, or name the file under ignore: in reconciler.yaml"
