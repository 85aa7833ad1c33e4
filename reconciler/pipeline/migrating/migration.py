"""The import from AWS's sample: what the sample's experiences are in AWS becomes documents, its files a page.

AWS is the truth: nothing of a file gets into a document but the id of an experience that AWS has, and the short name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reconciler.errors import InvalidInput, Unreadable, UsageError
from reconciler.kind import Side
from reconciler.model import Address, Problem, error
from reconciler.pipeline.adopting import Adopted, AdoptOptions, LeftOut, adopt_of, read_live_state, with_enabling
from reconciler.pipeline.loading import Repository
from reconciler.ports import ChangeSetSummary, Clients, Clock
from reconciler.spelling import quoted

from .comparing import SampleComparison, compared
from .owners import EndedSets, SampleOwners, owners
from .page import page
from .sample import Sample, SampleFile, read_sample
from .sample_status import RUNNING

KIND: Final = "experience"
_OPEN: Final = frozenset({"PREPARING", "APPLYING"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateOptions:
    """*source* names the bucket or the folder. With *names*, accounts and units get names, as in `AdoptOptions`.

    With *strict*, a file of the sample that cannot be read is an error.
    """

    source: str
    names: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """The documents of the sample's experiences, the text of `migration.md`, and how many files have each finding."""

    adopted: Adopted
    page: str
    findings: Mapping[str, int] = field(default_factory=dict)


def migrate(
    repository: Repository,
    clients: Clients,
    files: Callable[[Clients], Sequence[SampleFile]],
    options: MigrateOptions,
    *,
    clock: Clock,
    tell: Callable[[str], None] = lambda _message: None,
) -> Migrated:
    """Return documents of what AWS has of the sample's experiences, compared with its *files*. Nothing is written.

    *files* are read after the account was checked. Raises InvalidInput if the repository has errors or, when strict, a
    file cannot be read; UsageError without a marketplace or without a file of the sample; Refused for a wrong account;
    Unreadable if AWS cannot be read completely, or while a change set of the sample is running.
    """
    if not repository.settings.marketplace:
        hint = "add marketplace: with the account of the sample's stacks"
        raise UsageError(f"{repository.settings.file} has no marketplace, so it has no experiences", hint)
    state = read_live_state(_marketplace_of(repository), clients, clock, tell, names=options.names)
    clients.progress.conclude()
    sample = _checked(read_sample(files(clients)), options)
    ended = _ended(sample, clients)
    found = owners(sample, state.objects(KIND), ended)
    managed, named = state.managed(KIND), _named(found, sample)
    state = replace(state, repository=repository)
    state = with_enabling(state, clients, bare=False) if found.ids else state
    only = {id_: texts for id_, texts in named.items() if id_ not in managed}
    adopted = adopt_of(state, clients, AdoptOptions(names=options.names, only=only))
    comparison = compared(sample, found, state.objects(KIND), ended)
    adopted = replace(adopted, left_out=(*adopted.left_out, *_unknown(found)))
    return _migrated(adopted, comparison, managed, sample, options)


def _migrated(
    adopted: Adopted,
    comparison: SampleComparison,
    managed: Mapping[str, Address],
    sample: Sample,
    options: MigrateOptions,
) -> Migrated:
    addresses = {**managed, **{id_: address for address, id_ in adopted.objects.items()}}
    refused = {one.what: one.why for one in adopted.left_out}
    text = page(options.source, comparison, addresses, refused, by_time=sample.ordered_by_time)
    return Migrated(adopted, text, {str(finding): count for finding, count in comparison.count().items()})


def _marketplace_of(repository: Repository) -> Repository:
    """Return *repository* without its sellers: the sample knows none, and their accounts need not be readable."""
    sellers = {name for name, remote in repository.remotes.items() if remote.side is Side.SELLERS}
    return replace(
        repository,
        settings=replace(repository.settings, sellers=()),
        kinds={name: kind for name, kind in repository.kinds.items() if name not in sellers},
        wish={address: one for address, one in repository.wish.items() if address.kind not in sellers},
    )


def _checked(sample: Sample, options: MigrateOptions) -> Sample:
    """Return *sample*. Raises UsageError if there is nothing of it, and what *strict* asks for."""
    if not sample.shorts():
        hint = "its files begin with Experience_, STATUS_Experience_ or ERROR_STATUS_Experience_"
        raise UsageError(f"{options.source} has no file of AWS's sample", hint)
    if options.strict and sample.unread:
        problems = tuple(_unparseable(one.place, f"{quoted(one.file)} {one.why}") for one in sample.unread)
        raise InvalidInput("files of the sample cannot be read, so nothing was written", problems)
    return sample


def _unparseable(place: str, message: str) -> Problem:
    return error("sample-file", message, place, "correct the file in the bucket, or import without --strict")


def _ended(sample: Sample, clients: Clients) -> EndedSets:
    """Return the change sets that have ended, by id, if a status says of one that it is running.

    Raises Unreadable if it is running: what AWS has is about to change.
    """
    claimed = {one.change_set: one.file for one in sample.statuses.values() if one.state == RUNNING and one.change_set}
    if not claimed:
        return {}
    known: Mapping[str, ChangeSetSummary] = {one.id: one for one in clients.catalog.list_change_sets()}
    running = [id_ for id_ in claimed if id_ in known and known[id_].status in _OPEN]
    if running:
        what = f"the change set {running[0]} of {claimed[running[0]]} is still running"
        raise Unreadable(what, "wait until it has ended, and import again")
    return known


def _named(found: SampleOwners, sample: Sample) -> Mapping[str, Sequence[str]]:
    """Return for each experience the texts that may name its document: short names first, then the last Names."""
    return {
        id_: (*(short.removesuffix(".json") for short in shorts), *_titles(shorts, sample), KIND)
        for id_, shorts in found.shorts().items()
    }


def _titles(shorts: Sequence[str], sample: Sample) -> Sequence[str]:
    commands = [one for short in shorts for one in sample.commands.get(short, ())]
    return [one.title for one in reversed(commands) if one.title][:1]


def _unknown(found: SampleOwners) -> Sequence[LeftOut]:
    """Return the experiences that status files name and AWS does not have."""
    hint = "correct the id in the file; AWS never deletes an experience, so it may be of another organization"
    return [
        LeftOut(one.file, f"AWS has no experience {quoted(one.id)} ({one.place})", hint)
        for one in found.unknown.values()
    ]
