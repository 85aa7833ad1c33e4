"""What a plan says of subscriptions, which its digest does not cover. Pure."""

from collections.abc import Sequence
from datetime import datetime

from reconciler.model import Plan
from reconciler.pipeline.loading import Repository
from reconciler.pipeline.subscribing import OfferingRead, Subscriptions, services_by_address
from reconciler.spelling import moment


def subscribed(made: Plan, repository: Repository, sales: Sequence[OfferingRead], now: datetime) -> Plan:
    """Return *made* with what it says of the customers of the offerings whose *sales* were read."""
    if not sales:
        return made
    references = repository.references
    told = Subscriptions(
        tuple(sales),
        services_by_address(made.world["services"]),
        repository.wish,
        {**references.labels(), **made.names, **references.titles()},
        moment(now),
    )
    return made.ruled(made.accepted, *told.problems())
