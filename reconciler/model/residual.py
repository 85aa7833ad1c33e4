"""Residual access: live connections whose grant is gone."""

from dataclasses import dataclass

from reconciler.printed import ResidualAccessJson

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualAccess:
    """A live connection of an account whose grant is or was revoked: AWS keeps connections when it removes a grant.

    *principal* is the grant that the plan revokes, or the root of the account when it was revoked earlier. *since* is
    `YYYY-MM-DDTHH:MM:SSZ`. *admitted_by* are other grants that still allow the account.
    """

    service: Address
    principal: str
    endpoint: str
    owner: str
    state: str
    region: str
    since: str
    admitted_by: tuple[str, ...] = ()

    def as_json(self) -> ResidualAccessJson:
        """Return the JSON of the plan (contract 4)."""
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
