"""When documents were last changed: each by what it says, not by its file.

Versions of documents are compared as parsed values. So a document that was moved to another file, renamed with its
file, reformatted or reordered was not changed. Uncommitted edits were made now. Nothing is known where the dates of
commits are in no order: the clock of some committer was wrong.

Example: commit 3 moves `experience.finance` to another file, commit 2 changes the id of `product.datadog`, which it
names, and commit 1 wrote both. The last edit of what ends up in the experience is that of commit 2.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from reconciler.attribution import MARGIN, Unproven, Watched, differing
from reconciler.documents import NotReadable, holds_documents, read, read_bytes
from reconciler.model import Address, Document, Edit
from reconciler.spelling import moment

from .loading import Sources

PATIENCE = 60.0
"""Seconds in which the versions of documents are read."""
_MARGIN = timedelta(seconds=MARGIN)

LastEdits = Mapping[Address, Edit | Unproven]
"""The last change of the documents behind each object, or why it is unknown."""


@dataclass(frozen=True, slots=True)
class FileVersions:
    """A file before and after a change, as the ids of its contents; empty where it was no file.

    *after* is None where it is the file that is checked out.
    """

    path: Path
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class PastCommit:
    """One commit, with the files that it changed; *sha* is None for what is in no commit yet."""

    sha: str | None
    at: datetime
    files: tuple[FileVersions, ...]


@dataclass(slots=True)
class Retracing:
    """Goes back through *history*, newest first, and parses each version of a file once.

    *content* returns the content that an id stands for. *seconds* returns those of a clock that never goes back.
    *parsed* has the oldest version of each file so far, which is the next one, as older commits find it.
    """

    sources: Sources
    history: Sequence[PastCommit]
    content: Callable[[str], bytes]
    seconds: Callable[[], float]
    parsed: dict[Path, tuple[str, tuple[Document, ...]]] = field(default_factory=dict)

    def edits(self, watched: Iterable[Watched]) -> LastEdits:
        """Return the last edit of each of *watched*, by its own document, or why it is unknown."""
        began, open_ = self.seconds(), {one.own: one for one in watched}
        found: dict[Address, Edit | Unproven] = {}
        for number, commit in enumerate(self.history):
            if not open_:
                break
            if self.seconds() - began > PATIENCE:
                late = Unproven(f"reading the history of the documents took longer than {PATIENCE:.0f} seconds")
                return {**found, **dict.fromkeys(open_, late)}
            before, after = self._changed(commit)
            for own, one in tuple(open_.items()):
                if changed := differing(one, before, after):
                    found[own] = self._edit(number, changed[0])
                    del open_[own]
        return {**found, **dict.fromkeys(open_, Unproven("no commit of this repository has the document"))}

    def _edit(self, number: int, address: Address) -> Edit | Unproven:
        """Return the edit of a commit, if the dates around it are in order; those of all later ones have to be, too."""
        commit = self.history[number]
        times = [one.at for one in self.history[: number + 2]] if commit.sha else []
        if any(earlier > later + _MARGIN for later, earlier in pairwise(times)):
            return Unproven("the dates of commits are in no order: a clock was wrong")
        return Edit(address, moment(commit.at), commit.sha)

    def _changed(self, commit: PastCommit) -> tuple[list[Document], list[Document]]:
        """Return the documents that differ before and after a commit."""
        files = [one for one in commit.files if holds_documents(one.path) and not self.sources.leaves_out(one.path)]
        after = _by_address(document for one in files for document in self._version(one, one.after))
        before = _by_address(document for one in files for document in self._version(one, one.before))
        return (
            [one for address, one in before.items() if address not in after or after[address].body != one.body],
            [one for address, one in after.items() if address not in before or before[address].body != one.body],
        )

    def _version(self, file: FileVersions, content: str | None) -> Iterable[Document]:
        """Return the documents of one version of a file."""
        if content is None:
            return _checked_out(file.path)
        known, documents = self.parsed.get(file.path, ("", ()))
        if content != known:
            documents = read(self.content(content), file.path.name).documents if content else ()
            self.parsed[file.path] = content, documents
        return documents


def _by_address(documents: Iterable[Document]) -> Mapping[Address, Document]:
    return {document.address: document for document in documents}


def _checked_out(path: Path) -> Iterator[Document]:
    """Return the documents of a file; of one that cannot be read or is gone there are none."""
    try:
        yield from read(read_bytes(path), path.name).documents
    except NotReadable:
        return
