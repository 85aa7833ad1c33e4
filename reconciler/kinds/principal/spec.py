"""A principal document: a name for who is governed or admitted."""

from dataclasses import dataclass

from reconciler.kind import Name, Parsed, References
from reconciler.model import Desired, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalSpec:
    """An organisation `o-…`, an OU `ou-…`, an account (12 digits) or an IAM ARN (PrivateLink only)."""

    id: str
    title: str | None = None
    groups: frozenset[str] = frozenset()


def _spec(document: Document) -> PrincipalSpec:
    body = document.body
    return PrincipalSpec(id=body["id"], title=body.get("title"), groups=frozenset(body.get("groups", ())))


def name_of(document: Document) -> Name:
    """Give the id that the document names."""
    spec = _spec(document)
    return Name(spec.id, spec.title, spec.groups)


def parse(document: Document, _references: References) -> Parsed:
    """Turn a valid document into a wish that asks nothing of AWS."""
    return Parsed(Desired(address=document.address, spec=_spec(document), document=document))
