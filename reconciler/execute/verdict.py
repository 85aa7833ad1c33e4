"""What an ended change set means: done, again, without those that failed, or over."""

from collections.abc import Mapping
from enum import Enum

from reconciler.model import Address, OutcomeError
from reconciler.ports import ChangeSet

from .attempt import SERVER_FAULTS, Attempt
from .changes import names_of
from .freshness import Freshness
from .ledger import Ledger

CONFLICT = "ENTITY_IN_USE"
"""Another change of the same principal is in progress: "Try again later" (facts: catalog 5.1)."""


class Verdict(Enum):
    """How to go on with an operation."""

    DONE = "everything that was sent is so"
    AGAIN = "send the same after a pause"
    REST = "send what did not fail"
    OVER = "nothing more can be done"


def judge(change_set: ChangeSet, attempt: Attempt, ledger: Ledger, freshness: Freshness) -> Verdict:
    """Draw the conclusions of an ended (or overdue) set for the ledger, and say how to go on."""
    if change_set.status == "SUCCEEDED":
        ledger.succeeded(attempt.requests, _created(change_set, attempt))
        return Verdict.DONE
    if change_set.status == "FAILED" and change_set.failure_code == "SERVER_FAULT":
        return _after_server_fault(change_set, attempt, ledger, freshness)
    if change_set.status == "FAILED":
        return _after_client_error(change_set, attempt, ledger)
    what = "was cancelled" if change_set.status == "CANCELLED" else f"is still {change_set.status}"
    return _over(attempt, ledger, change_set.status, f"change set {change_set.id} {what}")


def _created(change_set: ChangeSet, attempt: Attempt) -> Mapping[Address, str]:
    sent = {request.key for request in attempt.requests}
    return {
        request.address: change_set.entities[name]
        for name, request in names_of(attempt.operation).items()
        if request.verb == "CreateExperience" and request.key in sent and name in change_set.entities
    }


def _after_client_error(change_set: ChangeSet, attempt: Attempt, ledger: Ledger) -> Verdict:
    """Stop the objects that AWS names; the others are sent again without them."""
    requests = names_of(attempt.operation)
    blamed = [(requests.get(error.change_name), error) for error in change_set.errors]
    real = [(request, error) for request, error in blamed if error.code != CONFLICT]
    if blamed and not real:
        return Verdict.AGAIN
    for request, error in real:
        attempt.errors.append(OutcomeError(error.code, error.message, str(request.address) if request else None))
        if request:
            ledger.stop(request.address, f"{error.code}: {error.message}")
    if any(request for request, _ in real):
        return Verdict.REST
    why = change_set.failure_description or "the change set failed and AWS does not say why"
    return _over(attempt, ledger, change_set.failure_code or "FAILED", why)


def _after_server_fault(change_set: ChangeSet, attempt: Attempt, ledger: Ledger, freshness: Freshness) -> Verdict:
    """Look what is there: a set that failed while APPLYING has no documented guarantee (facts: catalog 1.5)."""
    attempt.faults += 1
    if attempt.faults > SERVER_FAULTS:
        why = change_set.failure_description or "AWS failed"
        return _over(attempt, ledger, "SERVER_FAULT", f"{why}, {attempt.faults} times")
    ledger.remote_ids.update(freshness.by_title(attempt.requests))
    live = freshness.look({r.address for r in attempt.requests if r.address in ledger.remote_ids}, ledger)
    there = [r for r in attempt.requests if r.address in live and ledger.has_effect(r, live[r.address])]
    for address, now in live.items():
        ledger.revisions[address] = now.revision
    ledger.succeeded(there, {})
    for address, now in live.items():
        ledger.specs[address] = now.spec
    attempt.requests = tuple(request for request in attempt.requests if request not in there)
    return Verdict.AGAIN if attempt.requests else Verdict.DONE


def _over(attempt: Attempt, ledger: Ledger, code: str, why: str) -> Verdict:
    attempt.errors.append(OutcomeError(code, why))
    for request in attempt.requests:
        ledger.stop(request.address, why)
    return Verdict.OVER
