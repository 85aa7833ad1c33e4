"""The YAML of imported objects and of new names. Pure.

Example: the name `finance` of the OU ou-1, which the organization calls Finance, is the item
`finance: {id: ou-1, title: Finance}` of a document of kind principal.
"""

from collections.abc import Mapping, Sequence

from reconciler.adoption import Written
from reconciler.model import Address
from reconciler.names import Name
from reconciler.rewriting import WIDTH, scalar
from reconciler.spelling import by_number


def text_of(written: Written) -> str:
    """Return all documents as one text, those of new names last."""
    return joined([*written.documents.values(), *names_texts(written.names).values()])


def joined(texts: Sequence[str]) -> str:
    """Join *texts* of YAML documents into one."""
    return "---\n".join(texts)


def names_texts(names: Mapping[Address, Name]) -> Mapping[str, str]:
    """Return a document for the names of each kind, with an item for each name."""
    return {kind: _names_text(kind, names) for kind in sorted({address.kind for address in names})}


def _names_text(kind: str, names: Mapping[Address, Name]) -> str:
    items = {address.name: name for address, name in names.items() if address.kind == kind}
    lines = [line for label in sorted(items, key=by_number) for line in _item(label, items[label])]
    return "\n".join([f"kind: {kind}", "items:", *lines]) + "\n"


def _item(label: str, name: Name) -> Sequence[str]:
    """Return one name on a line, or on several if it does not fit."""
    fields = {"id": name.id} | ({"title": name.title} if name.title else {})
    inside = ", ".join(f"{key}: {scalar(text, flow=True)}" for key, text in fields.items())
    line = f"  {scalar(label)}: {{{inside}}}"
    if len(line) <= WIDTH:
        return [line]
    return [f"  {scalar(label)}:", *(f"    {key}: {scalar(text)}" for key, text in fields.items())]
