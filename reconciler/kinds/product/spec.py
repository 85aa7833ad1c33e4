"""A product document: a name for an id, its title, its groups, and other ids that AWS may report for it."""

from dataclasses import dataclass

from reconciler.kind import Name, Parsed, References
from reconciler.model import Desired, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSpec:
    """A product of AWS Marketplace as the repository names it."""

    id: str
    title: str | None = None
    vendor: str | None = None
    groups: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


def _spec(document: Document) -> ProductSpec:
    body = document.body
    return ProductSpec(
        id=body["id"],
        title=body.get("title"),
        vendor=body.get("vendor"),
        groups=frozenset(body.get("groups", ())),
        aliases=frozenset(body.get("aliases", ())),
    )


def name_of(document: Document) -> Name:
    """Give the id that the document names."""
    spec = _spec(document)
    return Name(spec.id, spec.title, spec.groups, spec.aliases)


def parse(document: Document, _references: References) -> Parsed:
    """Turn a valid document into a wish that asks nothing of AWS."""
    return Parsed(Desired(address=document.address, spec=_spec(document), document=document))
