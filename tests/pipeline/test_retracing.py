"""Going back through the versions of files: how far, how long, and how often a version is read."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from reconciler.attribution import Unproven, Watched
from reconciler.model import Address, Edit
from reconciler.pipeline import FileVersions, PastCommit, Retracing, Sources
from reconciler.settings import Settings

EXPERIENCE = Address("experience", "a")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = Path("desired_state/a.yaml").absolute()


def retraced(*titles: str, seconds: float = 0.0) -> tuple[Edit | Unproven, dict[str, int]]:
    """Return the last edit in a history of titles, oldest first, and how often each was read.

    A commit was made each hour; each look at the clock is *seconds* later.
    """
    commits = [
        PastCommit(f"{at:040}", NOON + timedelta(hours=at), (FileVersions(FILE, before, after),))
        for at, (before, after) in enumerate(zip(["", *titles], titles, strict=False))
    ]
    looks, reads = count(), Counter[str]()

    def content(title: str) -> bytes:
        reads[title] += 1
        return f"{{kind: experience, name: a, title: {title[0]}}}\n".encode()

    sources = Sources(Path("reconciler.yaml"), Settings(file="reconciler.yaml"), here=Path.cwd())
    walk = Retracing(sources, commits[::-1], content, lambda: next(looks) * seconds)
    return walk.edits([Watched(EXPERIENCE)])[EXPERIENCE], dict(reads)


def test_each_version_is_read_once_and_none_behind_the_edit() -> None:
    """The versions are A, B and B written otherwise: the second commit is the last edit."""
    found = retraced("A 1", "B 1", "B 2")
    assert found == (Edit(EXPERIENCE, "2026-11-22T13:00:00Z", f"{1:040}"), {"B 2": 1, "B 1": 1, "A 1": 1})


def test_a_document_that_was_there_first_was_changed_then() -> None:
    """The first commit wrote it."""
    assert retraced("A 1", "A 2")[0] == Edit(EXPERIENCE, "2026-11-22T12:00:00Z", f"{0:040}")


def test_reading_a_long_history_ends_after_a_minute() -> None:
    """What was found until then counts; the rest is unknown."""
    late = Unproven("reading the history of the documents took longer than 60 seconds")
    assert retraced("A 1", "B 1", "B 2", "B 3", seconds=25.0)[0] == late
    assert isinstance(retraced("A 1", "B 1", seconds=25.0)[0], Edit)


def test_a_document_that_no_commit_has_is_unknown() -> None:
    """Its file may be in a folder that git does not look into."""
    assert retraced()[0] == Unproven("no commit of this repository has the document")
