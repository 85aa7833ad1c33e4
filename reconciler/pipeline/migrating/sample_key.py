"""What the key of an object in the sample's bucket says: which part it is of the sample, and of which experience. Pure.

The sample's function runs for keys that begin with `Experience_`, and what follows before the first `#` is the short
name of the experience (samples 1).
Example: `Experience_Default#1_0.json` is version `1_0` for `Default`, whose status is in `STATUS_Experience_Default`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COMMAND: Final = "Experience_"
STATUS: Final = "STATUS_"
ERROR: Final = "ERROR_"
_TIME: Final = re.compile(r"(?P<status>.*)_(?P<at>[0-9]{8}-[0-9]{6})", re.DOTALL)


class SamplePart(StrEnum):
    """What an object of the bucket is for the sample."""

    COMMAND = "command"
    STATUS = "status"
    ERROR = "error"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SampleKey:
    """The parts of a key: the *short* name of the experience, the *version* of a command, the time of an error (*at*).

    *why* says of an object that is no part of the sample why it never triggered anything.
    """

    part: SamplePart
    short: str = ""
    version: str = ""
    at: str = ""
    why: str = ""


def key_of(name: str) -> SampleKey:
    """Read the key *name*. An error's key begins with a status's, which may hold a time itself: the last counts."""
    if name.startswith(COMMAND):
        short, _, version = name.removeprefix(COMMAND).partition("#")
        return SampleKey(SamplePart.COMMAND, short, version.removesuffix(".json"))
    if name.startswith(STATUS + COMMAND):
        return SampleKey(SamplePart.STATUS, name.removeprefix(STATUS + COMMAND))
    found = _TIME.fullmatch(name.removeprefix(ERROR)) if name.startswith(ERROR) else None
    if found and found["status"].startswith(STATUS + COMMAND):
        return SampleKey(SamplePart.ERROR, found["status"].removeprefix(STATUS + COMMAND), at=found["at"])
    return SampleKey(SamplePart.OTHER, why=_why(name))


def _why(name: str) -> str:
    """Return why an object never triggered the sample's function."""
    folder, _, file = name.rpartition("/")
    if folder and file.startswith(COMMAND):
        return f"its key begins with the folder {folder}/, not with {COMMAND}"
    if file.casefold().startswith(COMMAND.casefold()):
        return f"its key does not begin with {COMMAND}: case counts"
    return f"it is not a file of the sample: its key does not begin with {COMMAND}, {STATUS}{COMMAND} or {ERROR}"
