"""What a repository shows offline: how much was read, and which parts of it have no effect. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.kind import Kind, Parsed, Remotes, Side
from reconciler.model import Document, Mode, Problem, Wish, error, note, stated, warning
from reconciler.printed import ReadJson
from reconciler.selectors import unmatched
from reconciler.settings import Settings
from reconciler.spelling import quoted

from .selecting import likely_meant


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was read: the numbers of documents, of kinds, and of files."""

    documents: int = 0
    kinds: int = 0
    files: int = 0

    @classmethod
    def of(cls, documents: Collection[Document]) -> "Tally":
        """Count *documents*, their kinds and their files."""
        kinds = {document.address.kind for document in documents}
        return cls(len(documents), len(kinds), len({document.file for document in documents}))

    def as_json(self) -> ReadJson:
        """Return the numbers by name."""
        return {"documents": self.documents, "kinds": self.kinds, "files": self.files}


def nothing_managed(settings: Settings, remotes: Remotes, wish: Wish, tally: Tally) -> Iterator[Problem]:
    """Warn if no document is about an object of AWS: the folder is probably the wrong one, or was not fetched."""
    if any(address.kind in remotes for address in wish):
        return
    if tally.documents:
        message = "nothing is managed: the documents only define names"
        hint = (
            f"write one of {' or '.join(sorted(remotes))}; 'reconciler import --all' writes those of existing objects"
        )
    else:
        message = f"nothing is managed: {quoted(settings.desired_state)} holds no document"
        hint = (
            "in a new repository, 'reconciler import --all' writes the first ones; otherwise check that it is the "
            "right folder and that all of it was fetched (submodules, sparse checkout)"
        )
    source = settings.at("desired_state")
    yield warning("nothing-managed", message, source, hint)


def unprotecting(settings: Settings, remotes: Remotes, wish: Wish) -> Iterator[Problem]:
    """Warn of each pattern in `guards.protected` that matches no object; a matching document may be written later."""
    objects = sorted(address for address in wish if address.kind in remotes)
    patterns = settings.guards.protected
    idle = unmatched(patterns, objects)
    kinds = f"kinds that can be protected: {', '.join(sorted(remotes))}"
    for position, pattern in enumerate(patterns):
        if pattern in idle:
            message = f"guards.protected: {quoted(pattern)} matches no object of a document"
            hint = likely_meant(pattern, objects, remotes) or kinds
            yield warning("protects-nothing", message, settings.at("guards", "protected", position), hint)


def unchecked(settings: Settings) -> Iterator[Problem]:
    """Warn of an organization that nothing is checked against: only the account of `marketplace` is asked for it."""
    if settings.organization and not settings.marketplace:
        message = f"organization is not checked: {settings.file} has no marketplace"
        hint = "delete organization, since the account of each seller is checked by itself; or add marketplace"
        yield warning("organization-unchecked", message, settings.at("organization"), hint)


def unreachable(settings: Settings, kinds: Mapping[str, Kind], documents: Iterable[Document]) -> Iterator[Problem]:
    """Find documents whose account is not in the settings."""
    missing = {side for side in Side if not getattr(settings, side)}
    for document in documents:
        remote = kinds[document.address.kind].remote
        if remote and remote.side in missing:
            side = remote.side
            message = f"{document.address} needs the section {side} of {settings.file}, which it does not have"
            yield error("no-account", message, document.source, f"add {side}: with an account", document.address)


def emptied(remotes: Remotes, wish: Wish) -> Iterator[Problem]:
    """Find documents that state principals beside one that disables trusted access, which empties every audience."""
    opening = next((found for one in remotes.values() if (found := one.opening(wish.values()))), None)
    if opening is None or opening.access is not False:
        return
    ends = f"{opening.address} disables trusted access, which disassociates every principal"
    hint = (
        "write status: archived and principals: [], or remove the document; or leave trusted_access: false out of "
        f"{opening.address} ({wish[opening.address].document.at('trusted_access')})"
    )
    for address, desired in sorted(wish.items()):
        remote = remotes.get(address.kind)
        path = remote.effects.exclusive if remote and remote.side is Side.MARKETPLACE else ""
        if path and desired.mode is not Mode.OBSERVE and stated(desired.spec).get(path):
            what = f"{address} states {path}, and {ends}"
            yield error("emptied-by-ending", what, desired.document.at(path), hint, address)


def unused(
    kinds: Mapping[str, Kind], documents: Iterable[Document], parsed: Iterable[Parsed]
) -> Iterator[tuple[Document, Problem]]:
    """Find names that no document refers to and that are probably left over.

    A name whose id stands in a list is not left over: answers show the name there. Kinds whose names nothing can refer
    to are left out.
    """
    used, every = _used(parsed), tuple(documents)
    naming = {kind: one.name_of for kind, one in kinds.items() if one.name_of}
    idle = [
        (one, naming[kind](one))
        for one in every
        if (kind := one.address.kind) in naming and one.address.name not in used.get(kind, ())
    ]
    ids = frozenset(name.id for _, name in idle)
    listed = {id_ for one in every if idle and one.address.kind not in naming for id_ in _entries(one.body, ids)}
    for document, name in idle:
        if name.id not in listed:
            what = f"nothing uses {document.address}"
            yield document, note("unused-name", what, document.source, "", document.address)


def _entries(value: object, wanted: frozenset[str]) -> Iterator[str]:
    """Return the texts in the lists of a document's body that are *wanted*."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _entries(one, wanted)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from wanted.intersection(one for one in value if isinstance(one, str))


def _used(parsed: Iterable[Parsed]) -> Mapping[str, set[str]]:
    used: dict[str, set[str]] = {}
    for one in parsed:
        for kind, names in one.used.items():
            used.setdefault(kind, set()).update(names)
    return used
