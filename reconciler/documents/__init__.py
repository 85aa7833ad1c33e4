"""YAML text -> documents and problems. The only importer of yaml.

Every scalar is the text that stands in the file (contract 1.2): `012345678901`, `yes` and `1.0` stay text. Where a
schema says boolean or number, `validation` converts the text. Nothing here raises: a file that is missing, not UTF-8 or
not YAML becomes a `Problem`.
"""

from .aws_sample import holds_aws_sample
from .files import NotReadable, read_bytes
from .git_tree import work_tree
from .naming import NAME_PATTERN, is_name, looks_literal
from .parser_events import SyntaxEvent, What, events
from .publishing import DOCUMENT, published_schemas
from .reading import Loaded, LoadedMapping, read_mapping, read_text
from .tree import Bounds, FoundFile, find_files, gather, read_tree
from .unread_files import documents_below, holds_documents, is_hidden, is_ignored, is_of_git

__all__ = [
    "DOCUMENT",
    "NAME_PATTERN",
    "Bounds",
    "FoundFile",
    "Loaded",
    "LoadedMapping",
    "NotReadable",
    "SyntaxEvent",
    "What",
    "documents_below",
    "events",
    "find_files",
    "holds_aws_sample",
    "holds_documents",
    "is_hidden",
    "is_ignored",
    "is_name",
    "is_of_git",
    "looks_literal",
    "published_schemas",
    "read",
    "read_bytes",
    "read_mapping",
    "read_text",
    "read_tree",
    "work_tree",
]


def read(data: bytes, file: str) -> Loaded:
    """Read the documents of one file, with all problems found in it; *file* is its path as users see it."""
    return gather((read_text(data, file),))
