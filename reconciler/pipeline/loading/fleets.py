"""The members of a fleet: the folders that fleet.yaml names, each with its reconciler.yaml."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from reconciler import fleet
from reconciler.documents import NotReadable, read_bytes, read_mapping
from reconciler.errors import InvalidInput
from reconciler.fleet import Fleet, Member, MemberEntry
from reconciler.model import Problem, error
from reconciler.settings import Settings
from reconciler.validation import validate_mapping

from .sources import read_settings

SETTINGS_FILE = "reconciler.yaml"
FLEET_FILE = "fleet.yaml"
_GLOB = frozenset("*?[")


def is_fleet(config: Path) -> bool:
    """Tell whether the file *config* is a fleet: a mapping with the key `members`, or any that is called fleet.yaml."""
    try:
        mapping = read_mapping(read_bytes(config), str(config)).mapping
    except NotReadable:
        return False
    return "members" in mapping or config.name == FLEET_FILE


def read_fleet(config: Path) -> Fleet:
    """Read fleet.yaml, and find its members. Raises InvalidInput with every problem in it.

    Example: `orgs/*` names each folder below orgs that has a reconciler.yaml, by name.
    """
    file = str(config)
    try:
        loaded = read_mapping(read_bytes(config), file)
    except NotReadable as unreadable:
        raise InvalidInput(f"{file} {unreadable.why}") from None
    mapping, problems = validate_mapping(loaded.mapping, loaded.marks, file, fleet.schema())
    if mapping is None or loaded.problems:
        raise InvalidInput(f"{file} is not valid", (*loaded.problems, *problems))
    entries, wrong = fleet.parse(mapping, loaded.marks, file)
    if wrong:
        raise InvalidInput(f"{file} is not valid", wrong)
    return Fleet(file, _members(entries, config))


def _members(entries: Iterable[MemberEntry], config: Path) -> tuple[Member, ...]:
    """Find the members of all *entries*. Raises InvalidInput for entries without any, and members named twice."""
    members: dict[str, Member] = {}
    problems: list[Problem] = []
    for entry in entries:
        folders = tuple(_folders(config.parent, entry.path))
        if not folders:
            problems.append(_empty(entry))
        for folder in folders:
            name = fleet.OWN if folder == config.parent else folder.relative_to(config.parent).as_posix()
            if name in members:
                hint = "change the entries so that one of them names it"
                problems.append(error("duplicate-entry", f"{name} is named by two entries", entry.source, hint))
            prefix = None if not entry.targets else "" if folder == config.parent else f"{name}/"
            members[name] = Member(name, folder / SETTINGS_FILE, entry.role, prefix)
    if problems:
        raise InvalidInput(f"{config} is not valid", tuple(problems))
    return tuple(members.values())


def _folders(top: Path, path: str) -> Iterator[Path]:
    """Find the folders with settings that *path* names; hidden ones only if it says so."""
    if not _GLOB.intersection(path):
        found: Iterable[Path] = (top / path,)
    else:
        found = sorted(
            one for one in top.glob(path) if not one.name.startswith(".") or path.rpartition("/")[2][0] == "."
        )
    return (one for one in found if (one / SETTINGS_FILE).is_file())


def _empty(entry: MemberEntry) -> Problem:
    """Return the error for an entry that names nothing: a fleet never gets smaller without a word."""
    if _GLOB.intersection(entry.path):
        return error("not-found", f"no folder {entry.path} has a {SETTINGS_FILE}", entry.source, "correct the glob")
    return error("not-found", f"{entry.path} has no {SETTINGS_FILE}", entry.source, "correct its path")


def accounts_of(member: Member) -> frozenset[str]:
    """Return the accounts that the settings of *member* name; none if they are not valid."""
    try:
        return accounts_in(read_settings(member.config))
    except InvalidInput:
        return frozenset()


def accounts_in(settings: Settings) -> frozenset[str]:
    """Return the accounts that *settings* name."""
    buyer = {settings.marketplace.account} if settings.marketplace else set()
    return frozenset(buyer | {seller.account for seller in settings.sellers})
