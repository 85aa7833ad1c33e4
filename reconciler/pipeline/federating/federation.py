"""The import of several organizations as one repository: a folder for each, shared products, and a fleet of all.

AWS is the truth: the tables of AWS's sample pmp-cross-org-support are copies, and nothing of them is read (samples 4).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconciler.errors import InvalidInput, UsageError
from reconciler.kind import Kind
from reconciler.model import Problem, error, stated
from reconciler.ports import Clients, Clock
from reconciler.settings import Settings
from reconciler.spelling import quoted

from .comparing import ComparedMember, compared
from .imported import ImportedOrganization, imported
from .organizations import ARCHIVED, OrganizationRead, Reader, check_apart, without_sellers
from .page import page
from .shared_products import FILE, GROUPS, SharedProducts
from .written import fleet_text, settings_text

PLAN_ROLE: Final = "reconciler-plan"
"""The role of plans in the CloudFormation template that `init` writes."""
FLEET: Final = "fleet.yaml"
PAGE: Final = "migration.md"
NO_DOCUMENTS: Final = {".gitkeep": ""}
"""What keeps the folder of an organization without experiences in git: settings name it, so it has to be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FederateOptions:
    """*members* are accounts, each of a member organization, that have the *role*; *experience* is the source's id.

    With *names*, accounts and units get names, as in `AdoptOptions`. With *strict*, a list of which AWS does not show
    whether it is kept in step is an error.
    """

    members: tuple[str, ...]
    experience: str | None = None
    role: str = PLAN_ROLE
    names: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Federated:
    """The texts of all files by their paths below the new repository, and what they are made of.

    *shared* has how many products each group has.
    """

    files: Mapping[str, str]
    organizations: tuple[ImportedOrganization, ...]
    shared: Mapping[str, int] = field(default_factory=dict)


def federate(
    kinds: Mapping[str, Kind],
    opened: Callable[[Settings], Clients],
    options: FederateOptions,
    *,
    clock: Clock,
    tell: Callable[[str], None] = lambda _message: None,
) -> Federated:
    """Return the files of a repository that manages the organization of the credentials and those of all members.

    *opened* makes clients that refuse to write. Nothing is written. Raises UsageError if the source cannot be told, or
    two accounts are of one organization; Refused and Unreadable as an import of everything, with the member's account;
    InvalidInput, when strict, for lists that hold a part of the source's.
    """
    reader = Reader(kinds=without_sellers(kinds), opened=opened, clock=clock, tell=tell, names=options.names)
    source = reader.source()
    if source.account in options.members:
        raise UsageError(f"{source.account} is the account of the credentials", "name accounts of other organizations")
    experience = source_of(source, options.experience)
    members = [reader.member(account, options.role) for account in options.members]
    check_apart(source, members)
    source.clients.progress.conclude()
    shared = SharedProducts.of(stated(source.experiences[experience].spec))
    found = {one.folder: tuple(compared(one, shared)) for one in members}
    _check_strict(options, found)
    return _federated(source, experience, members, found, shared, names=options.names)


def source_of(read: OrganizationRead, wanted: str | None) -> str:
    """Return the id of the experience that members follow: *wanted*, or the only one that is not archived.

    Raises UsageError if there is none, or several, or not *wanted*.
    """
    live = {id_: str(fields.get("title", "")) for id_, fields in read.live().items()}
    known = "; ".join(f"{id_} {quoted(title)}" for id_, title in live.items())
    if wanted is None and len(live) == 1:
        return next(iter(live))
    if wanted is None and live:
        hint = f"name the one that the sample reads: --management-experience ID ({known})"
        raise UsageError(f"{read.id} has {len(live)} experiences that are not archived", hint)
    if wanted in read.experiences and wanted not in live:
        raise UsageError(
            f"{wanted} is {ARCHIVED}, so it cannot be the source", f"experiences that are not: {known or 'none'}"
        )
    if wanted is None or wanted not in live:
        what = f"no experience {quoted(wanted)}" if wanted else "no experience that is not archived"
        raise UsageError(f"{read.id} has {what}", f"it has: {known}" if known else "use credentials of the source")
    return wanted


def _check_strict(options: FederateOptions, found: Mapping[str, Sequence[ComparedMember]]) -> None:
    """Raise InvalidInput if *options* are strict and AWS does not show whether a list is kept in step."""
    problems = tuple(problem for folder, many in found.items() for problem in _doubts(folder, many))
    if options.strict and problems:
        raise InvalidInput("lists hold a part of the source's products, so nothing was written", problems)


def _doubts(folder: str, many: Sequence[ComparedMember]) -> Iterator[Problem]:
    for one in many:
        for part in one.doubtful:
            count = part.shared + len(part.missing)
            message = f"{one.id}: products.{part.key} has {part.shared:,} of the source's {count:,}"
            hint = "make both lists equal in AWS, or import without --strict: the list then names its products"
            yield error("out-of-step", message, folder, hint)


def _federated(
    source: OrganizationRead,
    experience: str,
    members: Sequence[OrganizationRead],
    found: Mapping[str, Sequence[ComparedMember]],
    shared: SharedProducts,
    *,
    names: bool,
) -> Federated:
    """Return all files: shared products first, then each organization's, and last those that name all."""
    kinds = source.state.repository.kinds
    text = shared.text(kinds)
    own: Mapping[str, Collection[str]] = {experience: [key for key in GROUPS if shared.ids[key]]}
    done = [imported(source, shared, own, names=names)]
    done += [imported(one, shared, {each.id: each.used for each in found[one.folder]}, names=names) for one in members]
    files = {FILE: text} if text else {}
    for one, result in zip((source, *members), done, strict=True):
        files[one.settings.file] = settings_text(one.settings, one.up(FILE) if text else None)
        below = f"{one.folder}/{one.settings.desired_state}"
        files |= {f"{below}/{name}": written for name, written in (result.adopted.files or NO_DOCUMENTS).items()}
    files[FLEET] = fleet_text([one.folder for one in done])
    files[PAGE] = page(source, experience, done, found)
    return Federated(files, tuple(done), {group: len(shared.ids[key]) for key, group in GROUPS.items()})
