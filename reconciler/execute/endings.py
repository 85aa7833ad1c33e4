"""How an operation ends: with all that was planned, with some of it, or without us."""

from collections.abc import Mapping

from reconciler.model import Address, Operation, Outcome, Status

from .attempt import Attempt
from .ledger import Ledger


def ended(attempt: Attempt, ledger: Ledger) -> Outcome:
    """Say how an operation ended of which nothing is left to send."""
    requests = attempt.operation.requests
    left = ledger.undone(requests)
    in_part = _in_part(attempt, ledger)
    begun = attempt.errors or attempt.last_set or in_part
    failed = bool(left or attempt.errors)
    return Outcome(
        operation=attempt.operation.id,
        status=(Status.FAILED if begun else Status.SKIPPED) if failed else _done(attempt),
        action=attempt.operation.action,
        addresses=attempt.operation.addresses,
        created=_created(attempt.operation, ledger),
        in_part=failed and in_part,
        change_set_id=attempt.first_set,
        request_id=attempt.request_id if failed else None,
        errors=tuple(attempt.errors),
        because=ledger.because(requests) or "; ".join(error.message for error in attempt.errors) or _adopted(attempt),
        retries=attempt.retries(),
    )


def _in_part(attempt: Attempt, ledger: Ledger) -> bool:
    """Tell whether something of an operation is done, be it some members of one request."""
    return any(request.key in ledger.begun for request in attempt.operation.requests)


def _done(attempt: Attempt) -> Status:
    """Tell what we have done from what an equal run did for us."""
    done = {sending.status for sending in attempt.sendings if sending.succeeded}
    return Status.ADOPTED if done == {Status.ADOPTED} else Status.SUCCEEDED


def _adopted(attempt: Attempt) -> str | None:
    sets = ", ".join(str(sending.change_set_id) for sending in attempt.sendings if sending.succeeded)
    return f"an equal run has sent it: change set {sets}" if _done(attempt) is Status.ADOPTED else None


def abandoned(operation: Operation, attempt: Attempt | None, ledger: Ledger, why: str) -> Outcome:
    """Say how an operation stands that nobody waits for any more."""
    what, about = operation.action, operation.addresses
    if attempt is None or not attempt.has_begun:
        return Outcome(operation=operation.id, status=Status.SKIPPED, action=what, addresses=about, because=why)
    goes_on = f"change set {attempt.change_set_id} goes on in AWS" if attempt.change_set_id else attempt.whereabouts
    return Outcome(
        operation=operation.id,
        status=Status.FAILED,
        action=what,
        addresses=about,
        created=_created(operation, ledger),
        in_part=_in_part(attempt, ledger),
        change_set_id=attempt.first_set,
        request_id=attempt.request_id,
        errors=tuple(attempt.errors),
        because=f"{why}; {goes_on}",
        retries=attempt.retries(),
    )


def _created(operation: Operation, ledger: Ledger) -> Mapping[Address, str]:
    """Give the ids of what an operation has made, as far as they are known."""
    made = [request.address for request in operation.requests if request.verb.makes]
    return {address: ledger.remote_ids[address] for address in made if address in ledger.remote_ids}
