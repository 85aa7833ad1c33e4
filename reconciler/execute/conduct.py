"""What a run is given besides AWS: clock, jitter, progress events, interruption, and the unexpected exceptions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reconciler.errors import ReconcilerError
from reconciler.interruption import Interruption
from reconciler.model import Problem, error, warning
from reconciler.parallel import THREADS
from reconciler.ports import Clock

from .attempt import Progress

CODE = "bug"
REPORT_IT = "please report it with the command that you ran and its output with -v"


def named(mistake: Exception) -> str:
    """Say that an exception is a bug of reconciler, and which exception it is."""
    return f"a bug in reconciler: {type(mistake).__name__}: {mistake}"


def bug(mistake: Exception, what: str) -> Problem:
    """Return the problem that tells of an unexpected exception, with *what* it prevented."""
    return error(CODE, f"{what}: {named(mistake)}", "", REPORT_IT)


@dataclass(slots=True)
class Mistakes:
    """The unexpected exceptions of a run: the first of them, and *problems* for those that belong to no outcome."""

    first: Exception | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, mistake: Exception) -> None:
        """Keep the first unexpected exception; it is raised after the run has reported."""
        self.first = self.first or mistake

    def tell(self, mistake: Exception, what: str) -> None:
        """Keep an exception that belongs to no operation; a ReconcilerError becomes a warning, since it is no bug."""
        if isinstance(mistake, ReconcilerError):
            problem = warning("not-told", f"{what}: {mistake.message}", "", mistake.hint)
        else:
            self.note(mistake)
            problem = bug(mistake, what)
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """The surroundings of a run: its clock, its jitter (0-1), its events, and its interruption.

    *at_once* is how many calls that write are sent side by side.
    *note* is called when an interrupted run has to go on for a while, and then after each step but looks.
    """

    clock: Clock
    jitter: Callable[[], float]
    tell: Progress
    interruption: Interruption = field(default_factory=Interruption)
    note: Callable[[], None] = lambda: None
    mistakes: Mistakes = field(default_factory=Mistakes)
    at_once: int = THREADS

    def now(self) -> float:
        """Return monotonic seconds."""
        return self.clock.monotonic()

    @property
    def interrupted(self) -> bool:
        """Tell whether the user has asked the run to stop."""
        return self.interruption.asked

    def say(self, event: Mapping[str, object]) -> None:
        """Send a progress event. The run goes on if the event cannot be shown, since AWS goes on as well."""
        try:
            self.tell(event)
        except Exception as mistake:  # noqa: BLE001 - whatever the caller's function raises
            self.mistakes.tell(mistake, "progress could not be shown")

    def note_down(self) -> None:
        """Write down how the run stands. The run goes on if that fails."""
        try:
            self.note()
        except Exception as mistake:  # noqa: BLE001 - as in `say`
            self.mistakes.tell(mistake, "the state of the interrupted run could not be saved")
