"""Mistakes of ours while a plan is carried out: exceptions that nobody expected.

Each ends what it happened to and nothing else: a run that died of it would leave principals on their way in no
experience, and nobody told of it.
"""

from contextlib import suppress

from reconciler.model import Outcome

from .attempt import BLIND_LOOKS, Attempt
from .conduct import CODE, named
from .endings import ended
from .ledger import Ledger
from .steps import Steps
from .verdict import note_effects, note_unseen


def break_off(attempt: Attempt, mistake: Exception, delivery: Steps) -> None:
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
        attempt.look_again(delivery.conduct.now(), delivery.conduct.jitter())
    else:
        _find_out(attempt, delivery)
        attempt.change_set_id = None


def concluded(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Do nothing more to the objects of an attempt in which we made a mistake, and say how it ended."""
    for address in attempt.operation.addresses:
        ledger.stop(address, attempt.broken)
    return ended(attempt, ledger)


def recognise(attempt: Attempt, delivery: Steps) -> None:
    """Find the set whose start we did not see among those that run, by its name: it is to be watched."""
    name, own = delivery.stamp.name(attempt.sendings[-1].name), delivery.ledger.own_sets
    with suppress(Exception):
        running = (one.id for one in delivery.freshness.running() if one.name == name and one.id not in own)
        if started := next(running, None):
            own.add(started)
            attempt.started(started, delivery.conduct.now(), delivery.conduct.jitter())


def _goes_on(attempt: Attempt, delivery: Steps) -> bool:
    """Tell whether there is a set to look at again, and time for it."""
    if attempt.change_set_id and attempt.mistakes < BLIND_LOOKS:
        return True
    with suppress(Exception):
        return delivery.conduct.now() <= attempt.deadline and delivery.freshness.runs(attempt.change_set_id)
    return False


def _find_out(attempt: Attempt, delivery: Steps) -> None:
    """Note what is there of what was sent, as far as AWS can be asked; of the rest nobody knows."""
    with suppress(Exception):
        note_unseen(attempt, delivery.freshness)
        if attempt.letter:
            note_effects(attempt, delivery.freshness)
