"""A principal document: a name for who is governed or admitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.kind import Parsed
from reconciler.model import Desired, Document, Problem, error
from reconciler.names import Name, References
from reconciler.regions import partitions
from reconciler.spelling import did_you_mean, quoted


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
    """Return the id that the document names."""
    spec = _spec(document)
    return Name(spec.id, spec.title, spec.groups)


def parse(document: Document, _references: References) -> Parsed:
    """Turn a valid document into a wish that asks nothing of AWS."""
    problems = tuple(_unknown_partition(document))
    desired = Desired(address=document.address, spec=_spec(document), document=document)
    return Parsed(None if problems else desired, problems)


def _unknown_partition(document: Document) -> Iterator[Problem]:
    """Find an ARN of a partition that there is not; which one is wanted, the region of a service says."""
    arn, _, rest = document.body["id"].partition(":")
    partition = rest.partition(":")[0]
    if arn == "arn" and partition not in partitions():
        hint = did_you_mean(partition, partitions()) or f"partitions: {', '.join(partitions())}"
        message = f"there is no AWS partition {quoted(partition)}"
        yield error("unknown-partition", message, document.at("id"), hint, document.address)
