"""One file of a user: whether it can be read at all is asked before it is opened, so that nothing hangs or explodes."""

import os
import stat
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes: a million entries fit."""


class NotReadable(Exception):
    """A file that is not going to be read; *why* ends the sentence "FILE …", *reason* "cannot read FILE: …"."""

    def __init__(self, why: str, reason: str = "", *, too_large: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.reason = reason or f"it {why}"
        self.too_large = too_large


def read_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return what the file *path* holds. Raises NotReadable for what is no regular file, or has more than *most* bytes.

    A pipe would be waited for, a device never ends, and a sparse file needs memory for what nobody wrote.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - a path of any class
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise NotReadable("is not a regular file")
        if status.st_size > most:
            raise NotReadable(f"has {status.st_size} bytes; {most} are read at most", too_large=True)
        return path.read_bytes()
    except OSError as unreadable:
        reason = unreadable.strerror or type(unreadable).__name__
        raise NotReadable(f"cannot be read: {reason}", reason) from unreadable
