"""What a program has spent on AWS: the calls and the seconds of each reading and run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconciler.model import Spent
    from reconciler.ports import Clients, Clock


class Expenses:
    """Counts what clients spend."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._meters: list[Callable[[], Spent]] = []

    def spent(self) -> "Spent":
        """Return what was spent so far."""
        from reconciler.model import Spent

        return sum((read() for read in self._meters), Spent())

    @contextmanager
    def counting(self, clients: "Clients", clock: "Clock") -> Iterator[None]:
        """Add what *clients* spend within the block."""
        from reconciler.pipeline import Meter

        meter = Meter.start(clients, clock)
        self._meters.append(meter.read)
        try:
            yield
        finally:
            spent = meter.read()
            self._meters[-1] = lambda: spent
