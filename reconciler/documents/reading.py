"""Bytes of one file -> documents and problems."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.model import Address, Document, Marks, Problem, error, mark, place

from .composition import compose
from .envelope import Envelope, enclose
from .finding import Finding
from .text import decode


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of reading: documents and problems.

    *documents* has every document with an address and fields, also documents with problems, so that validation can
    find the rest. Only documents whose address no error in *problems* has may become part of the desired state.
    *blank* is true when the text is empty or has only comments.
    """

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """The one mapping of a file that holds no documents (the settings); empty when *problems* say that it has none."""

    mapping: Mapping[str, Any]
    marks: Marks
    problems: tuple[Problem, ...] = ()


def read_text(data: bytes, file: str) -> Loaded:
    """Read the documents of one file. An address may still be stated twice: `duplicates` finds that."""
    envelopes, found = _open(data, file, "kind: KIND and name: NAME")
    found += [(finding, envelope.address(finding.path)) for envelope in envelopes for finding in envelope.findings()]
    documents = tuple(document for envelope in envelopes for document in envelope.documents())
    return Loaded(documents, _problems(found, file), blank=not envelopes and not found)


def read_mapping(data: bytes, file: str, beginning: str = "version: 1") -> LoadedMapping:
    """Read *data* as one mapping, with the marks of its values; *file* is its path as users see it."""
    envelopes, found = _open(data, file, beginning)
    found += [(_one_too_many(envelope), None) for envelope in envelopes[1:]]
    first = envelopes[0] if envelopes else Envelope({}, Marks(mark(1, 1)), file)
    return LoadedMapping(first.value, first.marks, _problems([(finding, None) for finding, _ in found], file))


def _open(data: bytes, file: str, beginning: str) -> tuple[list[Envelope], list[tuple[Finding, Address | None]]]:
    """Return the mappings of one file, and every finding with the address of its object (None when unknown)."""
    text, findings = decode(data)
    roots, broken = compose(text)
    envelopes: list[Envelope] = []
    found: list[tuple[Finding, Address | None]] = [(finding, None) for finding in (*findings, *broken)]
    for root in roots:
        envelope = None if root.value is None else enclose(root, file, beginning)
        if isinstance(envelope, Envelope):
            envelopes.append(envelope)
            found += [(finding, envelope.address(finding.path)) for finding in root.findings]
        else:
            found += [(finding, None) for finding in (envelope, *root.findings) if finding is not None]
    return envelopes, found


def duplicates(documents: Iterable[Document]) -> Iterator[Problem]:
    """Find addresses that are stated more than once: a problem at each repetition, which names the first place."""
    first: dict[Address, Document] = {}
    for document in documents:
        stated = first.setdefault(document.address, document)
        if stated is not document:
            hint = f"the first is at {stated.source}: rename one of them"
            yield error(
                "duplicate-address", f"{document.address} is stated twice", document.source, hint, document.address
            )


def _one_too_many(envelope: Envelope) -> Finding:
    return Finding(
        envelope.marks.here, "several-documents", "the file must hold only one document", "delete what follows ---"
    )


def _problems(found: Iterable[tuple[Finding, Address | None]], file: str) -> tuple[Problem, ...]:
    ordered = sorted(found, key=lambda pair: pair[0].at)
    return tuple(
        error(finding.code, finding.message, f"{file}:{place(finding.at)}", finding.hint, address)
        for finding, address in ordered
    )
