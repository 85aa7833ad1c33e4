"""The conditions of the catalogue that a test or a demo sets: clock, chance, durations, switches and faults."""

import string
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from typing import Final

from reconciler import limits

from .attempt import ErrorDetail
from .change import Change

ALPHABET: Final = string.ascii_lowercase + string.digits
STAGES: Final = ("PREPARING", "APPLYING")


@dataclass(slots=True)
class _FailingChange:
    change_type: str
    experience: str | None
    error: ErrorDetail
    times: int


class ChangeSetFaults:
    """The faults of the change sets that start from now on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failing: list[_FailingChange] = []
        self._server_faults: list[int] = []
        self._stuck: list[str] = []

    def fail_change(
        self, change_type: str, code: str, message: str, *, experience: str | None = None, times: int = 1
    ) -> None:
        """Fail the next *times* changes of a type (of one experience) with an entry of ErrorDetailList."""
        with self._lock:
            self._failing.append(_FailingChange(change_type, experience, ErrorDetail(code, message), times))

    def server_fault(self, *, applied: int = 0, times: int = 1) -> None:
        """Fail the next *times* sets with SERVER_FAULT after *applied* of their changes have taken effect.

        AWS does not say whether such a set leaves a part behind (catalog 1.5). The changes count in the order in which
        the service carries them out (`attempt.ORDER`).
        """
        with self._lock:
            self._server_faults.extend([applied] * times)

    def stick(self, stage: str = "APPLYING", *, times: int = 1) -> None:
        """Keep the next *times* sets in PREPARING or APPLYING until `MarketplaceCatalogBackend.release`."""
        if stage not in STAGES:
            raise ValueError(f"a change set can be stuck in {' or '.join(STAGES)}, not in {stage}")
        with self._lock:
            self._stuck.extend([stage] * times)

    def error_of(self, change: Change) -> tuple[ErrorDetail, ...]:
        """Return the error that *change* has to get; each planned error is used up after its *times*."""
        with self._lock:
            for failing in self._failing:
                if failing.change_type == change.type and failing.experience in {None, change.experience}:
                    failing.times -= 1
                    self._failing = [item for item in self._failing if item.times > 0]
                    return (failing.error,)
        return ()

    def next_set(self) -> tuple[int | None, str | None]:
        """Return the number of changes after which the next set fails and the stage in which it stays, or None each."""
        with self._lock:
            fault = self._server_faults.pop(0) if self._server_faults else None
            return fault, self._stuck.pop(0) if self._stuck else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions of a catalogue.

    *clock* returns seconds since 1970. A change set is PREPARING for *preparing* seconds, then APPLYING for *applying*
    seconds. Private Marketplace knows of trusted access *enabling* seconds after it was enabled, and IAM deletes the
    role in *deleting* seconds. *request_rates* turns the quotas of requests per second on; *open_change_sets* is the
    quota of open sets of an account; *product_aliases* maps product ids to the ids that AWS would store instead.
    """

    clock: Callable[[], float] = time.time
    random: Random = field(default_factory=Random)
    preparing: float = 0.0
    applying: float = 0.0
    enabling: float = 0.0
    deleting: float = 0.0
    request_rates: bool = False
    open_change_sets: int = limits.OPEN_CHANGE_SETS
    product_aliases: Mapping[str, str] = field(default_factory=dict)
    faults: ChangeSetFaults = field(default_factory=ChangeSetFaults)

    def new_id(self, prefix: str) -> str:
        """Return a new entity id in the form of AWS's examples."""
        return f"{prefix}-{self.letters(13)}"

    def letters(self, count: int) -> str:
        """Return *count* random lower-case letters and digits."""
        return "".join(self.random.choices(ALPHABET, k=count))
