"""Private DNS names and the proof that one owns them (privatelink 2.3)."""

import re
import string
from dataclasses import dataclass, replace

from reconciler import limits

from .codes import INVALID_PARAMETER
from .conditions import Conditions, Phase

PENDING = "pendingVerification"
VERIFIED = "verified"
FAILED = "failed"
CLAIMED = Phase(PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDns:
    """A private name; the owner proves it with a TXT record *label*.*domain* that says *value*."""

    name: str
    label: str
    value: str
    phase: Phase = CLAIMED

    def started(self, conditions: Conditions) -> "PrivateDns":
        """Give what verification, started now, makes of it.

        A name that can't be verified stays pending: after how long it fails is not documented (privatelink 5.6).
        Nothing is verified without being started, though AWS "also polls on its own": that can't be relied on.
        """
        if not covers(conditions.verifiable, self.name):
            return self
        due = conditions.clock() + conditions.verifying
        return replace(self, phase=Phase(PENDING, due, VERIFIED))


def claim(name: str, conditions: Conditions) -> PrivateDns:
    """Give a new name its TXT record: `_` and 20 characters, `vpce:` and 20 characters.

    Raises:
        InvalidParameter: the name breaks a rule of the PrivateLink guide; an empty one does too, for a name is
            removed with RemovePrivateDnsName (privatelink 1.2; what AWS does with one is unknown, 5.7).
    """
    fewest, most = limits.PRIVATE_DNS_NAME_LENGTH
    if not fewest <= len(name) <= most or not re.fullmatch(limits.PRIVATE_DNS_NAME_PATTERN, name):
        raise INVALID_PARAMETER(f"Invalid private DNS name: '{name}'")
    label = conditions.letters(20, string.ascii_lowercase + string.digits)
    return PrivateDns(name=name, label=f"_{label}", value=f"vpce:{conditions.letters(20)}")


def covers(verifiable: frozenset[str], name: str) -> bool:
    """Whether the name or a domain above it is verifiable: "verifying `example.com` covers `service.example.com`"."""
    labels = name.removeprefix("*.").split(".")
    return any(".".join(labels[start:]) in verifiable for start in range(len(labels)))
