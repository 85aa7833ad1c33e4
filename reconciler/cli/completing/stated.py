"""The addresses that the user's repository states, read leniently: anything that cannot be read is left out."""

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .outline import addresses

_CONFIG = "reconciler.yaml"
_DOCUMENTS = (".yaml", ".yml")
_LARGEST = 64 * 1024 * 1024
"""Bytes, as for every other command."""
_MOST_FOLDERS, _MOST_FILES = 2_000, 20_000
"""More are not read: the settings of somebody else may name any folder, and the user waits."""

_FOLDER = re.compile(r"""^desired_state:[ \t]+(["']?)([^"'#\n]+?)\1[ \t]*(?:#.*)?$""", re.MULTILINE)
_INCLUDE = re.compile(r"^include:[ \t]*(?:\[([^]]*)\]|(?:#.*)?\n((?:[ \t]*-[ \t].*(?:\n|\Z))+))", re.MULTILINE)
_ENTRY = re.compile(r"""[^\s,"'#-][^,"'#\n]*""")

_OFFERING = re.compile(
    r"""([a-z0-9][a-z0-9_-]*)["']?:[ \t]*(?:\{\s*|(?:#[^\n]*)?\n[ \t]+)"""
    r"""(?:id:[ \t]*["']?prod-|code:[ \t]*["']?[a-z0-9]{24})"""
)
"""The name of an offering, in front of the id or the code of its product."""


def offerings(config: str | None, here: Path) -> list[str]:
    """Return the names of offerings in the settings, sorted; *config* is the value of `--config`, if given."""
    file = _nearest(here) if config is None else here / _at_home(config)
    found = _text(file).partition("offerings:")[2] if file else ""
    return sorted(set(_OFFERING.findall(found)))


def stated(config: str | None, here: Path) -> dict[str, list[str]]:
    """Return the names that documents state, by kind, both sorted; *config* is the value of `--config`, if given.

    Files that `ignore` excludes are read, too: they hold no documents. Nothing is raised.
    """
    file = _nearest(here) if config is None else here / _at_home(config)
    named: dict[str, set[str]] = {}
    for path in islice(_files(file), _MOST_FILES) if file else ():
        for kind, name in addresses(_text(path)):
            named.setdefault(kind, set()).add(name)
    return {kind: sorted(names) for kind, names in sorted(named.items())}


def _at_home(config: str) -> Path:
    """Return the path *config*; the shell has not replaced a `~` yet."""
    try:
        return Path(config).expanduser()
    except RuntimeError:
        return Path(config)


def _nearest(here: Path) -> Path | None:
    return next((folder / _CONFIG for folder in (here, *here.parents) if _is_file(folder / _CONFIG)), None)


def _files(config: Path) -> Iterator[Path]:
    """Return the files with documents that the settings *config* name."""
    if not _is_file(config):
        return
    settings = _text(config)
    folder, include = _FOLDER.search(settings), _INCLUDE.search(settings)
    root = Path(folder[2].strip() if folder else "desired_state")
    included = _ENTRY.findall(include[1] or include[2] or "") if include else []
    inside = [root] if not root.is_absolute() and ".." not in root.parts else []
    seen: set[Path] = set()
    for path in (*inside, *(Path(entry.strip()) for entry in included)):
        yield from _below(config.parent / path, seen)


def _below(path: Path, seen: set[Path]) -> Iterator[Path]:
    """Return the file *path*, or the files with documents below the folder *path*, unless it was *seen*.

    Files and folders whose names begin with a dot are left out.
    """
    if not _is_folder(path):
        yield path
    elif len(seen) < _MOST_FOLDERS and (real := path.resolve()) not in seen:
        seen.add(real)
        for inside in sorted(_entries(path)):
            if _is_folder(inside) or inside.name.lower().endswith(_DOCUMENTS):
                yield from _below(inside, seen)


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []


def _text(path: Path) -> str:
    """Return the text of a regular file; empty if it cannot be read."""
    try:
        if _is_file(path) and path.stat().st_size <= _LARGEST:
            return path.read_text("utf-8-sig", errors="replace")
    except OSError:
        pass
    return ""


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where a folder above may not be searched


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - as for files
