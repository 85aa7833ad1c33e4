"""The effect of each of the twelve change types on the world, and the reasons why it fails (catalog 1.10, 5.1)."""

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
    """Carry out the changes, or the first *most* of them; return the errors of those that failed, by index."""
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
        # The experience's revision counts every change, including changes to its policy and branding (catalog 1.2).
        attempt.world.touch(attempt.world.experience(change.experience), attempt.now)
