"""reconciler.yaml as values: which accounts, which guards. Parses a mapping that `documents` loaded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from .limits import CATALOG_REGION
from .model import Marks, Problem, Severity, place
from .regions import is_region, partition_of, region_problem
from .spelling import quoted


class Ruling(StrEnum):
    """What a guard does when it trips."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class ChangeSets(StrEnum):
    """How changes are packed: as few sets as can be, or one experience a set."""

    MINIMAL = "minimal"
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True)
class Role:
    """A role to assume first, with the external id that its trust policy may ask for."""

    arn: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Marketplace:
    """The buyer side: the management account or a delegated administrator."""

    account: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """The seller side: one account, its regions in the order written."""

    name: str
    account: str
    regions: tuple[str, ...]
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class MaxRemovals:
    """How many members one list may lose: *count* at most, and *share* (0-1) of them once it has *floor* members.

    A shorter list may lose half of them, rounded down, or *share* where that is more.
    """

    count: int = 20
    share: float = 0.3
    floor: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What must not happen unacknowledged (contract 1.1)."""

    protected: tuple[str, ...] = ()
    max_accounts_losing_access: int = 50
    max_accounts_losing_everything: int = 0
    max_removals: MaxRemovals = MaxRemovals()
    max_grants_removed: int = 20
    max_connected_removed: int = 0
    ungoverned: Ruling = Ruling.REFUSE
    public_endpoint_service: Ruling = Ruling.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One reconciler.yaml. *file* is its path as users see it; *desired_state* is relative to its folder.

    *include* are files and folders with documents from outside, relative as well; *ignore* are globs of files below
    *desired_state* that hold none. *marks* are where things stand in it, *problems* what is told of it and leaves it
    usable.
    """

    file: str
    desired_state: str = "desired_state"
    organization: str | None = None
    marketplace: Marketplace | None = None
    sellers: tuple[Seller, ...] = ()
    guards: Guards = field(default_factory=Guards)
    change_sets: ChangeSets = ChangeSets.MINIMAL
    permission_edits_per_call: int = 500
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    marks: Marks | None = field(default=None, compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    def at(self, *path: str | int) -> str:
        """Say where the value at *path* stands, as `file:line:column`; only the file when nobody read it."""
        return f"{self.file}:{place(self.marks.find(path))}" if self.marks else self.file


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of reconciler.yaml: `parse` takes only what it allows."""
    text = files("reconciler").joinpath("settings.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def parse(mapping: Mapping[str, Any], marks: Marks, file: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Turn *mapping*, which `schema` allows, into settings; None when its problems leave none to act by.

    Finds what no schema sees: a folder outside the repository, a region that fits no partition, a role of another
    account or partition.
    """
    settings = Settings(
        file=file,
        desired_state=mapping.get("desired_state", "desired_state"),
        organization=mapping.get("organization"),
        marketplace=_marketplace(mapping["marketplace"]) if "marketplace" in mapping else None,
        sellers=tuple(_seller(name, fields) for name, fields in mapping.get("sellers", {}).items()),
        guards=_guards(mapping.get("guards", {})),
        change_sets=ChangeSets(mapping.get("change_sets", ChangeSets.MINIMAL)),
        permission_edits_per_call=mapping.get("permission_edits_per_call", 500),
        ignore=tuple(mapping.get("ignore", ())),
        include=tuple(mapping.get("include", ())),
        marks=marks,
    )
    found = sorted(((marks.find(slip.path), slip) for slip in _slips(settings)), key=lambda pair: pair[0])
    problems = tuple(
        Problem(slip.severity, slip.code, slip.message, f"{file}:{place(at)}", slip.hint) for at, slip in found
    )
    wrong = any(slip.severity is Severity.ERROR for _, slip in found)
    return None if wrong else replace(settings, problems=problems), problems


def _marketplace(fields: Mapping[str, Any]) -> Marketplace:
    return Marketplace(fields["account"], _role(fields))


def _seller(name: str, fields: Mapping[str, Any]) -> Seller:
    return Seller(name, fields["account"], tuple(fields["regions"]), _role(fields))


def _role(fields: Mapping[str, Any]) -> Role | None:
    return Role(fields["role"], fields.get("external_id")) if "role" in fields else None


def _guards(fields: Mapping[str, Any]) -> Guards:
    stated = dict(fields)
    if "protected" in fields:
        stated["protected"] = tuple(fields["protected"])
    if "max_removals" in fields:
        stated["max_removals"] = MaxRemovals(**fields["max_removals"])
    for rule in fields.keys() & {"ungoverned", "public_endpoint_service"}:
        stated[rule] = Ruling(fields[rule])
    return Guards(**stated)


@dataclass(frozen=True, slots=True)
class _Slip:
    path: tuple[str | int, ...]
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def _slips(settings: Settings) -> Iterator[_Slip]:
    yield from _outside(settings.desired_state)
    yield from _unprintable("ignore", settings.ignore)
    yield from _unprintable("include", settings.include)
    if settings.marketplace:
        yield from _foreign_role(settings.marketplace.account, settings.marketplace.role, ("marketplace",))
        yield from _role_elsewhere(settings.marketplace.role, CATALOG_REGION, ("marketplace",))
    for seller in settings.sellers:
        yield from _foreign_role(seller.account, seller.role, ("sellers", seller.name))
        yield from _role_elsewhere(seller.role, seller.regions[0], ("sellers", seller.name))
        yield from _doubtful_regions(seller)


def _outside(folder: str) -> Iterator[_Slip]:
    """Find a desired state that is not a folder below the one of reconciler.yaml."""
    parts = PurePosixPath(folder).parts
    if not parts or parts[0] == "/" or ".." in parts or not folder.isprintable():
        message = f"'desired_state' cannot be {quoted(folder)}"
        hint = "name a folder inside the repository, relative to this file: desired_state"
        yield _Slip(("desired_state",), "outside-repository", message, hint)


def _unprintable(field: str, paths: Sequence[str]) -> Iterator[_Slip]:
    """Find paths that no file can have."""
    for position, path in enumerate(paths):
        if not path.isprintable():
            message = f"{field!r} cannot hold {quoted(path)}"
            yield _Slip((field, position), "unprintable-path", message, "name files by characters that can be seen")


def _foreign_role(account: str, role: Role | None, path: tuple[str, ...]) -> Iterator[_Slip]:
    """Find a role that would act in another account than the one stated: every run would be refused."""
    if role and f"::{account}:" not in role.arn:
        message = f"the role belongs to account {role.arn.split(':')[4]}, not to {account}"
        yield _Slip(
            (*path, "role"),
            "foreign-role",
            message,
            "state the account that the role belongs to, or a role of the account",
        )


def _role_elsewhere(role: Role | None, region: str, path: tuple[str, ...]) -> Iterator[_Slip]:
    """Find a role of another partition than the *region* that it is assumed for: no ARN of one is known in another."""
    partition = role.arn.split(":")[1] if role else partition_of(region)
    if is_region(region) and partition != partition_of(region):
        message = f"the role's ARN is of partition {partition}, {region} is of {partition_of(region)}"
        hint = f"ARNs in {region} begin with arn:{partition_of(region)}:"
        yield _Slip((*path, "role"), "other-partition", message, hint)


def _doubtful_regions(seller: Seller) -> Iterator[_Slip]:
    """Find regions that there are not, that are likely misspelt, or newer than botocore."""
    for position, region in enumerate(seller.regions):
        problem = region_problem(region, "")
        if problem:
            path = ("sellers", seller.name, "regions", position)
            yield _Slip(path, problem.code, problem.message, problem.hint, problem.severity)
