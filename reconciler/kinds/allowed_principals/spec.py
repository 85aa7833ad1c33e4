"""An allowed_principals document: it has no object of its own in AWS, it feeds the list of its service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.kind import Parsed, References
from reconciler.model import Address, Desired, Document, Feed, Problem
from reconciler.model.problem import error, note
from reconciler.principal_forms import ALLOWED, without_path
from reconciler.references import Vocabulary, resolve

SERVICE = "endpoint_service"


@dataclass(frozen=True, slots=True)
class AllowedPrincipalsSpec:
    """What one document adds to the list of *service*."""

    service: Address
    principals: frozenset[str]


def parse(document: Document, references: References) -> Parsed:
    """Turn a valid document into a feed of its service; paths of ARNs are stripped with a note."""
    resolved = resolve(document, ("principals",), Vocabulary.of("principal", ALLOWED, references))
    named = resolved.ids or {}
    problems = (*resolved.problems, *_wrong_forms(document, named))
    target = Address(SERVICE, document.body["service"])
    members = {without_path(principal): position for principal, position in named.items()}
    desired = Desired(
        address=document.address, spec=AllowedPrincipalsSpec(target, frozenset(members)), document=document
    )
    notes = () if problems else tuple(_stripped(document, named))
    feed = None if problems else Feed(document.address, target, document, members)
    used = {"principal": resolved.used}
    return Parsed(None if problems else desired, (*problems, *notes), used, feed)


def _wrong_forms(document: Document, named: Mapping[str, int]) -> Iterator[Problem]:
    """Find names whose id no endpoint service takes: an organisation or an OU governs, it does not connect."""
    for principal, position in named.items():
        if not ALLOWED.fullmatch(principal):
            hint = "an endpoint service admits accounts, IAM users and roles, service principals and '*'"
            source = document.at("principals", position)
            yield error("principal-form", f"{principal} cannot be allowed on an endpoint service", source, hint)


def _stripped(document: Document, named: Mapping[str, int]) -> Iterator[Problem]:
    for principal, position in named.items():
        bare = without_path(principal)
        if bare != principal:
            message = f"{principal} is granted as {bare}: AWS takes no path here"
            yield note("path-stripped", message, document.at("principals", position), "", document.address)
