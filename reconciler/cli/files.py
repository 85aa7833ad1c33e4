"""Files that are whole or not there: written beside their name, then moved onto it."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from reconciler.errors import ReconcilerError, UsageError

_SPECIAL = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_STREAMS = (1, 2)


def check_writable(path: Path) -> None:
    """Raise UsageError when *path* could not be written: said before anything happens rather than after."""
    try:
        if not _is_taken_as_it_is(path):
            _probe(_target(path))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "name a file in a folder that is there") from error


def write_whole(path: Path, text: str) -> None:
    """Write *text* (UTF-8) to *path* so that a reader finds all of it or what was there before.

    Raises ReconcilerError when it can't be written. The null device and this process's own output are written to as
    they are; what else is no regular file is refused, for nobody might ever read it.
    """
    try:
        if _is_taken_as_it_is(path):
            path.write_text(text, encoding="utf-8")
        else:
            _replace(_target(path), text)
    except OSError as error:
        raise ReconcilerError(f"cannot write {path}: {error.strerror}") from error


def _target(path: Path) -> Path:
    """Follow symbolic links: what they point to is replaced, not they."""
    return Path(os.path.realpath(path))


def _is_taken_as_it_is(path: Path) -> bool:
    """Tell whether *path* takes what is written without a wait: `/dev/null`, `/dev/stdout` where somebody reads.

    Raises OSError for what else is no regular file.
    """
    try:
        found = path.stat()
    except OSError:
        return False
    if stat.S_ISREG(found.st_mode):
        return False
    if any(os.path.samestat(found, own) for own in (Path(os.devnull).stat(), *_own_streams())):
        return True
    raise OSError(None, next(f"it is {what}" for asked, what in _SPECIAL if asked(found.st_mode)))


def _own_streams() -> list[os.stat_result]:
    """Look at what this process writes to; a stream that was closed is none."""
    found = []
    for number in _STREAMS:
        with suppress(OSError):
            found.append(os.fstat(number))
    return found


def _part(target: Path) -> Path:
    """Name the file that *target* is written as until it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _probe(target: Path) -> None:
    """Make the unfinished file and remove it again: nothing else tells whether a folder can be written to."""
    part = _part(target)
    part.touch()
    part.unlink()


def _replace(target: Path, text: str) -> None:
    """Write beside the target, with its mode, force it to the disk, move it onto the target."""
    part = _part(target)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
