"""The Entitlement Service: GetEntitlements with its filters and pages (subscribers 2.1).

Filters select within a page, so a page may be empty and still have a token. Example: a product has 30 entitlements and
the first 25 are withdrawn; the first page is empty, its token leads to the other five.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits
from reconciler.twin.catalog.shapes import ListOf, Structure, Text, Whole
from reconciler.twin.moments import read_timestamp
from reconciler.twin.pages import page

from .codes import INVALID_PARAMETER
from .seed import SeededEntitlement

Answer = dict[str, Any]
Parameters = Mapping[str, Any]

VALUES: Final = ListOf(Text((0, 2048)), (1, 1_000))
READS: Final[Mapping[str, Callable[[SeededEntitlement], str | None]]] = MappingProxyType(
    {
        # New integrations have no customer identifiers (subscribers 2.1).
        "CUSTOMER_IDENTIFIER": lambda _: None,
        "CUSTOMER_AWS_ACCOUNT_ID": lambda one: one.buyer,
        "DIMENSION": lambda one: one.dimension,
        "LICENSE_ARN": lambda one: one.licence,
    }
)
"""The value of each filter key."""
REQUEST: Final = Structure(
    {"ProductCode": Text()},
    {
        "Filter": Structure(optional=dict.fromkeys(READS, VALUES)),
        "NextToken": Text((1, 8192), r"\S+"),
        "MaxResults": Whole(1, limits.GET_ENTITLEMENTS_PAGE),
    },
)
CUSTOMERS: Final = frozenset({"CUSTOMER_IDENTIFIER", "CUSTOMER_AWS_ACCOUNT_ID"})


def get_entitlements(entitlements: Iterable[SeededEntitlement], account: str, sent: Parameters) -> Answer:
    """Return one page of the entitlements to a product of the seller *account*.

    Values of a key are united, keys are intersected.

    Raises:
        Refusal: a parameter is not valid.
    """
    problems = sorted(REQUEST.problems("GetEntitlements", sent))
    if problems:
        raise INVALID_PARAMETER("; ".join(problems))
    wanted = sent.get("Filter", {})
    if wanted.keys() >= CUSTOMERS:
        raise INVALID_PARAMETER(f"{' and '.join(sorted(CUSTOMERS))} exclude each other")
    product = [one for one in entitlements if (one.code, one.seller) == (sent["ProductCode"], account)]
    size = sent.get("MaxResults", limits.GET_ENTITLEMENTS_PAGE)
    items, token = page(product, sent, size, INVALID_PARAMETER)
    return {"Entitlements": [_entitlement(one) for one in items if _is_listed(one, wanted)], **token}


def _is_listed(one: SeededEntitlement, wanted: Mapping[str, list[str]]) -> bool:
    return not one.withdrawn and all(READS[key](one) in values for key, values in wanted.items())


def _entitlement(one: SeededEntitlement) -> Answer:
    expires = {"ExpirationDate": read_timestamp(one.expires)} if one.expires else {}
    licence = {"LicenseArn": one.licence} if one.licence else {}
    return {
        "ProductCode": one.code,
        "Dimension": one.dimension,
        "CustomerAWSAccountId": one.buyer,
        "Value": {"IntegerValue": one.value},
        **expires,
        **licence,
    }
