"""Settings: reconciler.yaml as frozen values. `parse` takes a mapping that `documents` has read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from .acceptances import names_a_day
from .errors import InvalidInput
from .limits import CATALOG_REGION
from .model import ACCEPTABLE, Acceptance, Marks, Problem, Severity, place
from .parties import Marketplace, Observer, Offering, Role, Seller
from .recipients import check_recipient
from .regions import COMMERCIAL, is_region, partition_of, region_problem
from .spelling import quoted
from .suggestions import did_you_mean

__all__ = [
    "ChangeSets",
    "Guards",
    "Marketplace",
    "MaxRemovals",
    "Observer",
    "Offering",
    "Role",
    "Ruling",
    "Seller",
    "Settings",
    "parse",
    "schema",
]


class Ruling(StrEnum):
    """What a guard does when its rule is broken."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class ChangeSets(StrEnum):
    """How changes are packed: into the fewest change sets, with one experience in each, or to end the soonest."""

    MINIMAL = "minimal"
    ISOLATED = "isolated"
    FASTEST = "fastest"


@dataclass(frozen=True, slots=True)
class MaxRemovals:
    """The limits for removals from one list: at most *count* members, and at most *share* (0-1) of them.

    A list with fewer than *floor* members may lose half of them, rounded down, or *share* where that is more. Example,
    with the defaults: of 100 members 20 may go (count), of 40 twelve (share), of 4 two, and of 1 none.
    """

    count: int = 20
    share: float = 0.3
    floor: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The rules that refuse a plan until the user accepts them, with their limits (contract 1.1)."""

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
    """One reconciler.yaml. *file* is its path as users see it; *desired_state* is relative to the folder of the file.

    *include* are files and folders with further documents, also relative. *ignore* are globs of files below
    *desired_state* that have no documents. *accepted* are rules that are accepted until a day. *notify* are the
    recipients of `drift --notify` as they are written. *marks* are the places of its values. *problems* are its
    warnings and notes: a file with errors has no settings.
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
    accepted: tuple[Acceptance, ...] = ()
    notify: tuple[str, ...] = field(default=(), repr=False)
    marks: Marks | None = field(default=None, compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    def at(self, *path: str | int) -> str:
        """Return the place of the value at *path*, `file:line:column`; only the file when there are no marks."""
        return f"{self.file}:{place(self.marks.find(path))}" if self.marks else self.file


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of reconciler.yaml. `parse` takes only mappings that it allows."""
    text = files("reconciler").joinpath("settings.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def parse(mapping: Mapping[str, Any], marks: Marks, file: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return the settings in *mapping*, which `schema` allows, and their problems; None when one is an error.

    It finds what a schema cannot: a folder outside the repository, a region that fits no partition, a role of another
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
        notify=tuple(mapping.get("notify", ())),
        marks=marks,
    )
    slips = [*_slips(settings), *_unacceptable(mapping.get("accepted", ()))]
    found = sorted(((marks.find(slip.path), slip) for slip in slips), key=lambda pair: pair[0])
    problems = tuple(
        Problem(slip.severity, slip.code, slip.message, f"{file}:{place(at)}", slip.hint) for at, slip in found
    )
    wrong = any(slip.severity is Severity.ERROR for _, slip in found)
    if wrong:
        return None, problems
    accepted = [
        Acceptance.read(line, settings.at("accepted", at)) for at, line in enumerate(mapping.get("accepted", ()))
    ]
    return replace(settings, accepted=tuple(accepted), problems=problems), problems


def _marketplace(fields: Mapping[str, Any]) -> Marketplace:
    return Marketplace(fields["account"], _role(fields))


def _seller(name: str, fields: Mapping[str, Any]) -> Seller:
    offerings = (Offering(name, **stated) for name, stated in fields.get("offerings", {}).items())
    observer = _observer(fields["observer"]) if "observer" in fields else None
    dns = _role(fields.get("dns", {}))
    return Seller(name, fields["account"], tuple(fields["regions"]), _role(fields), tuple(offerings), observer, dns)


def _observer(fields: Mapping[str, Any]) -> Observer:
    return Observer(Role(fields["role"], fields.get("external_id")), fields.get("region"))


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
    yield from _unreachable(settings.notify)
    if settings.marketplace:
        yield from _foreign_role(settings.marketplace.account, settings.marketplace.role, ("marketplace",))
        yield from _role_elsewhere(settings.marketplace.role, CATALOG_REGION, ("marketplace",))
    for seller in settings.sellers:
        yield from _foreign_role(seller.account, seller.role, ("sellers", seller.name))
        yield from _role_elsewhere(seller.role, seller.regions[0], ("sellers", seller.name))
        yield from _role_elsewhere(seller.dns, seller.regions[0], ("sellers", seller.name, "dns"))
        yield from _doubtful_regions(seller)
        yield from _unsold(seller)
        if seller.observer:
            yield from _no_other_account(seller, seller.observer)


def _outside(folder: str) -> Iterator[_Slip]:
    """Find a *folder* of the desired state that is not inside the folder of reconciler.yaml."""
    parts = PurePosixPath(folder).parts
    if not parts or parts[0] == "/" or ".." in parts or not folder.isprintable():
        message = f"'desired_state' cannot be {quoted(folder)}"
        hint = "name a folder inside the repository, relative to this file: desired_state"
        yield _Slip(("desired_state",), "outside-repository", message, hint)


def _unprintable(field: str, paths: Sequence[str]) -> Iterator[_Slip]:
    """Find paths with characters that cannot be printed."""
    for position, path in enumerate(paths):
        if not path.isprintable():
            message = f"{field!r} cannot hold {quoted(path)}"
            yield _Slip((field, position), "unprintable-path", message, "name files by characters that can be seen")


def _unreachable(recipients: Sequence[str]) -> Iterator[_Slip]:
    """Find recipients that no environment makes usable; a URL is a secret and is not quoted."""
    for position, written in enumerate(recipients):
        try:
            check_recipient(written)
        except InvalidInput as wrong:
            yield _Slip(("notify", position), "bad-recipient", f"it cannot be told: {wrong.message}", wrong.hint)


def _unacceptable(lines: Sequence[str]) -> Iterator[_Slip]:
    """Find lines that accept no rule, or end on no day."""
    for position, line in enumerate(lines):
        path, (rule, _, rest) = ("accepted", position), line.partition("@")
        if rule not in ACCEPTABLE:
            hint = did_you_mean(rule, ACCEPTABLE) or f"rules that can be accepted: {', '.join(sorted(ACCEPTABLE))}"
            yield _Slip(path, "unknown-value", f"{rule!r} is no rule that can be accepted", hint)
        elif not names_a_day(line):
            message = f"{rest.partition(' until ')[2]} is no day of the calendar"
            yield _Slip(path, "malformed", message, "write it as YYYY-MM-DD")


def _foreign_role(account: str, role: Role | None, path: tuple[str, ...]) -> Iterator[_Slip]:
    """Find a role of another account than *account*: every run would be refused."""
    if role and f"::{account}:" not in role.arn:
        message = f"the role belongs to account {role.arn.split(':')[4]}, not to {account}"
        yield _Slip(
            (*path, "role"),
            "foreign-role",
            message,
            "state the account that the role belongs to, or a role of the account",
        )


def _role_elsewhere(role: Role | None, region: str, path: tuple[str, ...]) -> Iterator[_Slip]:
    """Find a role of another partition than *region*: an ARN is valid in its own partition only."""
    partition = role.arn.split(":")[1] if role else partition_of(region)
    if is_region(region) and partition != partition_of(region):
        message = f"the role's ARN is of partition {partition}, {region} is of {partition_of(region)}"
        hint = f"ARNs in {region} begin with arn:{partition_of(region)}:"
        yield _Slip((*path, "role"), "other-partition", message, hint)


def _no_other_account(seller: Seller, observer: Observer) -> Iterator[_Slip]:
    """Find an observer that sees nothing of what customers see, or that cannot be in its region."""
    path = ("sellers", seller.name, "observer")
    region = observer.region or seller.regions[0]
    yield from _role_elsewhere(observer.role, region, path)
    if observer.account == seller.account:
        message = f"the observer is in account {seller.account}, the seller's own"
        hint = "name a role of another account: the owner of a service sees it without any grant"
        yield _Slip((*path, "role"), "own-observer", message, hint)
    problem = region_problem(region, "") if observer.region else None
    if problem:
        yield _Slip((*path, "region"), problem.code, problem.message, problem.hint, problem.severity)


def _doubtful_regions(seller: Seller) -> Iterator[_Slip]:
    """Find regions that do not exist, are probably misspelt, or are newer than botocore."""
    for position, region in enumerate(seller.regions):
        problem = region_problem(region, "")
        if problem:
            path = ("sellers", seller.name, "regions", position)
            yield _Slip(path, problem.code, problem.message, problem.hint, problem.severity)


def _unsold(seller: Seller) -> Iterator[_Slip]:
    """Find offerings of a seller in a partition without AWS Marketplace's APIs for sellers (subscribers 1.1)."""
    region = next((one for one in seller.regions if is_region(one) and partition_of(one) != COMMERCIAL), None)
    if seller.offerings and region:
        message = (
            f"seller {seller.name} is in {partition_of(region)} ({region}), where nothing tells who has subscribed"
        )
        hint = "AWS answers only in the partition aws: take offerings out, or state them at a seller there"
        yield _Slip(("sellers", seller.name, "offerings"), "no-marketplace", message, hint)
