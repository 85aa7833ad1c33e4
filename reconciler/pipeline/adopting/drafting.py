"""Documents of imported objects, read and understood together with the repository, as the next plan will do. Pure.

An object whose documents are in error beside the others is left out, and the rest is tried again: what is written is
valid, and the repository is, too.

Example: exp-1 and exp-2 are imported, and `experience.default` of the repository names the principal that exp-2 holds.
The document of exp-2 would be the error `principal-in-two-experiences`: only exp-1 gets a document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconciler.adoption import Written
from reconciler.documents import read
from reconciler.errors import ReconcilerError
from reconciler.model import Address, Problem, Severity
from reconciler.names import Name
from reconciler.pipeline.loading import Repository, understand
from reconciler.validation import validate

from .texts import names_texts

Errors = Mapping[Address, Problem]
"""The first error of the documents of each object."""


@dataclass(frozen=True, slots=True)
class Draft:
    """New documents: their texts by file, below the folder that they are written into, and the names that they use."""

    texts: Mapping[Address, str] = field(default_factory=dict)
    names: Mapping[Address, Name] = field(default_factory=dict)

    def files(self) -> Mapping[str, str]:
        """Return the text of each file. Those with names come first, since the others refer to them."""
        names = {f"{kind}s.yaml": text for kind, text in names_texts(self.names).items()}
        return {**names, **{file_of(address): text for address, text in self.texts.items()}}


def file_of(address: Address) -> str:
    """Return the file of the object *address*, below the folder: by kind is the habit (contract 1)."""
    folder = address.kind if address.kind.endswith("s") else f"{address.kind}s"
    return f"{folder}/{address.name}.yaml"


def drafted(repository: Repository, written: Iterable[Written], names: Mapping[Address, Name]) -> tuple[Draft, Errors]:
    """Return the documents that are valid beside those of *repository*, and the error of each object left out.

    *names* are names that the documents may use. Raises ReconcilerError if a document of the repository would be in
    error.
    """
    parts = tuple(written)
    texts = {address: text for one in parts for address, text in one.documents.items()}
    known = {**names, **{address: name for one in parts for address, name in one.names.items()}}
    refused: dict[Address, Problem] = {}
    while True:
        draft = Draft({address: text for address, text in texts.items() if address not in refused}, known)
        understood = _understood(repository, draft)
        errors = [one for one in understood.problems if one.severity is Severity.ERROR]
        if not errors:
            idle = {one.address for one in understood.problems if one.code == "unused-name"}
            return replace(draft, names={one: name for one, name in known.items() if one not in idle}), refused
        refused |= _to_blame(errors, draft)


def _understood(repository: Repository, draft: Draft) -> Repository:
    """Return *repository* with the documents of *draft*."""
    loaded = [read(text.encode(), file) for file, text in draft.files().items()]
    schemas = {name: kind.schema for name, kind in repository.kinds.items()}
    documents, invalid = validate([one for part in loaded for one in part.documents], schemas)
    problems = (*(one for part in loaded for one in part.problems), *invalid)
    stated = [desired.document for desired in repository.wish.values()]
    return understand(repository.settings, repository.kinds, [*stated, *documents], problems, today=repository.today)


def _to_blame(errors: Sequence[Problem], draft: Draft) -> Errors:
    """Return the first error of each object whose file has one. Raises ReconcilerError if there is no such object."""
    files = {file_of(address): address for address in draft.texts}
    found: dict[Address, Problem] = {}
    for one in errors:
        file = (one.source or "").partition(":")[0]
        if file in files:
            found.setdefault(files[file], one)
    if not found:
        first = errors[0]
        raise ReconcilerError(f"nothing was imported: with new documents, {first.message} ({first.source})", first.hint)
    return found
