"""How an operation goes on after its change set has ended: done, retry, send the rest, or give up."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum

from reconciler.errors import ReconcilerError
from reconciler.model import Address, Request
from reconciler.ports import ChangeError, ChangeSet

from .attempt import SERVER_FAULTS, Attempt
from .changes import names_of
from .competing_sets import CompetingSets
from .freshness import Freshness
from .ledger import Ledger, seen
from .member_errors import MemberErrors, reason

CONFLICT = "ENTITY_IN_USE"
"""Another change of the same principal is in progress: "Try again later" (facts: catalog 5.1)."""

REFUSED_FOR_NOW = frozenset({"ServiceQuotaExceededException", "ThrottlingException", "TooManyRequestsException"})
"""AWS's codes for "not now": nothing was started.

After any other missing answer, the change set may have been started.
"""
NAMES_NOBODY = frozenset({"ResourceNotFoundException", "ValidationException"})
"""AWS's codes for a change set that is refused as a whole, whichever of its changes is wrong."""


class Verdict(Enum):
    """How to go on with an operation."""

    AGAIN = "send the same after a pause"
    REST = "send what did not fail"
    OVER = "everything that was sent is so, or nothing more can be done"


Judgement = tuple[Verdict, str]
"""How to go on, and why."""


def judge(change_set: ChangeSet, attempt: Attempt, freshness: Freshness) -> Judgement:
    """Record in the ledger what a change set did that has ended or is overdue, and return how to go on."""
    ledger, competing = freshness.ledger, CompetingSets(freshness)
    if change_set.status == "SUCCEEDED":
        verdict = _after_success(change_set, attempt, freshness)
        competing.stop_duplicates(attempt)
        return verdict
    if change_set.status == "CANCELLED" and (lost := competing.lost(attempt)):
        return Verdict.REST, lost
    if change_set.status == "FAILED" and change_set.failure_code == "SERVER_FAULT":
        return _after_server_fault(change_set, attempt, freshness)
    if change_set.status == "FAILED":
        return _after_client_error(change_set, attempt, ledger)
    if not change_set.ended:
        ledger.doubt(attempt.requests)
    what = "was cancelled" if change_set.status == "CANCELLED" else f"is still {change_set.status}"
    return _over(attempt, ledger, change_set.status, f"change set {change_set.id} {what}")


def _after_success(change_set: ChangeSet, attempt: Attempt, freshness: Freshness) -> Judgement:
    """Record that the requests are done. A created object that AWS does not name is found by its title."""
    ledger, created = freshness.ledger, _created(change_set, attempt)
    unnamed = [r for r in attempt.requests if r.verb.makes and r.address not in created]
    _find(unnamed, attempt, freshness)
    ledger.succeeded(attempt.requests, created, attempt.unfinished)
    for request in unnamed:
        if request.address not in ledger.remote_ids:
            ledger.stop(request.address, f"change set {change_set.id} created it, but AWS does not return its id")
    return Verdict.OVER, ""


def _created(change_set: ChangeSet, attempt: Attempt) -> Mapping[Address, str]:
    sent = {request.key for request in attempt.requests}
    return {
        request.address: change_set.entities[name]
        for name, request in names_of(attempt.operation).items()
        if request.verb.makes and request.key in sent and name in change_set.entities
    }


def _find(creations: Iterable[Request], attempt: Attempt, freshness: Freshness) -> None:
    """Find created objects by their titles. Where a title exists several times, stop the object."""
    for address, ids in freshness.appeared(creations).items():
        if len(ids) == 1:
            freshness.ledger.remote_ids[address] = ids[0]
        else:
            message = f"created, but {', '.join(ids)} have its title: write the id of the right one into its document"
            attempt.fault(address, "appeared", message, retryable=False)
            freshness.ledger.stop(address, message)


def _after_client_error(change_set: ChangeSet, attempt: Attempt, ledger: Ledger) -> Judgement:
    """Leave out what AWS names, set aside the changes that are in conflict for now, and go on with the others."""
    requests = names_of(attempt.operation)
    blamed = [(requests.get(error.change_name), error) for error in change_set.errors]
    MemberErrors(attempt, ledger).failed([one for one in blamed if one[1].code != CONFLICT])
    several = len(attempt.addresses) > 1
    why = "; ".join(_message(request if several else None, error) for request, error in blamed)
    left = {request.address for request in attempt.requests if request.key not in ledger.barred}
    conflicting = {r.address for r, error in blamed if r and error.code == CONFLICT and r.key not in ledger.barred}
    if conflicting and conflicting == left:
        return Verdict.AGAIN, why
    if conflicting:
        attempt.set_aside(conflicting)
    if any(request for request, _ in blamed):
        return Verdict.REST, why
    why = change_set.failure_description or "the change set failed and AWS does not say why"
    return _over(attempt, ledger, change_set.failure_code or "FAILED", why)


def _message(request: Request | None, error: ChangeError) -> str:
    """Return AWS's message about one change, with the address of *request* in front if that is given."""
    about = f"{request.address}: " if request else ""
    return f"{about}{reason(error)}"


def _after_server_fault(change_set: ChangeSet, attempt: Attempt, freshness: Freshness) -> Judgement:
    """Find out what was done.

    A change set that failed while APPLYING has no documented guarantee (facts: catalog 1.5).
    """
    ledger = freshness.ledger
    note_effects(attempt, freshness)
    why = change_set.failure_description or "AWS failed"
    if attempt.faults == SERVER_FAULTS and attempt.requests:
        return _over(attempt, ledger, "SERVER_FAULT", f"{why} ({attempt.faults + 1} times)")
    attempt.faults += 1
    return (Verdict.AGAIN if ledger.runnable(attempt.requests) else Verdict.REST), why


def note_effects(attempt: Attempt, freshness: Freshness) -> None:
    """Record the effects of a change set whose result is unknown, as AWS shows them. May raise Unreadable.

    The attempt keeps the requests whose effects cannot be seen.
    """
    ledger = freshness.ledger
    _find(attempt.requests, attempt, freshness)
    live = freshness.look(attempt.addresses & ledger.remote_ids.keys())
    there = [r for r in attempt.requests if r.address in live and ledger.has_effect(r, live[r.address])]
    ledger.succeeded(there, {}, attempt.unfinished)
    for address, now in live.items():
        ledger.revisions[address] = now.revision
        ledger.expected[address] = seen(ledger.remotes[address.kind], now)
    attempt.requests = tuple(request for request in attempt.requests if request not in there)


def note_unseen(attempt: Attempt, freshness: Freshness) -> None:
    """Record the effects of a change set that cannot be described, unless it still runs or nothing can be read."""
    if not attempt.is_doubtful:
        return
    freshness.ledger.doubt(attempt.requests)
    with suppress(ReconcilerError):
        if attempt.change_set_id and not freshness.runs(attempt.change_set_id):
            note_effects(attempt, freshness)
            freshness.ledger.believe(attempt.requests)


def _over(attempt: Attempt, ledger: Ledger, code: str, why: str) -> Judgement:
    attempt.fault_all(code, why, retryable=code not in {"CLIENT_ERROR", "FAILED"})
    for address in attempt.addresses:
        ledger.stop(address, why)
    return Verdict.OVER, why
