"""`reconciler import --all` with prepared clients, from the command line to the files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reconciler.cli.program import Tell
from reconciler.kinds import all_kinds
from reconciler.pipeline import (
    Adopted,
    AdoptOptions,
    Migrated,
    MigrateOptions,
    Repository,
    SampleFile,
    adopt_all,
    load,
    migrate,
)
from reconciler.ports import Clients
from reconciler.reading_progress import ReadingProgress
from tests.cli.fakes import FakeProgram, Said, command
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld


@dataclass
class Importer(FakeProgram):
    """A program that reads the repository in the working directory, and AWS through *reader*."""

    reader: Clients = field(default_factory=lambda: clients(FakeWorld()))

    def load(
        self,
        config: Path,
        paths: Sequence[Path] = (),
        beside: Sequence[Path] = (),
        *,
        today: date | None = None,
    ) -> Repository:
        """Read the repository."""
        return load(config, all_kinds(), paths, beside, today=today or self.now().date())

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
