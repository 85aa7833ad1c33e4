"""What a test or a demo may choose about the catalogue: time, chance, durations, switches and faults."""

import string
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from reconciler import limits

from .faults import ChangeSetFaults

ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The surroundings of a catalogue.

    *clock* gives seconds since 1970; a change set is PREPARING for *preparing* seconds, then APPLYING for
    *applying*; *request_rates* turns the quotas of requests per second on; *open_change_sets* is the quota of
    open sets an account; *product_aliases* maps product ids to those that AWS would store instead.
    """

    clock: Callable[[], float] = time.time
    random: Random = field(default_factory=Random)
    preparing: float = 0.0
    applying: float = 0.0
    request_rates: bool = False
    open_change_sets: int = limits.OPEN_CHANGE_SETS
    product_aliases: Mapping[str, str] = field(default_factory=dict)
    faults: ChangeSetFaults = field(default_factory=ChangeSetFaults)

    def new_id(self, prefix: str) -> str:
        """Make an entity id in the form of AWS's examples."""
        return f"{prefix}-{self.letters(13)}"

    def letters(self, count: int) -> str:
        """Make *count* lower-case letters and digits."""
        return "".join(self.random.choices(ALPHABET, k=count))
