"""Files that are written whole or not at all: first beside their name, then moved onto it."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from glob import escape
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
    """Raise UsageError when *path* cannot be written, so that it is said before anything happens."""
    try:
        if not _is_taken_as_it_is(path):
            _probe(target_of(path))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "name a file in an existing folder") from error


def check_folder(folder: Path) -> None:
    """Raise UsageError when *folder* cannot be made or written into, so that it is said before anything happens."""
    above = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    try:
        _probe(target_of(above) / folder.name)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}", "name a folder that can be made") from error


def make_folder(folder: Path) -> None:
    """Make *folder* and those above it, if they are not there. Raises ReconcilerError when they cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReconcilerError(f"cannot write {folder}: {error.strerror}") from error


def write_whole(path: Path, text: str) -> None:
    """Write *text* as `write_pieces` does."""
    write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text (UTF-8) to *path* so that a reader finds all of it or the file as it was before.

    Each of *pieces* is dropped once it is written: all of a large plan is never in memory. Raises ReconcilerError when
    it can't be written. The null device and this process's own output are written
    directly; any other file that is not regular is refused, since possibly no program reads it.
    """
    try:
        if _is_taken_as_it_is(path):
            with path.open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        else:
            _replace(target_of(path), pieces)
    except OSError as error:
        raise ReconcilerError(f"cannot write {path}: {error.strerror}") from error


def write_new(path: Path, text: str) -> bool:
    """Write *text* (UTF-8) to *path*, whole or not at all; return False if there is something, which is left as it is.

    A file that somebody else makes at the same moment is left, too. Raises ReconcilerError when it can't be written.
    """
    if os.path.lexists(path):
        return False
    part = part_of(path)
    try:
        _write_part(part, (text.encode(),))
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        raise ReconcilerError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return True


def sweep(path: Path) -> None:
    """Remove the unfinished files of *path* that killed programs have left; those of running programs stay."""
    for part in path.parent.glob(f".{escape(path.name)}.*.part"):
        writer = part.name.split(".")[-2]
        if writer.isdecimal() and not _is_running(int(writer)):
            with suppress(OSError):
                part.unlink()


def _is_running(process: int) -> bool:
    """Tell whether a process of that id runs, of whichever user."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def target_of(path: Path) -> Path:
    """Follow symbolic links: the file behind a link is replaced, not the link."""
    return Path(os.path.realpath(path))


def _is_taken_as_it_is(path: Path) -> bool:
    """Tell whether *path* is written directly: `/dev/null`, or this process's own output such as `/dev/stdout`.

    Raises OSError for any other file that is not regular.
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
    """Return the state of the files behind stdout and stderr; a closed stream has none."""
    found = []
    for number in _STREAMS:
        with suppress(OSError):
            found.append(os.fstat(number))
    return found


def part_of(target: Path) -> Path:
    """Return the path under which *target* is written until it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _probe(target: Path) -> None:
    """Create the unfinished file and remove it: nothing else proves that the folder is writable."""
    part = part_of(target)
    part.touch()
    part.unlink()


def _replace(target: Path, pieces: Iterable[str]) -> None:
    """Write beside the target with its mode, flush to the disk, and move it onto the target."""
    part = part_of(target)
    try:
        stage(part, target, (piece.encode() for piece in pieces))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def stage(part: Path, target: Path, content: Iterable[bytes]) -> None:
    """Write *content* beside the *target*, flushed to the disk, with the mode of the target."""
    _write_part(part, content)
    if target.exists():
        part.chmod(stat.S_IMODE(target.stat().st_mode))


def _write_part(part: Path, content: Iterable[bytes]) -> None:
    """Write the unfinished file *part*, and flush it to the disk."""
    with part.open("wb") as file:
        file.writelines(content)
        file.flush()
        os.fsync(file.fileno())
