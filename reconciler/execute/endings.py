"""How an operation ends: with all that was planned, with some of it, or without us."""

from reconciler.model import Operation, Outcome, Status

from .attempt import Attempt
from .ledger import Ledger


def ended(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Say how an operation ended of which nothing is left to send."""
    requests = attempt.operation.requests
    left = ledger.undone(requests)
    begun = attempt.errors or attempt.last_set or len(left) < len(requests)
    failed = left or attempt.errors
    return Outcome(
        operation=attempt.operation.id,
        status=(Status.FAILED if begun else Status.SKIPPED) if failed else Status.SUCCEEDED,
        change_set_id=attempt.first_set,
        request_id=attempt.request_id if failed else None,
        errors=tuple(attempt.errors),
        because=ledger.because(requests) or "; ".join(error.message for error in attempt.errors) or None,
        retries=attempt.retries(),
    )


def abandoned(operation: Operation, attempt: Attempt | None, why: str) -> Outcome:
    """Say how an operation stands that nobody waits for any more."""
    if attempt is None or not (attempt.letter or attempt.last_set or attempt.created_id or attempt.errors):
        return Outcome(operation=operation.id, status=Status.SKIPPED, because=why)
    goes_on = f"change set {attempt.change_set_id} goes on in AWS" if attempt.change_set_id else attempt.whereabouts
    return Outcome(
        operation=operation.id,
        status=Status.FAILED,
        change_set_id=attempt.first_set,
        request_id=attempt.request_id,
        errors=tuple(attempt.errors),
        because=f"{why}; {goes_on}",
        retries=attempt.retries(),
    )
