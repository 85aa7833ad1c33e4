"""Fleets: fleet.yaml as frozen values. `parse` takes a mapping that `documents` has read.

A fleet names members: folders with a reconciler.yaml of their own. Each has its own settings, guards and roles. A
member may be divided into its targets: each account and region of its sellers, and its marketplace.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, Final

from .model import Marks, Problem, error, place
from .settings import Role
from .spelling import quoted

OWN: Final = "repository"
"""The name of the member that is the folder of fleet.yaml itself; the names of its targets begin with nothing."""


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """One entry of fleet.yaml: a folder or a glob of folders, the role that is assumed there first, and its place.

    *targets* says that its members are divided into their targets.
    """

    path: str
    source: str
    role: Role | None = None
    targets: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One repository of a fleet: its folder as *name*, its settings file, and the role that is assumed there first.

    *prefix* is what the names of its targets begin with, if it is to be divided: each of them is a member then.
    """

    name: str
    config: Path
    role: Role | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    """The members that *file* names, in its order; those of a glob by name."""

    file: str
    members: tuple[Member, ...]


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of fleet.yaml. `parse` takes only mappings that it allows."""
    found: Mapping[str, Any] = json.loads(files("reconciler").joinpath("fleet.schema.json").read_text("utf-8"))
    return found


def parse(mapping: Mapping[str, Any], marks: Marks, file: str) -> tuple[tuple[MemberEntry, ...], tuple[Problem, ...]]:
    """Return the entries in *mapping*, which `schema` allows, and an error for each path outside."""
    entries = tuple(
        MemberEntry(
            stated["path"],
            f"{file}:{place(marks.find(('members', position, 'path')))}",
            _role(stated),
            stated.get("targets", False),
        )
        for position, stated in enumerate(mapping["members"])
    )
    return entries, tuple(_outside(entries))


def _role(stated: Mapping[str, Any]) -> Role | None:
    return Role(stated["role"], stated.get("external_id")) if "role" in stated else None


def _outside(entries: tuple[MemberEntry, ...]) -> Iterator[Problem]:
    """Find paths that lead out of the folder of fleet.yaml, or that cannot be printed."""
    for entry in entries:
        parts = PurePosixPath(entry.path).parts
        if parts[:1] == ("/",) or ".." in parts or not entry.path.isprintable():
            hint = "name folders below the folder of this file, relative to it: orgs/*, or the folder itself: ."
            yield error("outside-repository", f"'path' cannot be {quoted(entry.path)}", entry.source, hint)
