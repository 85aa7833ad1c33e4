"""AWS Marketplace's Agreement Service and Entitlement Service as the port `Sales` of one seller (subscribers 1.1, 2.1).

One list of agreements answers both who has an agreement and whose agreement has ended, so the status is no filter:
N agreements take N/50 calls, rounded up. A list of active ones, and a search for each account without one, would take
more. Only the fields below are read of an answer; nothing else of it is kept.
"""

from typing import Final

from reconciler.limits import CATALOG, GET_ENTITLEMENTS_PAGE, PURCHASE_AGREEMENT, SEARCH_AGREEMENTS_PAGE
from reconciler.ports import Agreement, Entitlement
from reconciler.reading_progress import ReadingProgress

from .answer import Answer
from .service import Service

_AGREEMENT: Final = "agreement"
_ENTITLEMENT: Final = "entitlement"
"""What the progress of a reading counts."""
_AS_PROPOSER: Final = {"PartyType": "Proposer", "AgreementType": PURCHASE_AGREEMENT}


class SalesApi:
    """Reads agreements and entitlements in pages of the largest size that AWS allows."""

    def __init__(self, agreements: Service, entitlements: Service) -> None:
        """Make the calls through the services `marketplace-agreement` and `marketplace-entitlement`."""
        self._agreements = agreements
        self._entitlements = entitlements

    def agreements(self, product_id: str, progress: ReadingProgress | None = None) -> tuple[Agreement, ...]:
        """Return all agreements about a product that the seller proposed, of every status; every page."""
        filters = {**_AS_PROPOSER, "ResourceIdentifier": product_id}
        pages = self._agreements.of(product_id).pages_by(
            "nextToken",
            "SearchAgreements",
            catalog=CATALOG,
            filters=[{"name": name, "values": [value]} for name, value in filters.items()],
            maxResults=SEARCH_AGREEMENTS_PAGE,
        )
        found: dict[str, Agreement] = {}
        for page in pages:
            read = {one.id: one for one in map(_agreement, page.structures("agreementViewSummaries"))}
            _count(progress, _AGREEMENT, len(read.keys() - found.keys()))
            found |= read
        return tuple(found.values())

    def entitlements(self, product_code: str, progress: ReadingProgress | None = None) -> tuple[Entitlement, ...]:
        """Return all entitlements to a product; every page, also behind an empty one with a token."""
        pages = self._entitlements.of(product_code).pages(
            "GetEntitlements", ProductCode=product_code, MaxResults=GET_ENTITLEMENTS_PAGE
        )
        found: list[Entitlement] = []
        for page in pages:
            read = [*map(_entitlement, page.structures_or_none("Entitlements"))]
            _count(progress, _ENTITLEMENT, len(read))
            found += read
        return tuple(found)


def _count(progress: ReadingProgress | None, noun: str, objects: int) -> None:
    if progress:
        progress.count(noun, objects)


def _agreement(item: Answer) -> Agreement:
    return Agreement(
        id=item.id("agreementId"),
        account=item.inside("acceptor").id("accountId"),
        status=item.id("status"),
        end=item.moment_or_none("endTime"),
    )


def _entitlement(item: Answer) -> Entitlement:
    return Entitlement(item.id("CustomerAWSAccountId"), item.moment_or_none("ExpirationDate"))
