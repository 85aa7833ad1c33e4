"""`reconciler drift --adopt` with prepared clients, from the command line to the files of a repository."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import dedent

from reconciler.cli.program import Tell
from reconciler.pipeline import Planning, PlanOptions, Repository, plan
from reconciler.ports import Clients
from reconciler.reading_progress import ReadingProgress
from reconciler.settings import Seller
from tests.cli.fakes import Said, command
from tests.fakes.endpoint_services import FakeEndpointServices, selling
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.reading import Reader

SAAS = Seller("saas", "888888888888", ("us-east-1",))
SETTINGS = """\
version: 1
marketplace: {account: "111111111111"}
sellers: {saas: {account: "888888888888", regions: [us-east-1]}}
"""
LOOSE = """\
guards:
  max_accounts_losing_access: 999
  max_accounts_losing_everything: 999
  max_removals: {count: 999, share: 1, floor: 0}
  max_connected_removed: 999
  ungoverned: allow
"""
"""Guards that refuse only what ends, what empties a list, and what AWS cannot undo."""


@dataclass
class Restater(Reader):
    """A reader that plans."""

    def plan(
        self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell, read: ReadingProgress
    ) -> Planning:
        """Read AWS and plan."""
        self.reads.append(read)
        return plan(repository, self.reader, options, clock=FakeClock(), commit=commit, tell=tell)


@dataclass
class Drifted:
    """A repository in *folder*, which is the working directory, and what AWS has."""

    folder: Path
    reader: Clients = field(default_factory=lambda: clients(FakeWorld()))

    def settings(self, more: str = "") -> None:
        """Write reconciler.yaml with a marketplace, a seller, and *more*."""
        (self.folder / "reconciler.yaml").write_text(SETTINGS + more)

    def wish(self, text: str, file: str = "all.yaml") -> None:
        """Write a file of documents; common indentation is removed."""
        path = self.folder / "desired_state" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))

    def text(self, file: str = "all.yaml") -> str:
        """Return the text of a file of documents."""
        return (self.folder / "desired_state" / file).read_text()

    def adopt(self, options: str = "--select *", *, answer: str | None = None) -> Said:
        """Run `drift --adopt` with *options*; with *answer*, at a terminal that gives it."""
        line = f"drift --adopt {options}".strip()
        return command(line, Restater(reader=self.reader), tty=answer is not None, answer=answer or "")

    def plan(self) -> Planning:
        """Plan the repository as it is now, which must have no errors."""
        made = Restater(reader=self.reader)
        repository = made.load(Path("reconciler.yaml"))
        assert repository.errors == ()
        return made.plan(repository, PlanOptions(), None, lambda _message: None, ReadingProgress())

    def differing(self) -> Mapping[str, Sequence[str]]:
        """Return the paths of the fields that the next plan would change, by address."""
        return {str(one.address): [field.path for field in one.fields] for one in self.plan().plan.changes}


def aws(*experiences: LiveExperience, services: FakeEndpointServices | None = None) -> Clients:
    """Return clients of a marketplace with *experiences* and of a seller with *services*."""
    sold = selling(services or FakeEndpointServices(), (SAAS,))
    return replace(clients(FakeWorld.of(*experiences)), sellers=sold.sellers)


def told(said: Said) -> str:
    """Return what a command says of the adoption, below the drift."""
    return said.out.rpartition("\n\n")[2]
