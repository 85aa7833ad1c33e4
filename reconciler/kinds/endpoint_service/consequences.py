"""The consequences of a changed list of principals: connections that remain, and endpoints that wait. Pure."""

from collections.abc import Iterator, Sequence

from reconciler.kind import Consequences, Planned
from reconciler.model import Action, Problem, ResidualAccess, note
from reconciler.principal_forms import EVERYONE, account_of

from .connections import live_connections, residual_access, residual_connections
from .customers import services_lost


def consequences(planned: Sequence[Planned]) -> Consequences:
    """Return the connections that remain without grant, the services lost, and a note for each waiting endpoint."""
    updates = [one for one in planned if one.change.action is Action.UPDATE]
    return Consequences(
        residual_access=tuple(found for one in updates for found in _residual_access(one)),
        lost_services=tuple(services_lost(planned)),
        problems=tuple(problem for one in updates for problem in _pending(one)),
    )


def _residual_access(planned: Planned) -> Iterator[ResidualAccess]:
    change = planned.change.members("allowed_principals")
    for one in residual_connections(change, planned.pair.observed):
        yield residual_access(planned.pair, one.connection, one.principal, one.admitted_by)


def _pending(planned: Planned) -> Iterator[Problem]:
    """Note each endpoint of a newly granted account that still waits: a grant does not accept it."""
    added = planned.change.members("allowed_principals").added
    accounts = {account_of(principal) for principal in added}
    for connection in live_connections(planned.pair.observed):
        if connection.state == "pendingAcceptance" and (connection.owner in accounts or EVERYONE in added):
            message = f"{connection.endpoint_id} of {connection.owner} waits for acceptance: a grant does not accept it"
            yield note("acceptance-pending", message, planned.change.source, "", planned.change.address)
