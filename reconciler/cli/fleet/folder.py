"""Saved plans and reports of a fleet: a folder with one file for each member, and `index.json`.

Example: the plan of the member orgs/acme is in FOLDER/orgs/acme.json, and the index says which file belongs to whom.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reconciler.cli.files import write_whole
from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import UsageError
from reconciler.printed import FleetJson, MemberJson
from reconciler.render import to_json

INDEX: Final = "index.json"


class Saved(NamedTuple):
    """The plan of one member in a folder: its file, and the exit code of the plan."""

    member: str
    file: Path
    code: int


def check_new(folder: Path) -> None:
    """Raise UsageError unless *folder* can be made or is empty: files of another run would look like those of this."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", "name a new folder; it gets one file for each member")


def write_folder(folder: Path, answer: FleetJson) -> None:
    """Write the answer of each member that has one into *folder*, and the index last."""
    index: list[MemberJson] = []
    for one in answer["members"]:
        own = one["answer"]
        file = None if own is None else f"{one['member']}.json"
        if file and own is not None:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / file, to_json(own))
        index.append({**one, "answer": None, "file": file})
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / INDEX, to_json({**answer, "members": index}))


def read_folder(folder: Path, members: Sequence[str] | None) -> Mapping[str, Saved]:
    """Return the saved plans in *folder* by member. Raises UsageError unless it is a folder of plans of *members*.

    The members are None where a repository has errors, so that its targets are not known.
    """
    index = _index(folder)
    if index.get("command") != "plan":
        raise UsageError(f"{folder} holds no plans", "reconciler --config FLEET plan --out FOLDER writes them")
    found = {
        one["member"]: Saved(one["member"], folder / one["file"], one["code"])
        for one in index["members"]
        if one["file"]
    }
    strangers = sorted(set(found) - set(members)) if members is not None else ()
    if strangers:
        raise UsageError(f"{folder} has a plan of {strangers[0]}, which is no member of the fleet", "plan again")
    return found


def _index(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(read_bytes(folder / INDEX))
        if all({"member", "file", "code"} <= one.keys() for one in found["members"]):
            return dict(found)
    except NotReadable as error:
        hint = "reconciler --config FLEET plan --out FOLDER writes it"
        raise UsageError(f"cannot read {folder / INDEX}: {error.reason}", hint) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise UsageError(f"{folder / INDEX} is not the index of a fleet", "plan again")
