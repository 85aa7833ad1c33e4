"""Private DNS names and the proof that their owner has the domain (privatelink 2.3)."""

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
    """A private name; the owner proves it with the TXT record *label*.*domain*, whose value is *value*."""

    name: str
    label: str
    value: str
    phase: Phase = CLAIMED

    def started(self, conditions: Conditions) -> "PrivateDns":
        """Return the name after its verification is started now.

        A name that cannot be verified stays pending: the time until it fails is unknown (privatelink 5.6). A name is
        never verified without being started, although AWS also looks by itself (privatelink 2.3): nobody can rely on
        that.
        """
        if not covers(conditions.verifiable, self.name):
            return self
        due = conditions.clock() + conditions.verifying
        return replace(self, phase=Phase(PENDING, due, VERIFIED))


def claim(name: str, conditions: Conditions) -> PrivateDns:
    """Return a new name with its TXT record: a label of `_` and 20 characters, a value of `vpce:` and 20 characters.

    Raises:
        InvalidParameter: the name breaks a rule of the PrivateLink guide (privatelink 2.3), or is empty (privatelink
            5.7): a name is removed with RemovePrivateDnsName.
    """
    fewest, most = limits.PRIVATE_DNS_NAME_LENGTH
    if not fewest <= len(name) <= most or not re.fullmatch(limits.PRIVATE_DNS_NAME_PATTERN, name):
        raise INVALID_PARAMETER(f"Invalid private DNS name: '{name}'")
    label = conditions.letters(20, string.ascii_lowercase + string.digits)
    return PrivateDns(name=name, label=f"_{label}", value=f"vpce:{conditions.letters(20)}")


def covers(verifiable: frozenset[str], name: str) -> bool:
    """Whether *verifiable* has the name or a domain above it, which covers it (privatelink 2.3)."""
    labels = name.removeprefix("*.").split(".")
    return any(".".join(labels[start:]) in verifiable for start in range(len(labels)))
