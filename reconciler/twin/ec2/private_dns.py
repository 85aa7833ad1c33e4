"""Private DNS names and the proof that their owner has the domain (privatelink 2.3)."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reconciler import privatelink_limits

from .codes import INVALID_PARAMETER
from .conditions import Conditions, Phase, Published

PENDING = "pendingVerification"
VERIFIED = "verified"
FAILED = "failed"
CLAIMED = Phase(PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDns:
    """A private name; the owner proves it with the TXT record *label*.*domain*, whose value is *value*."""

    name: str
    label: str
    value: str
    phase: Phase = CLAIMED

    def started(self, conditions: Conditions) -> "PrivateDns":
        """Return the name after its verification is started now.

        A name whose record is not published keeps its state: the time until a pending one fails is unknown
        (privatelink 5.6). A name is never verified without being started, although AWS also looks by itself
        (private-dns 1.1): nobody can rely on that. Nor does it lose its verification when its record goes.
        """
        if not self.proven(conditions.published):
            return self
        due = conditions.clock() + conditions.verifying
        return replace(self, phase=Phase(PENDING, due, VERIFIED))

    def lost(self, state: str) -> "PrivateDns":
        """Return the name in another state of its verification."""
        return replace(self, phase=Phase(state))

    def proven(self, published: Published) -> bool:
        """Whether the public DNS has the exact value below the name or below a domain above it (privatelink 2.3).

        The record stands at *label*, or at the domain itself, for providers that refuse underscores.
        """
        return any(self.value in published(where) for where in self.places())

    def places(self) -> Iterator[str]:
        """Yield the names at which the record may stand. A domain has at least two labels."""
        labels = self.name.removeprefix("*.").split(".")
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            yield from (f"{self.label}.{domain}", domain)


def claim(name: str, conditions: Conditions) -> PrivateDns:
    """Return a new name with its TXT record: a label of `_` and 20 characters, a value of `vpce:` and 20 characters.

    Raises:
        InvalidParameter: the name breaks a rule of the PrivateLink guide (privatelink 2.3), or is empty (privatelink
            5.7): a name is removed with RemovePrivateDnsName.
    """
    fewest, most = privatelink_limits.PRIVATE_DNS_NAME_LENGTH
    if not fewest <= len(name) <= most or not re.fullmatch(privatelink_limits.PRIVATE_DNS_NAME_PATTERN, name):
        raise INVALID_PARAMETER(f"Invalid private DNS name: '{name}'")
    label = conditions.letters(20, string.ascii_lowercase + string.digits)
    return PrivateDns(name=name, label=f"_{label}", value=f"vpce:{conditions.letters(20)}")
