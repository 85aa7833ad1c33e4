"""The settings as frozen values."""

from dataclasses import dataclass, field
from enum import StrEnum

from reconciler.model import Acceptance, Marks, Problem, place
from reconciler.parties import Marketplace, Seller


class Ruling(StrEnum):
    """What a guard does when its rule is broken."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class ChangeSets(StrEnum):
    """How changes are packed: into the fewest change sets, with one experience in each, or to end the soonest."""

    MINIMAL = "minimal"
    ISOLATED = "isolated"
    FASTEST = "fastest"


@dataclass(frozen=True, slots=True)
class MaxRemovals:
    """The limits for removals from one list: at most *count* members, and at most *share* (0-1) of them.

    A list with fewer than *floor* members may lose half of them, rounded down, or *share* where that is more. Example,
    with the defaults: of 100 members 20 may go (count), of 40 twelve (share), of 4 two, and of 1 none.
    """

    count: int = 20
    share: float = 0.3
    floor: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The rules that refuse a plan until the user accepts them, with their limits (contract 1.1)."""

    protected: tuple[str, ...] = ()
    max_accounts_losing_access: int = 50
    max_accounts_losing_everything: int = 0
    max_removals: MaxRemovals = MaxRemovals()
    max_grants_removed: int = 20
    max_connected_removed: int = 0
    ungoverned: Ruling = Ruling.REFUSE
    public_endpoint_service: Ruling = Ruling.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One reconciler.yaml. *file* is its path as users see it; *desired_state* is relative to the folder of the file.

    *include* are files and folders with further documents, also relative. *ignore* are globs of files below
    *desired_state* that have no documents. *accepted* are rules that are accepted until a day. *notify* are the
    recipients of `drift --notify` as they are written. *marks* are the places of its values. *problems* are its
    warnings and notes: a file with errors has no settings.
    """

    file: str
    desired_state: str = "desired_state"
    organization: str | None = None
    marketplace: Marketplace | None = None
    sellers: tuple[Seller, ...] = ()
    guards: Guards = field(default_factory=Guards)
    change_sets: ChangeSets = ChangeSets.MINIMAL
    permission_edits_per_call: int = 500
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    notify: tuple[str, ...] = field(default=(), repr=False)
    marks: Marks | None = field(default=None, compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    def at(self, *path: str | int) -> str:
        """Return the place of the value at *path*, `file:line:column`; only the file when there are no marks."""
        return f"{self.file}:{place(self.marks.find(path))}" if self.marks else self.file
