"""What is wrong with settings that a schema allows: folders, recipients, acceptances, roles, regions, offerings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reconciler.acceptances import names_a_day
from reconciler.errors import InvalidInput
from reconciler.limits import CATALOG_REGION
from reconciler.model import ACCEPTABLE, Severity
from reconciler.parties import Observer, Role, Seller
from reconciler.recipients import check_recipient
from reconciler.regions import COMMERCIAL, is_region, partition_of, region_problem
from reconciler.spelling import quoted
from reconciler.suggestions import did_you_mean

from .values import Settings


@dataclass(frozen=True, slots=True)
class Slip:
    """A problem with the value at *path* of the settings; the mapping knows the place."""

    path: tuple[str | int, ...]
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def slips(settings: Settings, accepted: Sequence[str]) -> Iterator[Slip]:
    """Return what is wrong with *settings* and with the lines of *accepted*, in no order."""
    yield from _unacceptable(accepted)
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


def _outside(folder: str) -> Iterator[Slip]:
    """Find a *folder* of the desired state that is not inside the folder of reconciler.yaml."""
    parts = PurePosixPath(folder).parts
    if not parts or parts[0] == "/" or ".." in parts or not folder.isprintable():
        message = f"'desired_state' cannot be {quoted(folder)}"
        hint = "name a folder inside the repository, relative to this file: desired_state"
        yield Slip(("desired_state",), "outside-repository", message, hint)


def _unprintable(field: str, paths: Sequence[str]) -> Iterator[Slip]:
    """Find paths with characters that cannot be printed."""
    for position, path in enumerate(paths):
        if not path.isprintable():
            message = f"{field!r} cannot hold {quoted(path)}"
            yield Slip((field, position), "unprintable-path", message, "name files by characters that can be seen")


def _unreachable(recipients: Sequence[str]) -> Iterator[Slip]:
    """Find recipients that no environment makes usable; a URL is a secret and is not quoted."""
    for position, written in enumerate(recipients):
        try:
            check_recipient(written)
        except InvalidInput as wrong:
            yield Slip(("notify", position), "bad-recipient", f"it cannot be told: {wrong.message}", wrong.hint)


def _unacceptable(lines: Sequence[str]) -> Iterator[Slip]:
    """Find lines that accept no rule, or end on no day."""
    for position, line in enumerate(lines):
        path, (rule, _, rest) = ("accepted", position), line.partition("@")
        if rule not in ACCEPTABLE:
            hint = did_you_mean(rule, ACCEPTABLE) or f"rules that can be accepted: {', '.join(sorted(ACCEPTABLE))}"
            yield Slip(path, "unknown-value", f"{rule!r} is not a rule that can be accepted", hint)
        elif not names_a_day(line):
            message = f"{rest.partition(' until ')[2]} is not a date"
            yield Slip(path, "malformed", message, "write it as YYYY-MM-DD")


def _foreign_role(account: str, role: Role | None, path: tuple[str, ...]) -> Iterator[Slip]:
    """Find a role of another account than *account*: every run would be refused."""
    if role and f"::{account}:" not in role.arn:
        message = f"the role belongs to account {role.arn.split(':')[4]}, not to {account}"
        yield Slip(
            (*path, "role"),
            "foreign-role",
            message,
            "state the account that the role belongs to, or a role of the account",
        )


def _role_elsewhere(role: Role | None, region: str, path: tuple[str, ...]) -> Iterator[Slip]:
    """Find a role of another partition than *region*: an ARN is valid in its own partition only."""
    partition = role.arn.split(":")[1] if role else partition_of(region)
    if is_region(region) and partition != partition_of(region):
        message = f"the role's ARN is of partition {partition}, {region} is of {partition_of(region)}"
        hint = f"ARNs in {region} begin with arn:{partition_of(region)}:"
        yield Slip((*path, "role"), "other-partition", message, hint)


def _no_other_account(seller: Seller, observer: Observer) -> Iterator[Slip]:
    """Find an observer that sees nothing of what customers see, or that cannot be in its region."""
    path = ("sellers", seller.name, "observer")
    region = observer.region or seller.regions[0]
    yield from _role_elsewhere(observer.role, region, path)
    if observer.account == seller.account:
        message = f"the observer is in account {seller.account}, the seller's own"
        hint = "name a role of another account: the owner of a service sees it without any grant"
        yield Slip((*path, "role"), "own-observer", message, hint)
    problem = region_problem(region, "") if observer.region else None
    if problem:
        yield Slip((*path, "region"), problem.code, problem.message, problem.hint, problem.severity)


def _doubtful_regions(seller: Seller) -> Iterator[Slip]:
    """Find regions that do not exist, are probably misspelt, or are newer than botocore."""
    for position, region in enumerate(seller.regions):
        problem = region_problem(region, "")
        if problem:
            path = ("sellers", seller.name, "regions", position)
            yield Slip(path, problem.code, problem.message, problem.hint, problem.severity)


def _unsold(seller: Seller) -> Iterator[Slip]:
    """Find offerings of a seller in a partition without AWS Marketplace's APIs for sellers (subscribers 1.1)."""
    region = next((one for one in seller.regions if is_region(one) and partition_of(one) != COMMERCIAL), None)
    if seller.offerings and region:
        message = (
            f"seller {seller.name} is in {partition_of(region)} ({region}), where nothing tells who has subscribed"
        )
        hint = "AWS answers only in the partition aws: take offerings out, or state them at a seller there"
        yield Slip(("sellers", seller.name, "offerings"), "no-marketplace", message, hint)
