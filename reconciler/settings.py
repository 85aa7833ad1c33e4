"""reconciler.yaml as values: which accounts, which guards. Parses a mapping that `documents` loaded."""

from dataclasses import dataclass, field
from enum import StrEnum


class Ruling(StrEnum):
    """What a guard does when it trips."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class ChangeSets(StrEnum):
    """How changes are packed: as few sets as can be, or one experience a set."""

    MINIMAL = "minimal"
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True)
class Role:
    """A role to assume first, with the external id that its trust policy may ask for."""

    arn: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Marketplace:
    """The buyer side: the management account or a delegated administrator."""

    account: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """The seller side: one account, its regions in the order written."""

    name: str
    account: str
    regions: tuple[str, ...]
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class MaxRemovals:
    """How many members one list may lose: *count*, or *share* (0-1) once it has *floor* members."""

    count: int = 20
    share: float = 0.3
    floor: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What must not happen unacknowledged (contract 1.1)."""

    protected: tuple[str, ...] = ()
    max_accounts_losing_access: int = 50
    max_removals: MaxRemovals = MaxRemovals()
    ungoverned: Ruling = Ruling.REFUSE
    public_endpoint_service: Ruling = Ruling.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One reconciler.yaml. *file* is its path as users see it; *desired_state* is relative to its folder."""

    file: str
    desired_state: str = "desired_state"
    organization: str | None = None
    marketplace: Marketplace | None = None
    sellers: tuple[Seller, ...] = ()
    guards: Guards = field(default_factory=Guards)
    change_sets: ChangeSets = ChangeSets.MINIMAL
    permission_edits_per_call: int = 500
