"""Both services by their operations: from a call and its body to the answer."""

import json
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits
from reconciler.twin.body import read_json
from reconciler.twin.calls import Call
from reconciler.twin.rates import Buckets
from reconciler.twin.refusal import Code

from .agreement_entitlements import get_agreement_entitlements
from .agreements import describe_agreement, search_agreements
from .codes import ACCESS_DENIED, THROTTLING
from .entitlements import get_entitlements
from .seed import SeededSales

TARGETS: Final = MappingProxyType(
    {
        "AWSMPCommerceService_v20200301": "marketplace-agreement",
        "AWSMPEntitlementService": "marketplace-entitlement",
    }
)
"""The services by the prefix of their header `X-Amz-Target` (model)."""
SERVICES: Final = frozenset(TARGETS.values())
OPERATIONS: Final[Mapping[tuple[str, str], Callable[[SeededSales, str, Mapping[str, Any]], dict[str, Any]]]] = (
    MappingProxyType(
        {
            ("marketplace-agreement", "SearchAgreements"): lambda sales, account, sent: search_agreements(
                sales.agreements, account, sent
            ),
            ("marketplace-agreement", "DescribeAgreement"): lambda sales, account, sent: describe_agreement(
                sales.agreements, account, sent
            ),
            ("marketplace-agreement", "GetAgreementEntitlements"): lambda sales, account, sent: (
                get_agreement_entitlements(sales.agreements, account, sent)
            ),
            ("marketplace-entitlement", "GetEntitlements"): lambda sales, account, sent: get_entitlements(
                sales.entitlements, account, sent
            ),
        }
    )
)
UNKNOWN: Final = Code("UnknownOperationException", "The twin does not have the operation {} of {}")
UNREADABLE: Final = Code("SerializationException", "The request can't be read: {}")


class SalesDesk:
    """The agreements and entitlements of all accounts of a twin. No operation here changes them."""

    def __init__(
        self,
        sales: SeededSales | None = None,
        *,
        clock: Callable[[], float] = time.time,
        request_rates: bool = False,
    ) -> None:
        self.sales = sales or SeededSales()
        self._clock = clock
        self._request_rates = request_rates
        self._buckets: dict[str, Buckets] = {}

    def answer(self, call: Call, region: str, body: bytes) -> bytes:
        """Answer one call in JSON.

        Raises:
            Refusal: the service refuses the call.
        """
        operation = OPERATIONS.get((call.service, call.operation))
        if operation is None:
            raise UNKNOWN(call.operation, call.service)
        if region != limits.CATALOG_REGION:
            raise ACCESS_DENIED("Credential should be scoped to a valid region.")
        self._take(call)
        return json.dumps(operation(self.sales, call.account, _parameters(body))).encode()

    def _take(self, call: Call) -> None:
        buckets = self._buckets.setdefault(call.account, Buckets(_rate))
        if self._request_rates and not buckets.take(call.operation, self._clock()):
            raise THROTTLING()


def _rate(operation: str) -> tuple[float, float]:
    """Return size and refill of an operation's bucket, which holds the requests of one second (subscribers 1.4)."""
    rate = limits.SALES_REQUESTS_PER_SECOND[operation]
    return rate, rate


def _parameters(body: bytes) -> Mapping[str, Any]:
    try:
        sent = read_json(body or b"{}")
    except ValueError as error:
        raise UNREADABLE(error) from None
    if not isinstance(sent, dict):
        raise UNREADABLE("it is not a JSON object")
    return sent
