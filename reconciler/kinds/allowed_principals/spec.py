"""An allowed_principals document: it has no object of its own in AWS, it feeds the list of its service."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from reconciler.kind import Parsed
from reconciler.model import Address, Desired, Document, Feed, Problem, error, note
from reconciler.names import References
from reconciler.principal_forms import ALLOWED, without_path
from reconciler.references import Vocabulary, resolve

SCHEMA: Final[dict[str, Any]] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
"""What a document of this kind may say, and what is said of likely mistakes in it."""
SERVICE = "endpoint_service"


@dataclass(frozen=True, slots=True)
class AllowedPrincipalsSpec:
    """Which *service* one document adds to; what it adds is in its feed."""

    service: Address


def parse(document: Document, references: References) -> Parsed:
    """Turn a valid document into a feed of its service; paths of ARNs are stripped with a note."""
    slips = SCHEMA["properties"]["principals"]["items"]["x-slips"]
    resolved = resolve(document, ("principals",), Vocabulary.of("principal", ALLOWED, references, slips))
    named = resolved.ids or {}
    used = {"principal": resolved.used}
    problems = (*resolved.problems, *_wrong_forms(document, named, resolved.used, references))
    if problems:
        return Parsed(None, problems, used)
    pathless, notes = _pathless(document, named)
    target = Address(SERVICE, document.body["service"])
    desired = Desired(address=document.address, spec=AllowedPrincipalsSpec(target), document=document)
    return Parsed(desired, notes, used, Feed(document.address, target, document, pathless))


def _wrong_forms(
    document: Document, named: Mapping[str, int], used: Iterable[str], references: References
) -> Iterator[Problem]:
    """Find names whose id no endpoint service takes: an organisation or an OU governs, it does not connect."""
    for name in sorted(used):
        principal = references.names["principal"][name].id
        if not ALLOWED.fullmatch(principal):
            hint = "an endpoint service admits accounts, IAM users and roles, service principals and '*'"
            message = f"principal.{name} ({principal}) cannot be allowed on an endpoint service"
            source = document.at("principals", named[principal])
            yield error("principal-form", message, source, hint, document.address)


def _pathless(document: Document, named: Mapping[str, int]) -> tuple[Mapping[str, int], tuple[Problem, ...]]:
    """Strip paths, each with a note; most lists have none."""
    bare = {principal: without_path(principal) for principal in named if principal.count("/") > 1}
    if not bare:
        return named, ()
    members: dict[str, int] = {}
    for principal, position in named.items():
        members.setdefault(bare.get(principal, principal), position)
    return members, tuple(_stripped(document, named[long], long, short) for long, short in bare.items())


def _stripped(document: Document, position: int, principal: str, bare: str) -> Problem:
    message = f"{principal} is granted as {bare}: AWS takes no path here"
    return note("path-stripped", message, document.at("principals", position), "", document.address)
