"""Unexpected exceptions while a plan is carried out (bugs of reconciler).

Each ends the attempt in which it happened and nothing else. If it ended the run, principals that have left one
experience would never arrive at the other, and the report would not name them.
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
    """Stop what depends on an attempt after an unexpected exception (*mistake*), and send nothing more of the attempt.

    A change set that still runs is polled further, since its result decides which principals are put back.
    """
    why = named(mistake)
    if not attempt.broken:
        attempt.fault_all(CODE, f"{why} ({attempt.whereabouts})")
        delivery.ledger.halt(attempt.requests, [request for part in attempt.later for request in part], why)
    attempt.broken = attempt.broken or why
    attempt.mistakes += 1
    if attempt.unanswered:
        recognise(attempt, delivery)
    if _goes_on(attempt, delivery):
        attempt.look_again(delivery.conduct.now(), delivery.conduct.jitter())
    else:
        _find_out(attempt, delivery)
        attempt.change_set_id = None


def concluded(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Stop the objects of an attempt that ended with an unexpected exception, and return its outcome."""
    for address in attempt.operation.addresses:
        ledger.stop(address, attempt.broken)
    return ended(attempt, ledger)


def recognise(attempt: Attempt, delivery: Steps) -> None:
    """Find a change set whose start was not answered, by its name among the running ones, to poll it."""
    name, own = delivery.stamp.name(attempt.sent.last.name), delivery.ledger.own_sets
    with suppress(Exception):
        running = (one.id for one in delivery.freshness.running() if one.name == name and one.id not in own)
        if started := next(running, None):
            own.add(started)
            attempt.started(started, delivery.conduct.now(), delivery.conduct.jitter())
            delivery.watch.start(started, delivery.conduct.now(), delivery.conduct.jitter())


def _goes_on(attempt: Attempt, delivery: Steps) -> bool:
    """Tell whether there is a change set to poll again, and time left for it."""
    if attempt.change_set_id and attempt.mistakes < BLIND_LOOKS:
        return True
    with suppress(Exception):
        return delivery.conduct.now() <= attempt.deadline and delivery.freshness.runs(attempt.change_set_id)
    return False


def _find_out(attempt: Attempt, delivery: Steps) -> None:
    """Record the effects of what was sent, as far as AWS can be read; the rest stays unknown."""
    with suppress(Exception):
        note_unseen(attempt, delivery.freshness)
        if attempt.unanswered:
            note_effects(attempt, delivery.freshness)
