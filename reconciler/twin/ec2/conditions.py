"""What a test or a demo may choose about EC2: time, chance, durations, switches and faults."""

import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from .faults import StaleReads

EDITS_PER_CALL = 1000
"""AWS documents no limit of principals in a call (privatelink.md 5.1); no client should rely on there being none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The surroundings of all endpoint services; durations are in seconds.

    A service is Pending for *creating* and Deleting for *deleting*, a region that it is to support Pending for
    *creating*; an accepted connection is pending for *connecting*; an endpoint that its consumer deleted is seen
    unchanged by the owner for *departing*; a private DNS name that *verifiable* covers is verified *verifying* after
    StartVpcEndpointServicePrivateDnsVerification. *request_rates* turns EC2's token buckets on. *unknown_principals*
    are ARNs that EC2 refuses though their form is right; one edit of permissions names *edits_per_call* principals at
    most, and a service admits *principals_per_service* (0: any number).
    """

    in_force: ClassVar["Conditions"]

    clock: Callable[[], float] = time.time
    random: Random = field(default_factory=Random)
    creating: float = 0.0
    deleting: float = 0.0
    connecting: float = 0.0
    departing: float = 0.0
    verifying: float = 0.0
    request_rates: bool = False
    verifiable: frozenset[str] = frozenset()
    unknown_principals: frozenset[str] = frozenset()
    edits_per_call: float = EDITS_PER_CALL
    principals_per_service: float = 0
    faults: StaleReads = field(default_factory=StaleReads)

    def new_id(self, prefix: str) -> str:
        """Make an id with 17 hexadecimal digits."""
        return f"{prefix}-{self.random.getrandbits(68):017x}"

    def letters(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        """Make *count* characters of *alphabet*."""
        return "".join(self.random.choices(alphabet, k=count))


Conditions.in_force = Conditions()
