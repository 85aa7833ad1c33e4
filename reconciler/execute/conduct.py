"""How a run behaves towards the world outside AWS: the clock, chance, and people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reconciler.interruption import Interruption
from reconciler.ports import Clock

from .attempt import Progress
from .mistakes import Mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a run behaves: its clock, its chance (0-1), whom it tells, whom it obeys, and what it does about mistakes.

    *note* is called when the run is interrupted and has to go on for a while, and after each step then.
    """

    clock: Clock
    jitter: Callable[[], float]
    tell: Progress
    interruption: Interruption = field(default_factory=Interruption)
    note: Callable[[], None] = lambda: None
    mistakes: Mistakes = field(default_factory=Mistakes)

    @property
    def interrupted(self) -> bool:
        """Tell whether the user has asked the run to stop."""
        return self.interruption.asked

    def say(self, event: Mapping[str, object]) -> None:
        """Tell an event; AWS goes on when nobody can be told, so the run does."""
        try:
            self.tell(event)
        except Exception as mistake:  # noqa: BLE001 - whatever it is
            self.mistakes.tell(mistake, "what went on could not be told")

    def note_down(self) -> None:
        """Note how the run stands; it goes on when that fails."""
        try:
            self.note()
        except Exception as mistake:  # noqa: BLE001 - as in `say`
            self.mistakes.tell(mistake, "how an interrupted run stands could not be noted")
