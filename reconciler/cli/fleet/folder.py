"""Saved plans and reports of a fleet: a folder with one file for each member, and `index.json`.

Example: the plan of the member orgs/acme is in FOLDER/orgs/acme.json, and the index says which file belongs to whom.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from reconciler.cli.files import check_folder, make_folder, write_whole
from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import UsageError
from reconciler.model import FORMAT_VERSION
from reconciler.pipeline import MEMBER_STATES
from reconciler.printed import FleetJson, MemberJson
from reconciler.render import to_json

INDEX: Final = "index.json"


class Saved(NamedTuple):
    """The plan of one member in a folder: its file, and the exit code of the plan."""

    member: str
    file: Path
    code: int | None


@dataclass(frozen=True, slots=True)
class SavedPlans:
    """The *plans* in *folder* by member. The members in *asked* are those that were planned, with or without a plan.

    *are_chosen* says that selectors have left out all others.
    """

    folder: Path
    plans: Mapping[str, Saved]
    asked: frozenset[str]
    are_chosen: bool

    def leaves_out(self, member: str) -> bool:
        """Tell whether *member* was left out when the plans were made; one that came later was not."""
        return self.are_chosen and member not in self.asked

    def check(self, members: Iterable[str]) -> None:
        """Raise UsageError if there is a plan of another member than those of the fleet."""
        strangers = sorted(self.plans.keys() - set(members))
        if strangers:
            message = f"{self.folder} has a plan of {strangers[0]}, which is no member of the fleet"
            raise UsageError(message, "plan again")


def check_new(folder: Path, members: Iterable[str]) -> None:
    """Raise UsageError unless *folder* can be made or is empty, and has room for a file of each of *members*.

    Files of another run would look like those of this one.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", "name a new folder; it gets one file for each member")
    files = Counter(PurePosixPath(one) for one in (INDEX, *map(_file_of, members)))
    folders = {above for file in files for above in file.parents}
    twice = next((file for file, number in files.items() if number > 1 or file in folders), None)
    if twice:
        raise UsageError(f"{folder} cannot have {twice} twice", "give the folder of that member another name")
    check_folder(folder)


def write_folder(folder: Path, answer: FleetJson) -> None:
    """Write the answer of each member that has one into *folder*, and the index last.

    Raises ReconcilerError when one of them cannot be written.
    """
    index: list[MemberJson] = []
    for one in answer["members"]:
        own = one["answer"]
        file = None if own is None else _file_of(one["member"])
        if file and own is not None:
            make_folder((folder / file).parent)
            write_whole(folder / file, to_json(own))
        index.append({**one, "answer": None, "file": file})
    make_folder(folder)
    write_whole(folder / INDEX, to_json({**answer, "members": index}))


def read_folder(folder: Path) -> SavedPlans:
    """Return the saved plans in *folder*. Raises UsageError unless they are plans that `write_folder` wrote."""
    index = _index(folder)
    if index["command"] != "plan":
        raise UsageError(f"{folder} holds no plans", "reconciler --config FLEET plan --out FOLDER writes them")
    members, options = index["members"], index["options"]
    return SavedPlans(
        folder,
        {one["member"]: Saved(one["member"], folder / one["file"], one["code"]) for one in members if one["file"]},
        frozenset(one["member"] for one in members),
        bool(options["select"] or options["exclude"]),
    )


def _file_of(member: str) -> str:
    return f"{member}.json"


def _index(folder: Path) -> FleetJson:
    try:
        found = json.loads(read_bytes(folder / INDEX))
        if _is_index(found):
            written: FleetJson = found
            return written
    except NotReadable as error:
        hint = "reconciler --config FLEET plan --out FOLDER writes it"
        raise UsageError(f"cannot read {folder / INDEX}: {error.reason}", hint) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise UsageError(f"{folder / INDEX} is not an index as this version writes it", "plan again")


def _is_index(found: Any) -> bool:  # noqa: ANN401 - any JSON
    """Tell whether *found* is an index. A file that is not the member's own could be any file of this machine.

    Raises KeyError, TypeError or AttributeError for some that are none.
    """
    names, major = [one["member"] for one in found["members"]], FORMAT_VERSION.partition(".")[0]
    return (
        isinstance(found["members"], list)
        and len(set(names)) == len(names)
        and found["format_version"].partition(".")[0] == major
        and all(isinstance(found["options"][name], list) for name in ("select", "exclude"))
        and isinstance(found["command"], str)
        and all(one["file"] in {None, _file_of(one["member"])} for one in found["members"])
        and all(isinstance(one["member"], str) and one["code"] in MEMBER_STATES for one in found["members"])
    )
