"""Product documents: a name for an id, with its title, its groups, and other ids that AWS may report for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.kind import Parsed
from reconciler.model import Desired, Document, Problem, note
from reconciler.names import Name, References
from reconciler.product_forms import doubt
from reconciler.spelling import hints, quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSpec:
    """A product of AWS Marketplace as its document describes it; *aliases* are other ids that AWS may report."""

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
    """Return the name that the document gives to an id."""
    spec = _spec(document)
    return Name(spec.id, spec.title, spec.groups, spec.aliases)


def parse(document: Document, _references: References) -> Parsed:
    """Return the desired object of a valid document. AWS is not asked for it."""
    desired = Desired(address=document.address, spec=_spec(document), document=document)
    return Parsed(desired, tuple(_unusual(document)))


def _unusual(document: Document) -> Iterator[Problem]:
    """Note ids of an unusual form: AWS may list the product by it, or it is a typing error."""
    aliases = enumerate(document.body.get("aliases", ()))
    for path, product in ((("id",), document.body["id"]), *((("aliases", at), alias) for at, alias in aliases)):
        what = doubt(product)
        if what is not None:
            hint = hints(what, "keep it if AWS lists the product under this id")
            message = f"{quoted(product)} is an unusual product id"
            yield note("unusual-id", message, document.at(*path), hint, document.address)
