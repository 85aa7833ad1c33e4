"""The files of documents that `subscribers --write` proposes: each is a new one, and none is written over."""

from pathlib import Path

from reconciler.errors import UsageError
from reconciler.model import Address
from reconciler.pipeline import Sources, Subscribers, propose, sources_of
from reconciler.printed import ProposalJson

from .repository import find_config
from .together import FileEdit, write_together

_KIND = "allowed_principals"


def write_proposed(customers: Subscribers, config: str | None) -> list[ProposalJson]:
    """Write a document for each subscriber that is not allowed, all or none, and return what was written.

    Raises UsageError for a folder that no document is read from, ReconcilerError if a file cannot be written.
    """
    sources = sources_of(find_config(config, Path.cwd()))
    stems = [path.stem for path in sorted((sources.folder / _KIND).glob("*.y*ml"))]
    proposed = propose(customers, [Address(_KIND, stem) for stem in stems])
    write_together([_edit(sources, name, text) for name, text in proposed.files.items()])
    return [{**one, "file": str(sources.folder / one["file"]) if one["file"] else None} for one in proposed.told]


def _edit(sources: Sources, name: str, text: str) -> FileEdit:
    """Return the edit that makes one file; it is refused where a plan would not read it."""
    path = sources.folder / name
    if sources.leaves_out(path):
        raise UsageError(f"{path} would not be read: {sources.config} ignores it", "take it out of ignore")
    return FileEdit(path, None, text.encode())
