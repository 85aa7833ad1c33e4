"""What a test or a demo may choose about EC2: time, chance, durations, switches and faults."""

import math
import string
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from reconciler.twin.catalog.conditions import Conditions as TwinConditions

from .seed import SeededEndpointServices

EDITS_PER_CALL = 1000
"""AWS documents no limit of principals in a call (privatelink 5.1); no client should rely on there being none."""


class StaleReads:
    """Reads that answer as if the last write had not happened yet: eventual consistency on demand.

    EC2 "is eventually consistent" and publishes no bound (privatelink 1.0), so that a test says how many reads
    of an operation are stale after each write to an endpoint service.
    """

    def __init__(self) -> None:
        self._stale: dict[str, int] = {}

    def read_stale(self, operation: str, *, times: int = 1) -> None:
        """Answer, after each write, the next *times* calls of a Describe operation from before it; 0 ends that."""
        self._stale[operation] = times

    def stale_reads(self, operation: str) -> int:
        """Give how many reads of *operation* are stale after a write."""
        return self._stale.get(operation, 0)


@dataclass(frozen=True, slots=True)
class Phase:
    """A state that turns into *then* when the clock reaches *due* (seconds since 1970); by default it stays."""

    state: str
    due: float = math.inf
    then: str = ""

    def at(self, now: float) -> str:
        """Give the state at the moment *now*."""
        return self.then if now >= self.due else self.state


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


def take_effect(seed: SeededEndpointServices, surroundings: TwinConditions) -> None:
    """Put the conditions of *seed* in force, under the clock, the chance and the faults of the twin.

    Chance is a copy, so that the catalogue's ids are the same with and without endpoint services.
    """
    faults = surroundings.faults
    Conditions.in_force = Conditions(
        clock=surroundings.clock,
        random=copy(surroundings.random),
        request_rates=seed.request_rates,
        verifiable=frozenset(seed.verifiable),
        unknown_principals=frozenset(seed.unknown_principals),
        faults=faults if isinstance(faults, StaleReads) else StaleReads(),
        **seed.durations,
        **seed.quotas,
    )
