"""Whether Private Marketplace is open in the organization, and what documents do about that.

Example: trusted access is not enabled, and a document states `trusted_access: true` and `service_linked_role: true`.
The standing is OPENS: the plan enables Private Marketplace first, and assumes that there are no experiences. Without
such a document, nothing can be planned.
"""

from enum import StrEnum
from typing import NamedTuple

from .address import Address


class MarketplaceStanding(StrEnum):
    """Whether Private Marketplace takes changes (facts: catalog 4.4), before a plan and after it."""

    OPEN = "it is enabled, and stays so"
    OPENS = "it is not enabled, and the plan enables it"
    ENDS = "it is enabled, and the plan ends it"
    CLOSED = "it is not enabled, and stays so"


class Opening(NamedTuple):
    """What the document at *address* states of trusted *access* and of the *role*; None is "not stated"."""

    address: Address
    access: bool | None
    role: bool | None

    def without_endings(self) -> "Opening":
        """Return the same without what it ends."""
        return self._replace(access=self.access or None, role=self.role or None)

    def standing(self, *, trusted: bool, has_role: bool) -> MarketplaceStanding:
        """Return the standing, given whether AWS has trusted access and, as far as that is seen, the role."""
        if trusted and has_role:
            return MarketplaceStanding.ENDS if self.access is False else MarketplaceStanding.OPEN
        opens = (trusted or self.access) and (has_role or self.role) and self.access is not False
        return MarketplaceStanding.OPENS if opens else MarketplaceStanding.CLOSED
