"""Everything that AWS has and no document manages, as documents: with them the next plan lists nothing unmanaged."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.adoption import Adoption, Written
from reconciler.errors import UsageError
from reconciler.kind import Matching
from reconciler.model import Address, Desired, Observed, Problem, Severity, Unmanaged
from reconciler.names import Name, References
from reconciler.pipeline.loading import Repository, likely_meant
from reconciler.pipeline.observing import Snapshot
from reconciler.ports import Clients, Clock
from reconciler.selectors import outside, unmatched
from reconciler.spelling import quoted

from .drafting import drafted
from .enabling import with_enabling
from .live_state import LiveState, read_live_state
from .naming import PRINCIPAL, addressed, principals
from .one import claimed


@dataclass(frozen=True, slots=True)
class AdoptOptions:
    """What is imported: with *select*, only objects that get these addresses.

    With *names*, accounts and units get `principal` documents with the names that the organization has for them. With
    *only*, nothing but objects of these ids is imported, each named after the texts there, the best first.
    """

    select: tuple[str, ...] = ()
    names: bool = False
    only: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object, or a part of one, that was not imported: *why*, and a *hint* what to do."""

    what: str
    why: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was imported, and what was not.

    *objects* are the ids of objects by address; a service with unmanaged grants is one of them, with the id "".
    *files* are texts of documents by file, below the folder that they are meant for. *names* are the addresses of the
    names among them. *problems* say which parts of AWS could not be read, and *notes* why something is not imported
    that no plan lists as unmanaged.
    """

    objects: Mapping[Address, str] = field(default_factory=dict)
    names: tuple[Address, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Adoptable:
    """The unmanaged objects of one kind by the address that each gets, and unmanaged *grants* by the object with them.

    *claimed* are objects that a document without id may be about.
    """

    adoption: Adoption
    objects: Mapping[Address, Observed[Any]]
    grants: Mapping[Address, Sequence[str]]
    claimed: Mapping[Address, Desired[Any]]

    def addresses(self) -> Iterator[Address]:
        """Return every address, also those of objects that are claimed."""
        yield from (*self.objects, *self.grants)

    def without(self, left_out: Collection[Address]) -> "_Adoptable":
        """Return the objects and grants without those whose addresses are *left_out*."""
        return _Adoptable(
            self.adoption,
            {address: one for address, one in self.objects.items() if address not in left_out},
            {address: many for address, many in self.grants.items() if address not in left_out},
            {address: desired for address, desired in self.claimed.items() if address not in left_out},
        )


def adopt_all(
    repository: Repository,
    clients: Clients,
    options: AdoptOptions,
    *,
    clock: Clock,
    tell: Callable[[str], None] = lambda _message: None,
) -> Adopted:
    """Return documents of everything that no document of *repository* manages, Private Marketplace itself among it.

    Raises InvalidInput if the repository has errors, UsageError for a selector that selects nothing, Refused for a
    wrong account or organization, Unreadable if AWS cannot be read completely.
    """
    state = read_live_state(repository, clients, clock, tell, names=options.names)
    state = with_enabling(state, clients, options.select)
    clients.progress.conclude()
    return adopt_of(state, clients, options)


def adopt_of(state: LiveState, clients: Clients, options: AdoptOptions) -> Adopted:
    """Return documents of what no document manages, of *state*. Raises as `adopt_all`."""
    repository, matchings = state.repository, state.matchings
    every = [found for kind in matchings for found in _found(state, kind, options.only)]
    chosen = _selected(state, every, options.select)
    names = _names(repository, state.snapshot) if options.names else {}
    written = _written(chosen, clients, repository, names)
    draft, refused = drafted(repository, written, names)
    objects = {address: one.remote_id for found in chosen for address, one in found.objects.items()}
    imported = {address: objects.get(address, "") for address in draft.texts}
    return Adopted(
        objects=imported,
        names=tuple(draft.names),
        files=draft.files(),
        left_out=(*_claimed(chosen), *_refused(refused, objects), *_in_part(written, imported)),
        problems=(*_unread(matchings), *state.unread),
        notes=state.notes,
    )


def _found(state: LiveState, kind: str, only: Mapping[str, Sequence[str]] | None) -> Iterator[_Adoptable]:
    """Return the unmanaged objects of *kind*; with *only*, no others than these, and no grants."""
    repository, adoption = state.repository, state.repository.remotes[kind].adoption
    if adoption is None:
        return
    live, items = state.objects(kind), state.matchings[kind].unmanaged
    unmanaged = [live[item.remote_id] for item in items if item.service is None and _asked(item.remote_id, only)]
    unmanaged += state.beside.get(kind, {}).values()
    called = {one.remote_id: (only or {}).get(one.remote_id) or adoption.called(one) for one in unmanaged}
    addresses = addressed(kind, called, repository.references.stated)
    claimants = adoption.claimants(repository.wish, unmanaged)
    yield _Adoptable(
        adoption,
        {addresses[one.remote_id]: one for one in unmanaged},
        _by_service(items) if only is None else {},
        {addresses[id_]: desired for id_, desired in claimants.items()},
    )


def _asked(remote_id: str, only: Mapping[str, Sequence[str]] | None) -> bool:
    return only is None or remote_id in only


def _by_service(unmanaged: Collection[Unmanaged]) -> Mapping[Address, Sequence[str]]:
    grants: dict[Address, list[str]] = {}
    for item in unmanaged:
        if item.service is not None:
            grants.setdefault(item.service, []).append(item.remote_id)
    return grants


def _selected(state: LiveState, every: Sequence[_Adoptable], select: Sequence[str]) -> Sequence[_Adoptable]:
    """Return what *select* selects, all of it if it is empty. A selector of nothing at all is an error."""
    addresses = {address for found in every for address in found.addresses()}
    known = sorted(addresses | set(state.repository.wish))
    if not state.unread and (idle := unmatched(select, known)):
        meant = " ".join(state.notes) or likely_meant(idle[0], known, state.repository.kinds)
        raise UsageError(
            f"{quoted(idle[0])} selects nothing", meant or "selectors are KIND, KIND.NAME or globs of them"
        )
    left_out = outside(addresses, select, ())
    return [found.without(left_out) for found in every]


def _names(repository: Repository, snapshot: Snapshot) -> Mapping[Address, Name]:
    """Return the organization's names of those principals that the repository does not name."""
    known = repository.references.names.get(PRINCIPAL, {})
    return principals(snapshot.organization, {name.id for name in known.values()}, known)


