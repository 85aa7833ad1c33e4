"""Files that are whole or not there: written beside their name, then moved onto it."""

import os
from pathlib import Path

from reconciler.errors import ReconcilerError, UsageError


def check_writable(path: Path) -> None:
    """Raise UsageError when *path* could not be written: said before anything happens rather than after."""
    target = _target(path)
    if target.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder")
    try:
        if _is_special(target):
            os.close(os.open(target, os.O_WRONLY))
        else:
            _probe(target)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "name a file in a folder that is there") from error


def write_whole(path: Path, text: str) -> None:
    """Write *text* (UTF-8) to *path* so that a reader finds all of it or what was there before.

    Raises ReconcilerError when it can't be written. Devices and pipes are written to as they are.
    """
    target = _target(path)
    try:
        if _is_special(target):
            target.write_text(text, encoding="utf-8")
        else:
            _replace(target, text)
    except OSError as error:
        raise ReconcilerError(f"cannot write {path}: {error.strerror}") from error


def _target(path: Path) -> Path:
    """Follow symbolic links: what they point to is replaced, not they."""
    return Path(os.path.realpath(path))


def _is_special(target: Path) -> bool:
    """Tell whether *target* is something that must not be replaced by a file: a device, a pipe."""
    return target.exists() and not target.is_file()


def _part(target: Path) -> Path:
    """Name the file that *target* is written as until it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _probe(target: Path) -> None:
    """Make the unfinished file and remove it again: nothing else tells whether a folder can be written to."""
    part = _part(target)
    part.touch()
    part.unlink()


def _replace(target: Path, text: str) -> None:
    """Write beside the target, force it to the disk, move it onto the target."""
    part = _part(target)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
