"""The conditions of EC2 that a test or a demo sets: clock, chance, durations, switches and faults."""

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

Published = Callable[[str], frozenset[str]]
"""Returns the values of the TXT records that the public DNS has at a name."""

EDITS_PER_CALL = 1000
"""AWS documents no limit of principals in a call (privatelink 5.1); no client should rely on there being none."""


def _nothing_published(_name: str) -> frozenset[str]:
    return frozenset()


class StaleReads:
    """Reads that answer as if the last write had not happened yet: eventual consistency on demand.

    EC2's reads are eventually consistent, without a published bound (privatelink 1.0). So a test says how many reads of
    an operation are stale after each write to an endpoint service.
    """

    def __init__(self) -> None:
        self._stale: dict[str, int] = {}

    def read_stale(self, operation: str, *, times: int = 1) -> None:
        """After each write, make the next *times* calls of a Describe operation return the old state; 0 ends that."""
        self._stale[operation] = times

    def stale_reads(self, operation: str) -> int:
        """Return how many reads of *operation* are stale after a write."""
        return self._stale.get(operation, 0)


@dataclass(frozen=True, slots=True)
class Phase:
    """A state that becomes *then* when the clock reaches *due* (seconds since 1970); by default it stays."""

    state: str
    due: float = math.inf
    then: str = ""

    def at(self, now: float) -> str:
        """Return the state at the moment *now*."""
        return self.then if now >= self.due else self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions of all endpoint services; durations are in seconds.

    A service is Pending for *creating* and Deleting for *deleting*; a supported Region that is added is Pending for
    *creating*. An accepted connection is pending for *connecting*. The owner still sees an endpoint that its consumer
    deleted, unchanged, for *departing*. A private DNS name whose record is *published* is verified *verifying* after
    StartVpcEndpointServicePrivateDnsVerification. *request_rates* turns EC2's token buckets on. *unknown_principals*
    are ARNs that EC2 refuses although their form is right. An edit of permissions takes at most *edits_per_call*
    principals, and a service admits at most *principals_per_service* (0: any number).
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
    published: Published = _nothing_published
    unknown_principals: frozenset[str] = frozenset()
    edits_per_call: float = EDITS_PER_CALL
    principals_per_service: float = 0
    faults: StaleReads = field(default_factory=StaleReads)

    def new_id(self, prefix: str) -> str:
        """Return a new id with 17 hexadecimal digits."""
        return f"{prefix}-{self.random.getrandbits(68):017x}"

    def letters(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        """Return *count* random characters of *alphabet*."""
        return "".join(self.random.choices(alphabet, k=count))


Conditions.in_force = Conditions()


def take_effect(seed: SeededEndpointServices, surroundings: TwinConditions, published: Published) -> None:
    """Put the conditions of *seed* in force, with the clock, the chance and the faults of the twin.

    Chance is copied, so that the catalogue's ids are the same with and without endpoint services.
    """
    faults = surroundings.faults
    Conditions.in_force = Conditions(
        clock=surroundings.clock,
        random=copy(surroundings.random),
        request_rates=seed.request_rates,
        published=published,
        unknown_principals=frozenset(seed.unknown_principals),
        faults=faults if isinstance(faults, StaleReads) else StaleReads(),
        **seed.durations,
        **seed.quotas,
    )
