"""A group of tasks as it is sent to a worker, and what comes back.

A group is bytes, and an answer is one JSON: dask copies both without looking inside.
"""

import json
import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.cli.fleet.task import MemberTask
from reconciler.cli.git.commit import Commit

from .sent_files import SentFiles


@dataclass(frozen=True, slots=True)
class SentGroup:
    """Tasks that share an account, the commit of each, and the files that all of them read. Nothing in it is secret."""

    tasks: tuple[MemberTask, ...]
    commits: tuple[Commit | None, ...]
    files: SentFiles

    def only(self, positions: Sequence[int]) -> "SentGroup":
        """Return the group with the tasks at *positions*, and all files."""
        return replace(
            self,
            tasks=tuple(self.tasks[position] for position in positions),
            commits=tuple(self.commits[position] for position in positions),
        )

    def as_bytes(self) -> bytes:
        """Return the group for the way to a worker."""
        return zlib.compress(pickle.dumps(self), 1)


def read_group(data: bytes) -> SentGroup:
    """Read the group that a client of the same version has sent."""
    found: SentGroup = pickle.loads(zlib.decompress(data))  # noqa: S301 - who may send a group may also send code
    return found


def line(message: Mapping[str, Any]) -> bytes:
    """Return one line of what a worker and its child say to each other."""
    return json.dumps(message).encode() + b"\n"
