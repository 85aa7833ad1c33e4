"""The organizations of a federation, read live: that of the source, and those of its members.

Each is read with the credentials of its own account. A member's account is reached by a role there, which the
credentials of the source's account assume.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from reconciler.errors import Refused, Unreadable, UsageError
from reconciler.kind import Kind, Side
from reconciler.model import Fields, Observed, stated
from reconciler.pipeline.adopting import LiveState, read_live_state
from reconciler.pipeline.loading import Repository
from reconciler.ports import Clients, Clock
from reconciler.settings import Marketplace, Role, Settings

EXPERIENCE: Final = "experience"
MANAGEMENT: Final = "management"
SETTINGS: Final = "reconciler.yaml"
ARCHIVED: Final = "archived"


def no_message(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads organizations: *kinds* of marketplaces, with the clients that *opened* makes for settings."""

    kinds: Mapping[str, Kind]
    opened: Callable[[Settings], Clients]
    clock: Clock
    names: bool = False
    tell: Callable[[str], None] = field(default=no_message)

    def source(self) -> "OrganizationRead":
        """Read the organization of the credentials. Raises Refused and Unreadable as an import of everything does."""
        file = f"{MANAGEMENT}/{SETTINGS}"
        clients = self.opened(Settings(file=file))
        settings = Settings(file=file, marketplace=Marketplace(clients.identity.account()))
        return self._read(MANAGEMENT, clients, settings)

    def member(self, account: str, role: str) -> "OrganizationRead":
        """Read the organization that *account* manages. Raises as `source`, with the account in the message."""
        folder = f"members/{account}"
        arn = f"arn:aws:iam::{account}:role/{role}"  # Private Marketplace is in AWS's commercial partition only
        settings = Settings(file=f"{folder}/{SETTINGS}", marketplace=Marketplace(account, Role(arn)))
        with _about(account):
            return self._read(folder, self.opened(settings), settings)

    def _read(self, folder: str, clients: Clients, settings: Settings) -> "OrganizationRead":
        clients.progress.go_on()
        repository = Repository(settings=settings, kinds=self.kinds)
        state = read_live_state(repository, clients, self.clock, self.tell, names=self.names)
        settings = replace(settings, organization=state.snapshot.organization.id)
        return OrganizationRead(folder, replace(state, repository=replace(repository, settings=settings)), clients)


@dataclass(frozen=True, slots=True)
class OrganizationRead:
    """What AWS has of one organization; *folder* is where its settings and documents are written to."""

    folder: str
    state: LiveState
    clients: Clients

    @property
    def settings(self) -> Settings:
        """Return the settings of the folder."""
        return self.state.repository.settings

    @property
    def id(self) -> str:
        """Return the id of the organization."""
        return self.settings.organization or ""

    @property
    def account(self) -> str:
        """Return the account whose credentials read it."""
        return self.settings.marketplace.account if self.settings.marketplace else ""

    def up(self, path: str) -> str:
        """Return *path*, which is below the new repository, as the settings of the folder name it."""
        return "../" * (self.folder.count("/") + 1) + path

    @property
    def experiences(self) -> Mapping[str, Observed[Any]]:
        """Return its experiences by id, archived ones, too."""
        return self.state.objects(EXPERIENCE)

    def live(self) -> Mapping[str, Fields]:
        """Return the fields of the experiences that are not archived, by id."""
        found = {id_: stated(one.spec) for id_, one in sorted(self.experiences.items())}
        return {id_: fields for id_, fields in found.items() if fields.get("status") != ARCHIVED}


def without_sellers(kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """Return *kinds* without those of sellers: the sample knows none."""
    return {name: one for name, one in kinds.items() if not (one.remote and one.remote.side is Side.SELLERS)}


@contextmanager
def _about(account: str) -> Iterator[None]:
    """Name the member in the errors of its reading."""
    try:
        yield
    except (Refused, Unreadable) as error:
        raise type(error)(f"member {account}: {error.message}", error.hint) from error


def check_apart(source: OrganizationRead, members: Sequence[OrganizationRead]) -> None:
    """Raise UsageError if two accounts are of one organization: it would have two folders."""
    seen = {source.id: source.account}
    for one in members:
        if one.id in seen:
            message = f"{one.account} is of {one.id}, as {seen[one.id]} is"
            raise UsageError(message, "name one account for each member organization, and not the source's")
        seen[one.id] = one.account
