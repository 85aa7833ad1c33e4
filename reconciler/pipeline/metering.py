"""Measures what a step of the program spends: the calls of its clients, and the seconds of its clock."""

from dataclasses import dataclass, replace

from reconciler.model import Spent
from reconciler.ports import Clients, Clock


@dataclass(frozen=True, slots=True)
class Meter:
    """What *clients* had spent when the meter was started, and the time at which that was."""

    clients: Clients
    clock: Clock
    before: Spent
    began: float

    @classmethod
    def start(cls, clients: Clients, clock: Clock) -> "Meter":
        """Start to measure."""
        return cls(clients, clock, clients.spent(), clock.monotonic())

    def read(self) -> Spent:
        """Return what was spent since the start."""
        return replace(self.clients.spent() - self.before, seconds=self.clock.monotonic() - self.began)
