"""Bytes -> documents with all their problems, one file at a time."""

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
    """What was read. *documents* has everything with an address and fields, also what has problems.

    So the schemas can find the rest of what is wrong. Only what no error in *problems* names by its address is
    fit to be wished for. *blank* tells that the text had nothing in it: no byte, or comments only.
    """

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """One mapping that is no document (the settings): empty when *problems* say that there is none."""

    mapping: Mapping[str, Any]
    marks: Marks
    problems: tuple[Problem, ...] = ()


def read_text(data: bytes, file: str) -> Loaded:
    """Read the documents of one file; an address may still be stated twice."""
    envelopes, found = _open(data, file, "kind: KIND and name: NAME")
    found += [(finding, envelope.address(finding.path)) for envelope in envelopes for finding in envelope.findings()]
    documents = tuple(document for envelope in envelopes for document in envelope.documents())
    return Loaded(documents, _problems(found, file), blank=not envelopes and not found)


def read_mapping(data: bytes, file: str, beginning: str = "version: 1") -> LoadedMapping:
    """Read the one mapping that *data* is, and where everything in it stands; *file* is its path as users see it."""
    envelopes, found = _open(data, file, beginning)
    found += [(_one_too_many(envelope), None) for envelope in envelopes[1:]]
    first = envelopes[0] if envelopes else Envelope({}, Marks(mark(1, 1)), file)
    return LoadedMapping(first.value, first.marks, _problems([(finding, None) for finding, _ in found], file))


def _open(data: bytes, file: str, beginning: str) -> tuple[list[Envelope], list[tuple[Finding, Address | None]]]:
    """Return the mappings of one file, and everything wrong in it with the object that it is wrong with."""
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
    """Find addresses that are stated again: each is a problem where it stands, and names where it stood first."""
    first: dict[Address, Document] = {}
    for document in documents:
        stated = first.setdefault(document.address, document)
        if stated is not document:
            hint = f"the first is at {stated.source}: rename one of them"
            yield error(
                "duplicate-address", f"{document.address} is stated twice", document.source, hint, document.address
            )


def _one_too_many(envelope: Envelope) -> Finding:
    return Finding(envelope.marks.here, "several-documents", "the file holds one document", "delete what follows ---")


def _problems(found: Iterable[tuple[Finding, Address | None]], file: str) -> tuple[Problem, ...]:
    ordered = sorted(found, key=lambda pair: pair[0].at)
    return tuple(
        error(finding.code, finding.message, f"{file}:{place(finding.at)}", finding.hint, address)
        for finding, address in ordered
    )
