"""The change of Private Marketplace turned into requests to IAM and Organizations, one after the other. Pure.

Example: role, trusted access and one administrator are CreateServiceLinkedRole, EnableAWSServiceAccess and
RegisterDelegatedAdministrator, each after the one before. Organizations refuses calls that are sent at the same time
(facts: enablement 1.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.kind import Planned
from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from reconciler.model import Change, Request, Terms, Verb

from . import verbs
from .spec import Paired

LIST = "delegated_administrators.accounts"
SERVICE = {"ServicePrincipal": PRIVATE_MARKETPLACE_PRINCIPAL}


def requests(planned: Sequence[Planned], _terms: Terms) -> tuple[Request, ...]:
    """Return the requests of all changes."""
    return tuple(request for one in planned for request in _in_turn(one))


def _in_turn(planned: Planned) -> Iterator[Request]:
    """Return the requests of one change, each after the one before."""
    earlier: Request | None = None
    for verb, details, part in _calls(planned.change, planned.pair):
        request = Request(
            address=planned.change.address,
            verb=verb,
            part=part,
            details=details,
            remote_id=planned.pair.observed.remote_id if planned.pair.observed else None,
        )
        earlier = replace(request, after=frozenset({earlier.key} if earlier else ()))
        yield earlier


def _calls(change: Change, pair: Paired) -> Iterator[tuple[Verb, Mapping[str, Any], int]]:
    """Return verb, parameters and part of each call, in the order of `verbs`: enabling first, ending last."""
    role, access, list_ = change.value("service_linked_role"), change.value("trusted_access"), change.members(LIST)
    if role and role.after:
        trusted = pair.live is not None and pair.live.trusted_access
        yield verbs.ROLE_ALONE if trusted else verbs.ROLE, {"AWSServiceName": PRIVATE_MARKETPLACE_PRINCIPAL}, 0
    if access and access.after:
        yield verbs.ACCESS, SERVICE, 0
    deregister = verbs.DEREGISTER_AT_LAST if access and not access.after else verbs.DEREGISTER
    for verb, accounts in ((verbs.REGISTER, list_.added), (deregister, list_.removed)):
        yield from ((verb, {"AccountId": one, **SERVICE}, part) for part, one in enumerate(sorted(accounts)))
    if access and not access.after:
        yield verbs.DISABLE, SERVICE, 0
    if role and not role.after:
        yield verbs.DELETE_ROLE, {"RoleName": PRIVATE_MARKETPLACE_ROLE}, 0
