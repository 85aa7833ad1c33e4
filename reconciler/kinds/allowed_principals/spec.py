"""Allowed_principals documents: they have no object of their own in AWS, but add to the list of their service."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

from reconciler.kind import Parsed
from reconciler.model import Address, Desired, Document, Feed, Problem, error, note
from reconciler.names import References
from reconciler.principal_forms import ALLOWED, any_path, without_path
from reconciler.references import Vocabulary, resolve

SCHEMA: Final[dict[str, Any]] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
"""The schema of a document, with hints for likely mistakes."""
SERVICE = "endpoint_service"


@dataclass(frozen=True, slots=True)
class AllowedPrincipalsSpec:
    """The *services* that a document adds to. Its members are in the document's feeds, one for each service."""

    services: tuple[Address, ...]


def parse(document: Document, references: References) -> Parsed:
    """Return the feeds of a valid document for its services; paths of ARNs are removed, with a note."""
    slips = SCHEMA["properties"]["principals"]["items"]["x-slips"]
    resolved = resolve(document, ("principals",), Vocabulary.of("principal", ALLOWED, references, slips))
    named = resolved.ids or {}
    used = {"principal": resolved.used}
    problems = (
        *_services(document),
        *resolved.problems,
        *_wrong_forms(document, named, resolved.used, references),
        *_no_day(document),
    )
    if problems:
        return Parsed(None, problems, used)
    pathless, notes = _pathless(document, named)
    targets = tuple(Address(SERVICE, name) for name in services_of(document))
    desired = Desired(address=document.address, spec=AllowedPrincipalsSpec(targets), document=document)
    ends, title = document.body.get("expires"), document.body.get("title", "")
    last = date.fromisoformat(ends) if ends else None
    feeds = tuple(Feed(document.address, target, document, pathless, last, title) for target in targets)
    return Parsed(desired, notes, used, feeds)


def adds_to(document: Document) -> Sequence[Address]:
    """Return the services that a document names, which need not be valid."""
    named = services_of(document)
    return [Address(SERVICE, str(name)) for name in named] if isinstance(named, list) else []


def services_of(document: Document) -> Sequence[str]:
    """Return the names of the services that a document adds to."""
    body = document.body
    return [body["service"]] if "service" in body else body.get("services", ())


def _services(document: Document) -> Iterator[Problem]:
    """Find a document that names no service, or names services in both fields."""
    stated = [field for field in ("service", "services") if field in document.body]
    if len(stated) == 1:
        return
    hint = "write service: NAME, or services: [NAME, NAME]"
    if stated:
        message, source = "a document has service or services, not both", document.at_key("services")
        yield error("both-service-fields", message, source, hint, document.address)
    else:
        yield error("missing-field", "field 'service' is missing", document.source, hint, document.address)


def _no_day(document: Document) -> Iterator[Problem]:
    """Find a date of `expires` that is not a date, such as 2027-02-30."""
    try:
        date.fromisoformat(document.body.get("expires", "2000-01-01"))
    except ValueError:
        message = f"{document.body['expires']} is not a date"
        yield error("malformed", message, document.at("expires"), "write it as YYYY-MM-DD", document.address)


def _wrong_forms(
    document: Document, named: Mapping[str, int], used: Iterable[str], references: References
) -> Iterator[Problem]:
    """Find names whose id an endpoint service does not take: organizations and OUs cannot be granted access."""
    for name in sorted(used):
        principal = references.names["principal"][name].id
        if not ALLOWED.fullmatch(principal):
            hint = "an endpoint service admits accounts, IAM users and roles, service principals and '*'"
            message = f"principal.{name} ({principal}) cannot be allowed on an endpoint service"
            source = document.at("principals", named[principal])
            yield error("principal-form", message, source, hint, document.address)


def _pathless(document: Document, named: Mapping[str, int]) -> tuple[Mapping[str, int], tuple[Problem, ...]]:
    """Return the principals without paths, with a note for each removed path; most lists have none."""
    if not any_path(named):
        return named, ()
    bare = {principal: without_path(principal) for principal in named if principal.count("/") > 1}
    members: dict[str, int] = {}
    for principal, position in named.items():
        members.setdefault(bare.get(principal, principal), position)
    return members, tuple(_stripped(document, named[long], long, short) for long, short in bare.items())


def _stripped(document: Document, position: int, principal: str, bare: str) -> Problem:
    message = f"{principal} is granted as {bare}: AWS accepts no path here"
    return note("path-stripped", message, document.at("principals", position), "", document.address)
