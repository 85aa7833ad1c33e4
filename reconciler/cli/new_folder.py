"""The files of a new repository in a folder: none is replaced, and a failure leaves nothing of them."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.errors import ReconcilerError, UsageError

from .files import sweep, write_new


@dataclass(slots=True)
class NewFolder:
    """The folder *at* and what was made in it: *written* are new files, *left* are those that were there already."""

    at: Path
    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _made: list[Path] = field(default_factory=list)

    def check(self, names: Mapping[str, str], settings: str) -> None:
        """Raise UsageError if the folder has *settings* already, or if something stands where a folder has to be."""
        if os.path.lexists(self.at / settings):
            hint = "change that file instead, or name another DIR and copy what you need; init never changes a file"
            raise UsageError(f"{self.at / settings} is there already", hint)
        needed = {above for name in names for above in (self.at / name).parents if above.is_relative_to(self.at)}
        for folder in sorted({self.at, *needed}):
            if os.path.lexists(folder) and not folder.is_dir():
                raise UsageError(f"{folder} is there already and is not a folder", "name another DIR, or move it away")

    def fill(self, files: Mapping[str, str]) -> None:
        """Write *files*, in their order. If one cannot be written, or the user interrupts, remove those of this run."""
        try:
            for name, text in files.items():
                self._make_folders((self.at / name).parent)
                sweep(self.at / name)
                if write_new(self.at / name, text):
                    self.written.append(name)
                    self._made.append(self.at / name)
                else:
                    self.left.append(name)
        except BaseException:
            self._undo()
            raise

    def _make_folders(self, folder: Path) -> None:
        """Make *folder* and those above it that do not exist."""
        missing = [above for above in (folder, *folder.parents) if not above.exists()]
        for one in reversed(missing):
            try:
                one.mkdir()
            except FileExistsError:
                continue
            except OSError as error:
                raise ReconcilerError(f"cannot make the folder {one}: {error.strerror}") from error
            self._made.append(one)

    def _undo(self) -> None:
        """Remove what this run has made; a folder into which somebody else has written stays."""
        for made in reversed(self._made):
            with suppress(OSError):
                made.rmdir() if made.is_dir() else made.unlink()
