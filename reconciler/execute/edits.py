"""Calls that start no change set: EC2's edits of endpoint services, one request each.

A call carries the ids that earlier calls returned. Items that AWS returns as unsuccessful count as a refusal. Members
of a permission list that EC2 refuses are left out (`refused_members`).
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Any

from reconciler.errors import CallFailed, Rejected
from reconciler.kind import Readiness
from reconciler.model import Operation, Outcome, Request
from reconciler.ports import Clients, Edited, Unsuccessful

from .attempt import Attempt
from .ledger import Ledger
from .refused_members import RefusedMembers
from .steps import Steps

_FEW = 3
"""How many items of a call an outcome names."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Sends the calls of a plan that start no change set; *refused* has the refused members of permission lists."""

    clients: Clients
    refused: RefusedMembers = field(default_factory=RefusedMembers)
    alone: AbstractContextManager[Any] = field(default_factory=Lock)
    """Held while a call that replaces something whole is completed and made: another one would undo it."""

    def send(self, operation: Operation, ledger: Ledger, token: str) -> Edited:
        """Make the call and return its result.

        Raises Rejected for items that an answer with HTTP 200 lists as unsuccessful, CallFailed for every other
        failure.
        """
        (request,), verb = operation.requests, operation.requests[0].verb
        parameters = self.parameters(operation, ledger)
        if verb.token:
            parameters[verb.token] = token
        with self.alone if verb.replaces else nullcontext():
            edited = self._edited(operation, request, ledger, parameters)
        items = edited.unsuccessful
        if items:
            remote, id_ = ledger.remotes[request.address.kind], ledger.remote_ids[request.address]
            items = tuple(remote.undone(request, id_, items, self.clients))
        if items:
            told = "; ".join(f"{one.resource_id}: {one.message}" for one in items)
            raise Rejected(told, code=items[0].code, operation=operation.action, request_id=edited.request_id)
        return edited

    def _edited(self, operation: Operation, request: Request, ledger: Ledger, parameters: Mapping[str, Any]) -> Edited:
        """Make the call, completed if it replaces something whole; make none if nothing is left to do."""
        calls = self.clients.of(operation)
        complete = ledger.remotes[request.address.kind].completed
        if complete is None or not request.verb.replaces:
            return calls.edit(request.verb, parameters)
        completed = complete(request, ledger.remote_ids[request.address], parameters, self.clients)
        return calls.edit(request.verb, completed) if completed else Edited()

    def parameters(self, operation: Operation, ledger: Ledger) -> dict[str, Any]:
        """Return the parameters of the call, with the ids that earlier calls returned."""
        return {key: _known(value, ledger) for key, value in operation.parameters.items()}

    def readiness(self, request: Request, ledger: Ledger) -> Readiness:
        """Return how far the creation of the object of *request* has come."""
        remote = ledger.remotes[request.address.kind]
        return remote.readiness(request, ledger.remote_ids[request.address], self.clients)

    def comes_up(self, request: Request, ledger: Ledger) -> bool:
        """Tell whether the object that *request* edits is not ready yet, so that a refusal is not final."""
        if request.address not in ledger.remote_ids or request.verb.replaces or request.verb.renews:
            return False  # what such a call does is looked at for itself, not for the object
        found = self.readiness(request, ledger)
        return found.seen and not found.ready and not found.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDelivery(Steps):
    """The steps of calls that start no change set; after a creation they wait until the object is ready."""

    edits: Edits

    def _go_on(self, attempt: Attempt) -> Outcome | None:
        if attempt.call:
            return self._answered(attempt)
        if attempt.created_id:
            return self._await(attempt, attempt.created_id)
        if attempt.settled_by is not None:
            return self._settle(attempt, attempt.operation.requests[0])
        sends = self._narrow(attempt) and self.edits.refused.narrow(attempt, self.ledger) and self._tags_left(attempt)
        return self._send(attempt) if sends else self._part_over(attempt)

    def _send(self, attempt: Attempt) -> Outcome | None:
        attempt.token = attempt.token or self.stamp.token()
        attempt.tries += 1
        call = as_sent(attempt.operation, attempt.requests)
        attempt.write_call(self.edits.parameters(call, self.ledger))
        attempt.call = self.calls.begin(partial(self.edits.send, call, self.ledger, attempt.token))
        return self._answered(attempt) if attempt.call.done() else None

    def _answered(self, attempt: Attempt) -> Outcome | None:
        """Note what a call has done. Raises what it has raised."""
        call, attempt.call = attempt.call, None
        edited: Edited = call.result() if call else Edited()
        attempt.sent.note_request(edited.request_id)
        attempt.sent.answered()
        if edited.unsuccessful:
            _note_done(attempt, edited.unsuccessful)
        if attempt.operation.requests[0].verb.settles:
            return self._begin_to_settle(attempt, edited.created_id)
        created = {request.address: edited.created_id for request in attempt.requests if edited.created_id}
        self.ledger.succeeded(attempt.requests, created, attempt.unfinished)
        attempt.created_id = edited.created_id
        if not edited.created_id:
            return self._part_over(attempt)
        self.tell("started", attempt, f"service {edited.created_id}")
        return self._await(attempt, edited.created_id)

    def _tags_left(self, attempt: Attempt) -> bool:
        """Leave out the tags that describe a setting which AWS has refused; tell whether anything is left to send."""
        (request,) = attempt.requests
        tags = request.details.get("Tags", ())
        left = self.ledger.tags_to_write(request.address, tags)
        if tags and not left:
            self.ledger.bar(request.key, self.ledger.untagged[request.address, tags[0]["Key"]])
        elif len(left) < len(tags):
            attempt.requests = (replace(request, details={**request.details, "Tags": left}),)
        return bool(left or not tags)

    def _await(self, attempt: Attempt, created_id: str) -> Outcome | None:
        found = self.edits.readiness(attempt.operation.requests[0], self.ledger)
        if found.ready:
            return self._part_over(attempt)
        if found.failed or self._overdue(attempt):
            return self._stop(attempt, found.state, f"{created_id} was created and is {found.state}")
        return self._later(attempt, f"{created_id} is {found.state}", "polling")

    def _begin_to_settle(self, attempt: Attempt, task: str | None) -> Outcome | None:
        """Wait until what the call does is seen; *task* is the id of what it has begun, if it has one."""
        request = attempt.operation.requests[0]
        self.ledger.begun.add(request.key)
        attempt.task = task or ""
        if attempt.settled_by is None:
            attempt.settled_by = self.conduct.now() + request.verb.settles
        return self._settle(attempt, request)

    def _settle(self, attempt: Attempt, request: Request) -> Outcome | None:
        """Go on once what the call does is seen; what waits for it is not sent if that takes too long or fails.

        As many looks in a row as the verb asks for have to show it. Some calls are made again meanwhile.
        """
        remote, verb = self.ledger.remotes[request.address.kind], request.verb
        watched = self.ledger.remote_ids[request.address] if verb.object_in else attempt.task
        found = remote.readiness(request, watched, self.edits.clients)
        enough = attempt.show(found.state) >= verb.looks
        if enough and found.ready:
            self.ledger.succeeded(attempt.requests, {})
            return self._part_over(attempt)
        if (enough and found.failed) or self.conduct.now() > (attempt.settled_by or 0):
            return self._stop(attempt, found.code or found.state, found.state, retryable=True)
        if verb.renews and not found.ready and attempt.looks % verb.renews == 0:
            return self._send(attempt)
        return self._later(attempt, found.state, "polling")

    def _refused(self, attempt: Attempt, failed: CallFailed) -> Outcome | None:
        """Take what is done already as done; retry while the object comes up.

        Else leave out the refused members, or send the list in smaller parts.
        """
        if failed.code in attempt.operation.requests[0].verb.already:
            return self._answered(attempt)
        attempt.sent.answered(failed.message)
        if self.edits.comes_up(attempt.operation.requests[0], self.ledger):
            return self._again(attempt, failed.code, failed.message)
        if self.edits.refused.answered(attempt, failed, self.ledger):
            return self._send_rest(attempt, failed.message)
        return self._stop(attempt, failed.code, failed.message)

    def _stop_rest(self, attempt: Attempt, why: str) -> Outcome | None:
        self.edits.refused.gave_up(attempt)
        return super(EditDelivery, self)._stop_rest(attempt, why)


