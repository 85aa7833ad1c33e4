"""What each of the twelve change types does to the world, or why it can't (catalog 1.10, 5.1)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reconciler.twin.catalog.attempt import Attempt, ChangeRefused, ErrorDetail
from reconciler.twin.catalog.change import Change

from . import audience, branding, experience, policy

EFFECTS: Final[Mapping[str, Callable[[Attempt, Change], None]]] = MappingProxyType(
    {
        "CreateExperience": experience.create,
        "UpdateExperience": experience.update,
        "RestrictExperience": experience.restrict,
        "ReviveExperience": experience.revive,
        "CreateProcurementPolicy": policy.create,
        "UpdateProcurementPolicy": policy.update,
        "AllowProductProcurement": policy.allow,
        "DenyProductProcurement": policy.deny,
        "CreateBrandingSettings": branding.create,
        "UpdateBrandingSettings": branding.update,
        "AssociateAudience": audience.associate,
        "DisassociateAudience": audience.disassociate,
    }
)


def carry_out(attempt: Attempt, most: int | None = None) -> dict[int, tuple[ErrorDetail, ...]]:
    """Carry out the changes, the first *most* if given; the errors of those that failed, by their index."""
    errors = {}
    for change in attempt.in_order()[:most]:
        try:
            _carry_out(attempt, change)
        except ChangeRefused as refusal:
            errors[change.index] = refusal.errors
    return errors


def _carry_out(attempt: Attempt, change: Change) -> None:
    attempt.check_standing(change)
    EFFECTS[change.type](attempt, change)
    if not change.creates:
        # DG-PMP's walk-through counts the experience up with every change, those of its children included.
        attempt.world.touch(attempt.world.experience(change.experience), attempt.now)
