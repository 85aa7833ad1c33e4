"""Files of users: type and size are checked before a file is opened, so that reading cannot hang or fill the memory."""

import os
import stat
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes: enough for a million entries."""


class NotReadable(Exception):
    """A file that is not read; *why* completes the sentence "FILE …", *reason* the sentence "cannot read FILE: …"."""

    def __init__(self, why: str, reason: str = "", *, too_large: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.reason = reason or f"it {why}"
        self.too_large = too_large


def read_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return the content of the file *path*.

    Raises NotReadable when it is not a regular file, has more than *most* bytes, or cannot be read. Reading a pipe
    would wait, a device may have no end, and a sparse file could fill the memory.
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
