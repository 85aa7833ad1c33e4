"""The outcome of an operation: complete, in part, or unknown because the run stopped waiting for it."""

from reconciler.model import Operation, Outcome, Status

from .attempt import Attempt
from .ledger import Ledger

MISSED = frozenset({Status.FAILED, Status.SKIPPED})
"""The statuses of operations that have not done everything that was planned."""


def ended(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Return the outcome of an operation that has nothing left to send."""
    requests = attempt.operation.requests
    begun = attempt.errors or attempt.sent.last_set or _in_part(attempt, ledger)
    failed = ledger.undone(requests) or attempt.errors
    status = (Status.FAILED if begun else Status.SKIPPED) if failed else _done(attempt)
    told = ledger.because(requests) or "; ".join(error.message for error in attempt.errors) or _adopted(attempt)
    return _outcome(attempt, ledger, status, told)


def abandoned(operation: Operation, attempt: Attempt | None, ledger: Ledger, why: str) -> Outcome:
    """Return the outcome of an operation that the run no longer waits for, or never started."""
    if attempt is None or not attempt.has_begun:
        what, about = operation.action, operation.addresses
        return Outcome(operation=operation.id, status=Status.SKIPPED, action=what, addresses=about, because=why)
    goes_on = f"change set {attempt.change_set_id} goes on in AWS" if attempt.change_set_id else attempt.whereabouts
    return _outcome(attempt, ledger, Status.FAILED, f"{why}; {goes_on}")


def _outcome(attempt: Attempt, ledger: Ledger, status: Status, because: str | None) -> Outcome:
    """Return an outcome of an attempt, with the ids of the objects that it has created, as far as they are known."""
    operation, missed = attempt.operation, status in MISSED
    made = [request.address for request in operation.requests if request.verb.makes]
    return Outcome(
        operation=operation.id,
        status=status,
        action=operation.action,
        addresses=operation.addresses,
        created={address: ledger.remote_ids[address] for address in made if address in ledger.remote_ids},
        in_part=missed and _in_part(attempt, ledger),
        change_set_id=attempt.sent.first_set,
        request_id=attempt.sent.first_request,
        errors=tuple(attempt.errors),
        because=because,
        retries=attempt.sent.retries(attempt.errors),
    )


def _in_part(attempt: Attempt, ledger: Ledger) -> bool:
    """Tell whether some part of an operation is done, even if it is only some members of one request."""
    return any(request.key in ledger.begun for request in attempt.operation.requests)


def _done(attempt: Attempt) -> Status:
    """Return SUCCEEDED, or ADOPTED if an equal run has sent every call, or others have done what every call was for."""
    done = {one.status for one in attempt.sent.calls if one.succeeded}
    return Status.ADOPTED if done == {Status.ADOPTED} else Status.SUCCEEDED


def _adopted(attempt: Attempt) -> str | None:
    """Say which items were done already, or which change sets of an equal run did the whole; None without either."""
    if found := [one.because for one in attempt.sent.calls if one.succeeded and one.because]:
        return "; ".join(found)
    sets = ", ".join(str(one.change_set_id) for one in attempt.sent.calls if one.succeeded)
    return f"another run of the same plan sent it: change set {sets}" if _done(attempt) is Status.ADOPTED else None
