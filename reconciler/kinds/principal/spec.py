"""Principal documents: a name for an organization, an OU, an account or an IAM ARN."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.kind import Parsed
from reconciler.model import Desired, Document, Problem, error
from reconciler.names import Name, References
from reconciler.regions import partitions
from reconciler.spelling import quoted
from reconciler.suggestions import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalSpec:
    """An organization `o-…`, an OU `ou-…`, an account (12 digits) or an IAM ARN (PrivateLink only)."""

    id: str
    title: str | None = None
    groups: frozenset[str] = frozenset()


def _spec(document: Document) -> PrincipalSpec:
    body = document.body
    return PrincipalSpec(id=body["id"], title=body.get("title"), groups=frozenset(body.get("groups", ())))


def name_of(document: Document) -> Name:
    """Return the name that the document gives to an id."""
    spec = _spec(document)
    return Name(spec.id, spec.title, spec.groups)


def parse(document: Document, _references: References) -> Parsed:
    """Return the desired object of a valid document, None for an ARN of an unknown partition. AWS is not asked."""
    problems = tuple(_unknown_partition(document))
    desired = Desired(address=document.address, spec=_spec(document), document=document)
    return Parsed(None if problems else desired, problems)


def _unknown_partition(document: Document) -> Iterator[Problem]:
    """Find an ARN of an unknown partition. The region of a service decides later which partition is needed."""
    arn, _, rest = document.body["id"].partition(":")
    partition = rest.partition(":")[0]
    if arn == "arn" and partition not in partitions():
        hint = did_you_mean(partition, partitions()) or f"partitions: {', '.join(partitions())}"
        message = f"there is no AWS partition {quoted(partition)}"
        yield error("unknown-partition", message, document.at("id"), hint, document.address)
