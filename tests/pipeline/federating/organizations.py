"""Several organizations on the twin, and `import --from-cross-org` from the command line to the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.kinds import all_kinds
from reconciler.model import Plan
from reconciler.pipeline import Federated, FederateOptions, PlanOptions, federate, load, plan
from reconciler.ports import Clients
from reconciler.reading_progress import ReadingProgress
from reconciler.settings import Settings
from reconciler.twin.seed import Seed
from tests.cli.fakes import FakeProgram, Said, command
from tests.fakes.ports import FakeClock
from tests.trial import MANAGEMENT, ORGANIZATION, Trial, clients, experience, world

ACME, GLOBEX = "666666666666", "777777777777"
SOURCE = "exp-approved-products"
ANALYTICS, MINER = "prod-loganalytics1", "12345678-0123-4567-abcd-43176543212"
LISTS = {"requests": "Deny", "allow": [ANALYTICS], "deny": [MINER]}


def source(**stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the experience that the members follow."""
    return {**experience("Approved Products", principals=[ORGANIZATION], policy=LISTS), **stated}


def member(*experiences: Mapping[str, Any], account: str = ACME, organization: str = "o-acmeacme01") -> dict[str, Any]:
    """Return a member organization."""
    return {
        "organization": {
            "id": organization,
            "root": f"r-{organization[-6:]}",
            "management_account": {"id": account, "name": f"Management of {organization}"},
        },
        "experiences": list(experiences),
    }


def followed(name: str, /, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an experience that the sample may keep in step: AWS reports no AdminStatus."""
    return {**experience(name, policy=LISTS), "admin_status": None, **stated}


def several(*members: Mapping[str, Any], own: tuple[Mapping[str, Any], ...] = (), **stated: Any) -> Seed:  # noqa: ANN401
    """Return a seed of the source's organization and those of *members*."""
    return world(*(own or (source(),)), other_organizations=list(members), **stated)


@dataclass
class Federator(FakeProgram):
    """A program that reads each organization with the credentials of its account."""

    def federate(self, options: FederateOptions, tell: Any, read: ReadingProgress) -> Federated:  # noqa: ANN401
        """Read AWS and return the files."""
        self.reads.append(read)
        return federate(all_kinds(), opened, options, clock=FakeClock(), tell=tell)


def opened(settings: Settings) -> Clients:
    """Return clients of the account of *settings*; without one, of the source's management account."""
    return clients(settings.marketplace.account if settings.marketplace else MANAGEMENT, writes=False)


def imported(accounts: str = ACME, options: str = "") -> Said:
    """Import from the command line."""
    return command(f"import --from-cross-org {accounts} {options}", Federator())


def planned(trial: Trial, folder: str) -> Plan:
    """Return the plan of one folder, read with the credentials that its settings name."""
    repository = load(trial.folder / folder / "reconciler.yaml", all_kinds(), today=trial.clock.now().date())
    assert repository.errors == ()
    reading = opened(repository.settings)
    return plan(repository, reading, PlanOptions(), clock=trial.clock, commit=None).plan


def lists(trial: Trial, name: str, folder: str = f"members/{ACME}") -> str:
    """Return the lists of products of the document of an experience, each on a line."""
    text = (trial.folder / folder / f"desired_state/experiences/{name}.yaml").read_text()
    inside = text.partition("products:\n")[2].partition("id: ")[0]
    return inside.replace("\n    - ", " ").replace("  ", "").strip()


def page(trial: Trial) -> str:
    """Return migration.md."""
    return (trial.folder / "migration.md").read_text()
