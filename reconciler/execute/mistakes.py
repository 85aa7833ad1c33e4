"""Mistakes of ours while a plan is carried out: exceptions that nobody expected.

Each ends what it happened to and nothing else: a run that died of it would leave principals on their way in no
experience, and nobody told of it.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from reconciler.errors import ReconcilerError
from reconciler.model import Outcome, Problem
from reconciler.model.problem import error, warning

from .attempt import BLIND_LOOKS, Attempt
from .delivery import Delivery
from .endings import ended
from .ledger import Ledger
from .verdict import note_effects, note_unseen

CODE = "bug"
REPORT_IT = "please report it with the command that you ran and what -v adds to this"


def named(mistake: Exception) -> str:
    """Say that it is our fault, and which exception it is."""
    return f"a mistake of ours: {type(mistake).__name__}: {mistake}"


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
            problem = error(CODE, f"{what}: {named(mistake)}", "", REPORT_IT)
        if problem not in self.problems:
            self.problems.append(problem)


def break_off(attempt: Attempt, mistake: Exception, delivery: Delivery) -> None:
    """Stop what depends on an attempt in which we made a *mistake*, and send nothing more of it.

    A set of it that is on its way stays to be looked at: who is to be put back depends on what it does.
    """
    why = named(mistake)
    if not attempt.broken:
        attempt.fault_all(CODE, f"{why} ({attempt.whereabouts})")
        delivery.ledger.halt(attempt.requests, [request for part in attempt.later for request in part], why)
    attempt.broken = attempt.broken or why
    attempt.mistakes += 1
    if attempt.letter:
        recognise(attempt, delivery)
    if _goes_on(attempt, delivery):
        attempt.look_again(delivery.clock.monotonic(), delivery.jitter())
    else:
        _find_out(attempt, delivery)
        attempt.change_set_id = None


def concluded(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Do nothing more to the objects of an attempt in which we made a mistake, and say how it ended."""
    for address in attempt.operation.addresses:
        ledger.stop(address, attempt.broken)
    return ended(attempt, ledger)


def recognise(attempt: Attempt, delivery: Delivery) -> None:
    """Find the set whose start we did not see among those that run, by its name: it is to be watched."""
    name, own = delivery.stamp.name(attempt.sendings[-1].name), delivery.ledger.own_sets
    with suppress(Exception):
        running = (one.id for one in delivery.freshness.running() if one.name == name and one.id not in own)
        if started := next(running, None):
            own.add(started)
            attempt.started(started, delivery.clock.monotonic(), delivery.jitter())


def _goes_on(attempt: Attempt, delivery: Delivery) -> bool:
    """Tell whether there is a set to look at again, and time for it."""
    if attempt.change_set_id and attempt.mistakes < BLIND_LOOKS:
        return True
    with suppress(Exception):
        return delivery.clock.monotonic() <= attempt.deadline and delivery.freshness.runs(attempt.change_set_id)
    return False


def _find_out(attempt: Attempt, delivery: Delivery) -> None:
    """Note what is there of what was sent, as far as AWS can be asked; of the rest nobody knows."""
    with suppress(Exception):
        note_unseen(attempt, delivery.ledger, delivery.freshness)
        if attempt.letter:
            note_effects(attempt, delivery.ledger, delivery.freshness)
