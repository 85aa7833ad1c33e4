"""Settle Private Marketplace: complete its desired spec with what AWS will hold once the plan is carried out. Pure."""

from dataclasses import replace

from reconciler.model import Action
from reconciler.ownership import own

from .spec import BLANK, ObservedMarketplace, Paired, PrivateMarketplaceSpec, Wanted


def settle(desired: Wanted, observed: ObservedMarketplace | None) -> PrivateMarketplaceSpec:
    """Return the spec once its document is carried out; what is not seen from here is no difference."""
    before = observed.spec if observed else BLANK
    settled = own(desired.spec, before, desired.mode)
    return settled if before.service_linked_role is not None else replace(settled, service_linked_role=None)


def intent(_pair: Paired, _after: PrivateMarketplaceSpec) -> tuple[Action, str]:
    """Return the action and its reason: Private Marketplace is always there, enabled or not."""
    return Action.UPDATE, "differs from AWS"
