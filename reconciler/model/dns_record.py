"""The record that proves a private DNS name to AWS."""

from dataclasses import dataclass

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecord:
    """A TXT record of *value* at *name*, a whole domain name: whoever owns the domain publishes it.

    *state* is AWS's: pendingVerification, verified or failed. A record that is taken away can lose the verification.
    """

    service: Address
    name: str
    value: str
    state: str

    def as_json(self) -> dict[str, str]:
        """Return the form of the plan document (contract 4)."""
        return {
            "service": str(self.service),
            "name": self.name,
            "type": "TXT",
            "value": self.value,
            "state": self.state,
        }
