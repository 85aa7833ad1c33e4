"""Validation: documents and settings against their schemas. The only importer of jsonschema and jsonschema_rs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Document, Marks, Problem, error
from reconciler.spelling import hints, quoted
from reconciler.suggestions import did_you_mean

from .checking import Checker

__all__ = ["validate", "validate_mapping"]


def validate(
    documents: Sequence[Document], schemas: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return the valid *documents*, and every problem of the others; *schemas* are by kind.

    A valid document has booleans and numbers where its schema says so; all other scalars are text.
    """
    checkers = {kind: Checker.of(schema) for kind, schema in schemas.items()}
    valid: list[Document] = []
    problems: list[Problem] = list(_unknown_kinds(documents, schemas))
    for document in documents:
        checker = checkers.get(document.address.kind)
        if checker is None:
            continue
        body = checker.typed(document.body)
        if checker.allows(body):
            valid.append(document if body is document.body else replace(document, body=body))
        else:
            problems += _problems(document, body, checker)
    return tuple(valid), tuple(problems)


def validate_mapping(
    mapping: Mapping[str, Any], marks: Marks, file: str, schema: Mapping[str, Any]
) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    """Return *mapping* with the types of *schema*, or None when it is not valid; and all its problems."""
    checker = Checker.of(schema)
    body = checker.typed(mapping)
    if checker.allows(body):
        return body, ()
    carrier = Document(Address("", ""), body, file, marks)
    return None, tuple(replace(problem, address=None) for problem in _problems(carrier, body, checker))


def _problems(document: Document, body: Mapping[str, Any], checker: Checker) -> list[Problem]:
    """Return the problems of one document, from top to bottom."""
    problems = [
        error(
            fault.code,
            fault.message,
            document.at_key(*fault.path) if fault.at_key else document.at(*fault.path),
            fault.hint,
            document.address,
        )
        for fault in checker.faults(body)
    ]
    return sorted(problems, key=lambda problem: [int(number) for number in problem.source.rsplit(":", 2)[1:]])


def _unknown_kinds(documents: Sequence[Document], schemas: Mapping[str, Any]) -> Iterator[Problem]:
    """Find unknown kinds. Items of one YAML document share the place of their kind, which is reported once."""
    told: set[str] = set()
    for document in documents:
        kind, source = document.address.kind, document.at("kind")
        if kind not in schemas and source not in told:
            told.add(source)
            hint = hints(did_you_mean(kind, schemas), f"known kinds: {', '.join(sorted(schemas))}")
            yield error("unknown-kind", f"unknown kind {quoted(kind)}", source, hint, document.address)
