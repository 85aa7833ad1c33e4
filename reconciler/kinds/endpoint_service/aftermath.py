"""What a reader of a changed permission list must know: who stays connected, who waits to be accepted. Pure."""

from collections.abc import Iterator, Sequence

from reconciler.kind import Aftermath, Planned
from reconciler.model import Action, Problem, ResidualAccess
from reconciler.model.problem import note
from reconciler.principal_forms import EVERYONE, account_of

from .connections import left_behind, live_connections, still_admitted

NONE: frozenset[str] = frozenset()


def aftermath(planned: Sequence[Planned]) -> Aftermath:
    """Give the connections that outlive their grants, and the endpoints that wait for acceptance."""
    updates = [one for one in planned if one.change.action is Action.UPDATE]
    return Aftermath(
        residual_access=tuple(residual for one in updates for residual in _residual(one)),
        problems=tuple(problem for one in updates for problem in _pending(one)),
    )


def _residual(planned: Planned) -> Iterator[ResidualAccess]:
    change = planned.change.members("allowed_principals")
    observed = planned.pair.observed
    granted = (observed.spec.allowed_principals if observed else None) or NONE
    kept = (granted | change.added) - change.removed
    for principal, connection in left_behind(change, observed):
        yield ResidualAccess(
            service=planned.change.address,
            principal=principal,
            endpoint=connection.endpoint_id,
            owner=connection.owner,
            state=connection.state,
            region=connection.region,
            since=connection.created_at,
            admitted_by=still_admitted(connection.owner, kept),
        )


def _pending(planned: Planned) -> Iterator[Problem]:
    """Tell which endpoints of a newly admitted account still wait: a grant alone does not let them in."""
    added = planned.change.members("allowed_principals").added
    accounts = {account_of(principal) for principal in added}
    for connection in live_connections(planned.pair.observed):
        if connection.state == "pendingAcceptance" and (connection.owner in accounts or EVERYONE in added):
            message = f"{connection.endpoint_id} of {connection.owner} waits to be accepted: a grant does not accept it"
            yield note("acceptance-pending", message, planned.change.source, "", planned.change.address)
