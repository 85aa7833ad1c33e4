"""The DNS record by which AWS verifies a private DNS name."""

from dataclasses import dataclass

from reconciler.printed import DnsRecordJson

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecord:
    """A TXT record with *value* at *name*, a full domain name. The owner of the domain publishes it.

    *state* is AWS's: pendingVerification, verified or failed. When the record is deleted later, the name may lose its
    verification.
    """

    service: Address
    name: str
    value: str
    state: str

    def as_json(self) -> DnsRecordJson:
        """Return the JSON of the plan (contract 4)."""
        return {
            "service": str(self.service),
            "name": self.name,
            "type": "TXT",
            "value": self.value,
            "state": self.state,
        }
