"""A program that reads real documents, and AWS through prepared clients."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reconciler.kinds import all_kinds
from reconciler.pipeline import Repository, load
from reconciler.ports import Clients
from tests.cli.fakes import FakeProgram
from tests.fakes.ports import clients
from tests.fakes.world import FakeWorld


@dataclass
class Reader(FakeProgram):
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
