"""A change set as it is sent: the planned changes, without those that are barred, with ids and revisions filled in.

In AWS's messages about a change set, `$A.Entity.Identifier` is the entity that change A creates. Messages are shown
with the address instead.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Operation, Request
from reconciler.ports import ChangeSet

from .ledger import Ledger

RawChange = Mapping[str, Any]
_REFERENCE = re.compile(r"\$([A-Za-z]+)\.Entity\.Identifier")


def changes_to_send(operation: Operation, requests: Sequence[Request], ledger: Ledger) -> tuple[RawChange, ...]:
    """Return the changes for *requests* out of *operation*, each with its entity as it is now.

    A request may carry less than planned: only the members that it still has are sent.
    """
    sent = {request.key: request for request in requests}
    created = {request.address for request in requests if request.verb.makes}
    return tuple(
        _named({**_tagged(change, request, ledger), "DetailsDocument": request.details}, request, created, ledger)
        for planned, change in zip(operation.requests, operation.parameters["ChangeSet"], strict=True)
        if (request := sent.get(planned.key))
    )


def _tagged(change: RawChange, request: Request, ledger: Ledger) -> RawChange:
    tags = ledger.tags_to_write(request.address, change.get("EntityTags", ()))
    rest = {key: value for key, value in change.items() if key != "EntityTags"}
    return {**rest, "EntityTags": tags} if tags else rest


def _named(change: RawChange, request: Request, created: set[Address], ledger: Ledger) -> RawChange:
    """Fill in the entity's id and revision; an entity that this change set creates keeps the plan's own reference."""
    if request.address in created:
        return change
    return {**change, "Entity": {"Type": change["Entity"]["Type"], "Identifier": ledger.lock(request.address)}}


def names_of(operation: Operation) -> Mapping[str, Request]:
    """Return the request of each change of a change set, by change name."""
    changes = operation.parameters["ChangeSet"]
    return {change["ChangeName"]: request for change, request in zip(changes, operation.requests, strict=True)}


def named(operation: Operation, requests: Iterable[Request]) -> Mapping[str, Request]:
    """Return *requests*, which may carry less than *operation* has planned, by change name."""
    sent = {request.key: request for request in requests}
    return {name: sent[planned.key] for name, planned in names_of(operation).items() if planned.key in sent}


def changes_of(change_set: ChangeSet, requests: Mapping[str, Request]) -> tuple[RawChange, ...]:
    """Return the changes that another run has sent for equal *requests*, without revisions and tags."""
    return tuple(
        {
            "ChangeType": one.type,
            "ChangeName": one.name,
            "Entity": {
                "Type": requests[one.name].verb.entity_type,
                **({"Identifier": one.entity} if one.entity else {}),
            },
            "DetailsDocument": requests[one.name].details,
        }
        for one in change_set.changes
    )


def creations(requests: Iterable[Request]) -> Mapping[str, Address]:
    """Return the titles of objects that *requests* create and that cannot be deleted, each with its address."""
    makers = (request for request in requests if request.verb.title_in)
    return {request.details[request.verb.title_in]: request.address for request in makers}


def addressed(message: str, operation: Operation) -> str:
    """Return *message* with addresses instead of references to entities that changes of *operation* create."""
    if not _REFERENCE.search(message) or not operation.is_change_set:
        return message
    named = names_of(operation)
    return _REFERENCE.sub(lambda found: str(named[found[1]].address) if found[1] in named else found[0], message)


def addressed_set(change_set: ChangeSet, operation: Operation) -> ChangeSet:
    """Return *change_set*, which was sent for *operation*, with addresses in its error messages."""
    errors = tuple(replace(error, message=addressed(error.message, operation)) for error in change_set.errors)
    why = change_set.failure_description
    return replace(change_set, errors=errors, failure_description=why and addressed(why, operation))
