"""YAML text -> documents, with everything wrong in them. The only importer of yaml.

Every scalar is the text that stands in the file (contract 1.2): `012345678901`, `yes` and `1.0` stay what they
look like. Where a schema says boolean or number, `validation` reads the text as one. Nothing here raises: a
file that is no YAML, no UTF-8 or no file at all is a `Problem`.
"""

from .files import NotReadable, read_bytes
from .naming import NAME_PATTERN, is_name, looks_literal
from .passed_over import holds_documents
from .publishing import DOCUMENT, published_schemas
from .reading import Loaded, LoadedMapping, read_mapping, read_text
from .tree import Bounds, gather, read_tree
from .work_tree import work_tree

__all__ = [
    "DOCUMENT",
    "NAME_PATTERN",
    "Bounds",
    "Loaded",
    "LoadedMapping",
    "NotReadable",
    "holds_documents",
    "is_name",
    "looks_literal",
    "published_schemas",
    "read",
    "read_bytes",
    "read_mapping",
    "read_tree",
    "work_tree",
]


def read(data: bytes, file: str) -> Loaded:
    """Read the documents of one file with all their problems; *file* is its path as users see it."""
    return gather((read_text(data, file),))
