"""An attempt of a change set on a copy of the world: what it would change, or why it fails (catalog 5.1).

AWS itself orders the changes of a set (catalog 1.4), so the caller's order does not count. The twin uses `ORDER`, in
which creation, content, principals and status of an experience fit in one set. Example: a set that lists
UpdateExperience (Enabled), AssociateAudience and CreateExperience is carried out as CreateExperience,
AssociateAudience, UpdateExperience.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from .change import Change
from .world import World

ORDER: Final = (
    "CreateExperience",
    "ReviveExperience",
    "CreateProcurementPolicy",
    "UpdateProcurementPolicy",
    "CreateBrandingSettings",
    "UpdateBrandingSettings",
    "DenyProductProcurement",
    "AllowProductProcurement",
    "DisassociateAudience",
    "AssociateAudience",
    "UpdateExperience",
    "RestrictExperience",
)
ALONE: Final = frozenset({"ReviveExperience", "RestrictExperience"})

# No code is documented for these refusals. The prototype's mock data (catalog 5.2) have this one.
UNDOCUMENTED: Final = "CLIENT_ERROR"


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One entry of ErrorDetailList."""

    code: str
    message: str


class ChangeRefused(Exception):
    """A change cannot be carried out; *errors* is its ErrorDetailList."""

    def __init__(self, *errors: ErrorDetail) -> None:
        super().__init__(*errors)
        self.errors = errors


def refuse(code: str, message: str) -> ChangeRefused:
    """Return a refusal with one error."""
    return ChangeRefused(ErrorDetail(code, message))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The facts that held when the set was started.

    *authorized*: the caller is an administrator, and Private Marketplace is enabled in the organization; *principals*:
    the principals of the organization; *busy*: the principals that other open sets name; *aliases*: product ids that
    are stored as others.
    """

    authorized: bool
    principals: frozenset[str]
    busy: frozenset[str]
    aliases: Mapping[str, str]
    new_id: Callable[[str], str]


@dataclass(slots=True)
class Attempt:
    """The changes of one set, carried out on *world*, a copy; *before* is the world as the set found it."""

    before: World
    changes: tuple[Change, ...]
    terms: Terms
    now: float
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = self.before.copy()

    def in_order(self) -> list[Change]:
        """Return the changes in the order in which the service carries them out."""
        return sorted(self.changes, key=lambda change: ORDER.index(change.type))

    def others(self, change: Change, change_type: str = "") -> Iterator[Change]:
        """Yield the other changes of the same experience, of one type if given."""
        return (
            other
            for other in self.changes
            if other is not change and other.experience == change.experience and change_type in {"", other.type}
        )

    def check_standing(self, change: Change) -> None:
        """Refuse a change that the caller or the state of the experience forbids, whatever its details."""
        if not self.terms.authorized:
            raise refuse("CALLER_NOT_AUTHORIZED", _unauthorized(change))
        if change.type in ALONE and any(self.others(change)):
            raise refuse(UNDOCUMENTED, f"{change.type} must be the only change of its experience.")
        if change.creates or change.type == "ReviveExperience":
            return
        found = self.before.get(change.experience)
        if found and self.before.experience(change.experience).archived:
            raise refuse(UNDOCUMENTED, f"Experience {change.experience} is archived and can't be updated.")


def _unauthorized(change: Change) -> str:
    if change.creates:
        return "Caller not authorized to create experience. "
    return "Caller not authorized to execute the action"
