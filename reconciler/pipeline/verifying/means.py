"""What a verification needs besides AWS: time, chance, the user's wish to stop, and somebody to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reconciler.interruption import Interruption
from reconciler.ports import Clock, NoProber, Prober


def nobody(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """*token* returns a new text that nobody else uses. *tell* gets what a user has to know while the test goes on.

    *prober* connects from this machine. *agree* gets what a test endpoint means and costs, and raises unless the user
    wants it.
    """

    clock: Clock
    token: Callable[[], str]
    agree: Callable[[Sequence[str]], None]
    tell: Callable[[str], None] = nobody
    interruption: Interruption = field(default_factory=Interruption)
    prober: Prober = field(default_factory=NoProber)