def _note_done(attempt: Attempt, items: Sequence[Unsuccessful]) -> None:
    """Note the items of a call that EC2 has not done because nothing was left to do about them.

    If these are all, others have done the whole, unless an earlier call of the attempt may have.
    """
    sent = attempt.sent.last.parameters.values()
    asked = {one for value in sent if isinstance(value, list) for one in value}
    told = [f"{one.resource_id} ({one.message})" for one in items[:_FEW]]
    more = [f"{len(items) - _FEW} more"] if items[_FEW:] else []
    why = f"nothing was left to do about {', '.join([*told, *more])}"
    whole = asked <= {one.resource_id for one in items}
    attempt.sent.found_done(why, by_others=whole and attempt.tries == 1)


def as_sent(operation: Operation, requests: Sequence[Request]) -> Operation:
    """Return *operation* with the details of *requests*, which may carry less than planned."""
    if requests == operation.requests:
        return operation
    (planned,), (request,) = operation.requests, requests
    rest = {key: value for key, value in operation.parameters.items() if key not in planned.details}
    return replace(operation, parameters={**rest, **request.details})


def _known(value: Any, ledger: Ledger) -> Any:  # noqa: ANN401 - any value of a call
    """Replace each `known_after` by the id that an earlier call returned."""
    if isinstance(value, Mapping) and "known_after" in value:
        return str(value.get("within", "{}")).replace("{}", ledger.id_of(str(value["address"])))
    if isinstance(value, Mapping):
        return {key: _known(item, ledger) for key, item in value.items()}
    if isinstance(value, list):
        return [_known(item, ledger) for item in value]
    return value
