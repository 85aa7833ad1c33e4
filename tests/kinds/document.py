"""Documents as they are read from a file, one at a time."""

from reconciler.documents import read
from reconciler.kinds import all_kinds
from reconciler.model import Document
from reconciler.validation import validate


def documents(text: str) -> tuple[Document, ...]:
    """Read valid documents from YAML; their file is `wish.yaml`."""
    loaded = read(text.encode(), "wish.yaml")
    valid, invalid = validate(loaded.documents, {name: kind.schema for name, kind in all_kinds().items()})
    assert (loaded.problems, invalid) == ((), ())
    return valid


def document(text: str) -> Document:
    """Read one valid document from YAML; its file is `wish.yaml`."""
    (one,) = documents(text)
    return one
