"""`reconciler import --all` with prepared clients, from the command line to the files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.cli.program import Tell
from reconciler.pipeline import (
    Adopted,
    AdoptOptions,
    Migrated,
    MigrateOptions,
    Repository,
    SampleFile,
    adopt_all,
    migrate,
)
from reconciler.ports import Clients
from reconciler.reading_progress import ReadingProgress
from tests.cli.fakes import Said, command
from tests.fakes.ports import FakeClock
from tests.reading import Reader


@dataclass
class Importer(Reader):
    """A reader that imports what AWS has, and what the files of the sample say."""

    def adopt_all(self, repository: Repository, options: AdoptOptions, tell: Tell, read: ReadingProgress) -> Adopted:
        """Read AWS and return the documents."""
        self.reads.append(read)
        return adopt_all(repository, self.reader, options, clock=FakeClock(), tell=tell)

    def migrate(
        self,
        repository: Repository,
        files: Callable[[Clients], Sequence[SampleFile]],
        options: MigrateOptions,
        tell: Tell,
        read: ReadingProgress,
    ) -> Migrated:
        """Read AWS and the sample, and return the documents."""
        self.reads.append(read)
        return migrate(repository, self.reader, files, options, clock=FakeClock(), tell=tell)


def import_all(reader: Clients, options: str = "") -> Said:
    """Run the command with *options* in the working directory."""
    return command(f"import --all {options}", Importer(reader=reader))


def files(folder: Path) -> dict[str, str]:
    """Return the text of every file below *folder*."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}
