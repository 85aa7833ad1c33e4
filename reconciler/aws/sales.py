"""AWS Marketplace's Agreement Service and Entitlement Service as the port `Sales` of one seller (subscribers 1.1, 2.1).

One list of agreements answers both who has an agreement and whose agreement has ended, so the status is no filter:
N agreements take N/50 calls, rounded up. A list of active ones, and a search for each account without one, would take
more. Only the fields below are read of an answer; nothing else of it is kept.
"""

from typing import Final

from reconciler.limits import CATALOG, GET_ENTITLEMENTS_PAGE, PURCHASE_AGREEMENT, SEARCH_AGREEMENTS_PAGE
from reconciler.ports import Agreement, Entitlement

from .answer import Answer
from .service import Service

_AS_PROPOSER: Final = {"PartyType": "Proposer", "AgreementType": PURCHASE_AGREEMENT}


class SalesApi:
    """Reads agreements and entitlements in pages of the largest size that AWS allows."""

    def __init__(self, agreements: Service, entitlements: Service) -> None:
        """Make the calls through the services `marketplace-agreement` and `marketplace-entitlement`."""
        self._agreements = agreements
        self._entitlements = entitlements

    def agreements(self, product_id: str) -> tuple[Agreement, ...]:
        """Return all agreements about a product that the seller proposed, of every status; every page."""
        filters = {**_AS_PROPOSER, "ResourceIdentifier": product_id}
        pages = self._agreements.of(product_id).pages_by(
            "nextToken",
            "SearchAgreements",
            catalog=CATALOG,
            filters=[{"name": name, "values": [value]} for name, value in filters.items()],
            maxResults=SEARCH_AGREEMENTS_PAGE,
        )
        found = (_agreement(item) for page in pages for item in page.structures("agreementViewSummaries"))
        return tuple({one.id: one for one in found}.values())

    def entitlements(self, product_code: str) -> tuple[Entitlement, ...]:
        """Return all entitlements to a product; every page, also behind an empty one with a token."""
        pages = self._entitlements.of(product_code).pages(
            "GetEntitlements", ProductCode=product_code, MaxResults=GET_ENTITLEMENTS_PAGE
        )
        return tuple(_entitlement(item) for page in pages for item in page.structures_or_none("Entitlements"))


def _agreement(item: Answer) -> Agreement:
    return Agreement(
        id=item.id("agreementId"),
        account=item.inside("acceptor").id("accountId"),
        status=item.id("status"),
        end=item.moment_or_none("endTime"),
    )


def _entitlement(item: Answer) -> Entitlement:
    return Entitlement(item.id("CustomerAWSAccountId"), item.moment_or_none("ExpirationDate"))
