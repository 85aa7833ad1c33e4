"""How a run behaves towards the world outside AWS: the clock, chance, people, and the mistakes that we make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reconciler.errors import ReconcilerError
from reconciler.interruption import Interruption
from reconciler.model import Problem, error, warning
from reconciler.ports import Clock

from .attempt import Progress

CODE = "bug"
REPORT_IT = "please report it with the command that you ran and what -v adds to this"


def named(mistake: Exception) -> str:
    """Say that it is our fault, and which exception it is."""
    return f"a mistake of ours: {type(mistake).__name__}: {mistake}"


def bug(mistake: Exception, what: str) -> Problem:
    """Tell of a mistake of ours, and *what* it was in the way of."""
    return error(CODE, f"{what}: {named(mistake)}", "", REPORT_IT)


@dataclass(slots=True)
class Mistakes:
    """What went wrong with us so far: the first mistake, and *problems* that tell of those that no outcome tells."""

    first: Exception | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, mistake: Exception) -> None:
        """Keep the first of them: it is raised when all is done and told."""
        self.first = self.first or mistake

    def tell(self, mistake: Exception, what: str) -> None:
        """Keep a mistake that belongs to no operation; what users can do something about is no mistake of ours."""
        if isinstance(mistake, ReconcilerError):
            problem = warning("not-told", f"{what}: {mistake.message}", "", mistake.hint)
        else:
            self.note(mistake)
            problem = bug(mistake, what)
        if problem not in self.problems:
            self.problems.append(problem)


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

    def now(self) -> float:
        """Give seconds that never go back."""
        return self.clock.monotonic()

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
