"""All files of the sample's bucket, each read as what its key says. Pure.

Example: `Experience_Legal#1.json`, in which a quote is missing, becomes an `UnreadFile` with the place, and the other
files are read all the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from reconciler.spelling import by_number

from .placed_json import NotJson, read_json
from .sample_command import SampleCommand, read_command
from .sample_key import SampleKey, SamplePart, key_of
from .sample_status import SampleError, SampleStatus, read_error, read_status

MOST_BYTES: Final = 1_048_576
"""A larger object is not read: a command of the sample has at most 200 ids."""
_NAME: Final = re.compile(r'"Name"\s*:\s*"((?:[^"\\\n]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One object of the bucket, or one file of a copy of it.

    *data* is None where it was not read: the object is no part of the sample, or too large. *modified* is when it was
    uploaded, None in a copy, which does not keep that.
    """

    name: str
    data: bytes | None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file of the sample that cannot be read: *why*, and where. *title* is its Name, as far as that can be told."""

    file: str
    key: SampleKey
    why: str
    place: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The files of a bucket. *commands* are in the order in which they ran, by the short name of the experience.

    *statuses* are by short name. *others* are keys that are no part of the sample. *ordered_by_time* tells whether the
    times of uploads ordered the commands; otherwise the numbers in their versions did.
    """

    commands: Mapping[str, tuple[SampleCommand, ...]] = field(default_factory=dict)
    statuses: Mapping[str, SampleStatus] = field(default_factory=dict)
    errors: tuple[SampleError, ...] = ()
    unread: tuple[UnreadFile, ...] = ()
    others: Mapping[str, SampleKey] = field(default_factory=dict)
    ordered_by_time: bool = True

    def shorts(self) -> Sequence[str]:
        """Return the short names of all experiences that a file is about."""
        unread = {one.key.short for one in self.unread}
        return sorted({*self.commands, *self.statuses, *unread, *(one.key.short for one in self.errors)}, key=by_number)


def is_read(name: str) -> bool:
    """Tell whether the object *name* is a part of the sample, so that its data is needed."""
    return key_of(name).part is not SamplePart.OTHER


def read_sample(files: Iterable[SampleFile]) -> Sample:
    """Read all *files*. Whatever they hold, nothing is raised."""
    commands: defaultdict[str, list[SampleCommand]] = defaultdict(list)
    statuses: dict[str, SampleStatus] = {}
    errors, unread, others = list[SampleError](), list[UnreadFile](), dict[str, SampleKey]()
    for one in sorted(files, key=lambda one: by_number(one.name)):
        key = key_of(one.name)
        if key.part is SamplePart.OTHER:
            others[one.name] = key
        elif isinstance(found := _read(one, key), UnreadFile):
            unread.append(found)
        elif isinstance(found, SampleCommand):
            commands[key.short].append(found)
        elif isinstance(found, SampleStatus):
            statuses[key.short] = found
        else:
            errors.append(found)
    by_time = all(one.modified for many in commands.values() for one in many)
    ordered = {short: tuple(in_order(many)) for short, many in commands.items()}
    return Sample(ordered, statuses, tuple(errors), tuple(unread), others, by_time)


def in_order(commands: Iterable[SampleCommand]) -> Sequence[SampleCommand]:
    """Return commands in the order of their uploads, or, where that is not known, of the numbers in their versions."""
    many = sorted(commands, key=lambda one: (by_number(one.key.version), one.file))
    times = {one.file: one.modified for one in many if one.modified}
    return many if len(times) < len(many) else sorted(many, key=lambda one: times[one.file])


def _read(file: SampleFile, key: SampleKey) -> SampleCommand | SampleStatus | SampleError | UnreadFile:
    """Read one file of the sample."""
    if file.data is None or len(file.data) > MOST_BYTES:
        return UnreadFile(file.name, key, f"has more than {MOST_BYTES:,} bytes", f"{file.name}:1:1")
    found = read_json(file.data)
    if isinstance(found, NotJson):
        guessed = _NAME.search(found.text)
        return UnreadFile(file.name, key, found.why, f"{file.name}:{found.place}", guessed[1] if guessed else None)
    if key.part is SamplePart.COMMAND:
        return read_command(file.name, key, file.modified, found)
    return (read_status if key.part is SamplePart.STATUS else read_error)(file.name, key, found)
