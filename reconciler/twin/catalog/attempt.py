"""A change set tried on a copy of the world: what it would leave behind, or why it fails (catalog 5.1).

The order of the list is not the contract ("Catalog API evaluates which order the changes need to be applied"):
changes are carried out in the order of `ORDER`, so that creation, content, principals and status fit in one set.
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

# No code is documented for these refusals; the console's mock data (catalog 5.2) uses this one for the rest.
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
    """Give the refusal with one error."""
    return ChangeRefused(ErrorDetail(code, message))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What held when the set was started.

    *authorized*: the caller is an administrator of an organisation with the feature enabled; *principals*: those
    of the organisation; *busy*: those named by other open sets; *aliases*: product ids that are stored as others.
    """

    authorized: bool
    principals: frozenset[str]
    busy: frozenset[str]
    aliases: Mapping[str, str]
    new_id: Callable[[str], str]


@dataclass(slots=True)
class Attempt:
    """The changes of one set on their way through *world*, a copy; *before* is the world they found."""

    before: World
    changes: tuple[Change, ...]
    terms: Terms
    now: float
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = self.before.copy()

    def in_order(self) -> list[Change]:
        """Give the changes as the service orders them."""
        return sorted(self.changes, key=lambda change: ORDER.index(change.type))

    def others(self, change: Change, change_type: str = "") -> Iterator[Change]:
        """Walk the other changes of the same experience, of one type if given."""
        return (
            other
            for other in self.changes
            if other is not change and other.experience == change.experience and change_type in {"", other.type}
        )

    def check_standing(self, change: Change) -> None:
        """Refuse what the caller or the state of the experience rules out, whatever the details."""
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
