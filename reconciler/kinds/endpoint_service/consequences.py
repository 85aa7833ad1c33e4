"""The consequences of a changed list of principals: connections that remain, and services that customers lose. Pure."""

from collections.abc import Iterator, Sequence

from reconciler.kind import Consequences, Planned
from reconciler.model import Action, ResidualAccess

from .connections import residual_access, residual_connections
from .customers import services_lost


def consequences(planned: Sequence[Planned]) -> Consequences:
    """Return the connections that remain without grant, and the services that customers lose."""
    updates = [one for one in planned if one.change.action is Action.UPDATE]
    return Consequences(
        residual_access=tuple(found for one in updates for found in _residual_access(one)),
        lost_services=tuple(services_lost(planned)),
    )


def _residual_access(planned: Planned) -> Iterator[ResidualAccess]:
    change = planned.change.members("allowed_principals")
    for one in residual_connections(change, planned.pair.observed):
        yield residual_access(planned.pair, one.connection, one.principal, one.admitted_by)
