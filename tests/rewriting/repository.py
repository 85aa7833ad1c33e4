"""Files of documents of the real kinds, opened for rewriting."""

from textwrap import dedent

from reconciler.kinds import all_kinds
from reconciler.rewriting import YamlFile, shapes_of

KINDS = shapes_of({name: kind.schema for name, kind in all_kinds().items()})


def file_of(text: str) -> YamlFile:
    """Return *text*, without its common indentation, as a file."""
    return YamlFile.of(dedent(text).encode(), "a.yaml", KINDS)
