"""The spec of Private Marketplace in an organization: one type for the desired and for the live state."""

from dataclasses import dataclass

from reconciler.model import Desired, Observed, Pair, at


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMarketplaceSpec:
    """Whether Private Marketplace is enabled in the organization, and which accounts administer it.

    None means "not managed" in a desired spec. In a live one it means "not seen from here": only the management account
    can see its service-linked role (facts: enablement 1.3). *administrators* are account ids.
    """

    service_linked_role: bool | None = at("service_linked_role")
    trusted_access: bool | None = at("trusted_access")
    administrators: frozenset[str] | None = at("delegated_administrators.accounts")

    @property
    def is_open(self) -> bool:
        """Tell whether the Catalog API takes changes, as far as is seen from here."""
        return bool(self.trusted_access) and self.service_linked_role is not False


BLANK = PrivateMarketplaceSpec()
"""A spec of which nothing is known. Private Marketplace of an organization is always there, enabled or not."""
NONE: frozenset[str] = frozenset()

Wanted = Desired[PrivateMarketplaceSpec]
ObservedMarketplace = Observed[PrivateMarketplaceSpec]
Paired = Pair[PrivateMarketplaceSpec]