def _written(
    chosen: Sequence[_Adoptable], clients: Clients, repository: Repository, names: Mapping[Address, Name]
) -> Sequence[Written]:
    """Return the documents of all objects that no document claims, and of all grants."""
    references = _with_names(repository.references, names)
    written: list[Written] = []
    for found in chosen:
        objects = {address: one for address, one in found.objects.items() if address not in found.claimed}
        complete = found.adoption.complete(list(objects.values()), clients)
        whole = dict(zip(objects, complete, strict=True))
        written.append(found.adoption.write(whole, references))
        references = replace(references, stated=references.stated | objects.keys())
        written.append(found.adoption.write_grants(found.grants, repository.wish, references))
    return written


def _with_names(references: References, names: Mapping[Address, Name]) -> References:
    by_kind = {kind: dict(known) for kind, known in references.names.items()}
    for address, name in names.items():
        by_kind.setdefault(address.kind, {})[address.name] = name
    return replace(references, names=by_kind)


def _claimed(chosen: Sequence[_Adoptable]) -> Iterator[LeftOut]:
    for found in chosen:
        for address, desired in found.claimed.items():
            refusal = claimed(found.objects[address].remote_id, desired)
            yield LeftOut(found.objects[address].remote_id, refusal.message, refusal.hint)


def _refused(refused: Mapping[Address, Problem], objects: Mapping[Address, str]) -> Iterator[LeftOut]:
    for address, problem in refused.items():
        yield LeftOut(objects.get(address) or f"grants of {address}", problem.message, problem.hint)


def _in_part(written: Sequence[Written], imported: Mapping[Address, str]) -> Iterator[LeftOut]:
    """Return the parts that no document can state, of objects that were imported or manage other grants."""
    for one in written:
        for address, reasons in one.left_out.items():
            if address in imported or address not in one.documents:
                yield from (LeftOut(str(address), why) for why in reasons)


def _unread(matchings: Mapping[str, Matching]) -> Iterator[Problem]:
    """Return the problems of parts of AWS that could not be read."""
    for matching in matchings.values():
        yield from (one for one in matching.problems if one.code == "unreadable" and one.severity is Severity.ERROR)
