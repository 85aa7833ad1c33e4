"""Access that outlives the grant it came from."""

from dataclasses import dataclass
from typing import Any

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualAccess:
    """A live connection of an account whose principal loses its grant, or has lost it: removing a grant cuts nothing.

    *principal* is the grant that goes; where it went before, the root of the account. *since* is
    `YYYY-MM-DDTHH:MM:SSZ`; *admitted_by* are the other grants that still let the account in.
    """

    service: Address
    principal: str
    endpoint: str
    owner: str
    state: str
    region: str
    since: str
    admitted_by: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "service": str(self.service),
            "principal": self.principal,
            "endpoint": self.endpoint,
            "owner": self.owner,
            "state": self.state,
            "region": self.region,
            "since": self.since,
            "admitted_by": list(self.admitted_by),
        }
