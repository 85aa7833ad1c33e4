"""Several files that are written all or not at all.

Example: an import writes principals.yaml and then experiences/finance.yaml. If the disk is full at the second one,
principals.yaml gets its former content back, or is removed if it did not exist. A run that is killed in between leaves
whole files: those that are written later may refer to those written before.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reconciler.errors import ReconcilerError

from .files import part_of, stage, target_of


@dataclass(frozen=True, slots=True)
class FileEdit:
    """The new content of one file, and the content that it had when it was read; None if it did not exist."""

    path: Path
    before: bytes | None
    after: bytes


def content_of(path: Path) -> bytes | None:
    """Return the content of *path*, None if it does not exist. Raises ReconcilerError for anything but a file."""
    try:
        if not path.exists():
            return None
        if not path.is_file():
            raise ReconcilerError(f"cannot write {path}: it is no file")
        return path.read_bytes()
    except OSError as error:
        raise ReconcilerError(f"cannot read {path}: {error.strerror}") from error


def write_together(edits: Sequence[FileEdit]) -> None:
    """Write all *edits* in their order, with the folders that they need, or none of them.

    Raises ReconcilerError if one cannot be written, or if a file has changed since it was read.
    """
    pending = _PendingEdits()
    try:
        for edit in edits:
            pending.stage(edit)
        for edit in edits:
            pending.move(edit)
    except OSError as error:
        pending.undo()
        raise ReconcilerError(f"cannot write {error.filename}: {error.strerror}", "nothing was written") from error
    except BaseException:
        pending.undo()
        raise


class _PendingEdits:
    """Files that are being written: those *staged* beside their names, those *moved* already, and new *folders*."""

    def __init__(self) -> None:
        self._staged: dict[Path, Path] = {}
        self._moved: list[FileEdit] = []
        self._folders: list[Path] = []

    def stage(self, edit: FileEdit) -> None:
        """Write the new content beside the file, flushed to the disk, with the mode of the file."""
        self._make_folders(edit.path.parent)
        target = target_of(edit.path)
        part = part_of(target)
        self._staged[edit.path] = part
        stage(part, target, (edit.after,))

    def move(self, edit: FileEdit) -> None:
        """Move the staged content onto the file, if it is as it was read."""
        if content_of(edit.path) != edit.before:
            raise ReconcilerError(f"{edit.path} has changed meanwhile, so nothing was written", "run the command again")
        self._moved.append(edit)
        self._staged[edit.path].replace(target_of(edit.path))
        del self._staged[edit.path]

    def undo(self) -> None:
        """Put back what was there before, as far as the disk lets it."""
        for part in self._staged.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
        for edit in reversed(self._moved):
            with suppress(OSError):
                _put_back(edit)
        for folder in reversed(self._folders):
            with suppress(OSError):
                folder.rmdir()

    def _make_folders(self, folder: Path) -> None:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            self._folders.append(one)


def _put_back(edit: FileEdit) -> None:
    if edit.before is None:
        edit.path.unlink(missing_ok=True)
    else:
        target_of(edit.path).write_bytes(edit.before)
