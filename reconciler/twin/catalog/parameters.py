"""The parameters of each operation, with the constraints of botocore's model (catalog 1.1)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits

from .change import TAGS
from .change_set import STATUSES
from .codes import VALIDATION
from .shapes import Anything, Choice, ListOf, Structure, Text, Whole, check

CATALOG = Choice((limits.CATALOG,))
RESOURCE_ID = Text(pattern=limits.RESOURCE_ID_PATTERN)
BATCH_ENTITY_ID = Text(pattern=r"[a-zA-Z0-9][.a-zA-Z0-9/-]+[a-zA-Z0-9]")
ARN = Text(
    limits.RESOURCE_ARN_LENGTH, r"arn:[\w+=/,.@-]+:aws-marketplace:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(/[\w+=,.@-]+)*"
)
TAG_KEY = Text(limits.TAG_KEY_LENGTH, limits.TAG_PATTERN, flags=0)
TOKEN = Text((1, 4096), r"[\w+=.:@\-/]+")
MOMENT = Text((20, 20), r"\d{4}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T(2[0-3]|[01]\d):[0-5]\d:[0-5]\dZ")
ENTITY_TYPE = Choice(
    (
        "AmiProduct",
        "ContainerProduct",
        "DataProduct",
        "SaaSProduct",
        "ProcurementPolicy",
        "Experience",
        "Audience",
        "BrandingSettings",
        "Offer",
        "OfferSet",
        "Seller",
        "ResaleAuthorization",
        "Solution",
        "SubsidiaryAuthorization",
    )
)


def _filters(*names: str) -> ListOf:
    values = ListOf(Text(limits.FILTER_VALUE_LENGTH), (1, limits.FILTER_VALUES))
    return ListOf(Structure({"Name": Choice(names), "ValueList": values}), (1, limits.FILTERS))


def _sort(*names: str) -> Structure:
    return Structure(optional={"SortBy": Choice(names), "SortOrder": Choice(("ASCENDING", "DESCENDING"))})


ENTITY_FILTERS = _filters("EntityId", "Scope")
CHANGE_SET_FILTERS = _filters(
    "ChangeSetName",
    "Status",
    "EntityId",
    "BeforeStartTime",
    "AfterStartTime",
    "BeforeEndTime",
    "AfterEndTime",
    "Scope",
)
FILTER_VALUES: Final[Mapping[str, Text | Choice]] = MappingProxyType(
    {
        "Scope": Choice(("SharedWithMe",)),
        "Status": Choice(STATUSES),
        "BeforeStartTime": MOMENT,
        "AfterStartTime": MOMENT,
        "BeforeEndTime": MOMENT,
        "AfterEndTime": MOMENT,
    }
)
"""The values that a filter takes; filters that are not listed take any text."""

PARAMETERS: Final[Mapping[str, Structure]] = MappingProxyType(
    {
        "ListEntities": Structure(
            {"Catalog": CATALOG, "EntityType": ENTITY_TYPE},
            {
                "FilterList": ENTITY_FILTERS,
                "Sort": _sort("LastModifiedDate", "EntityId"),
                "NextToken": TOKEN,
                "MaxResults": Whole(1, limits.LIST_ENTITIES_PAGE),
                "OwnershipType": Choice(("SELF", "SHARED")),
                # These unions have no member for a type of Private Marketplace (catalog 1.8).
                "EntityTypeFilters": Structure(),
                "EntityTypeSort": Structure(),
            },
        ),
        "DescribeEntity": Structure({"Catalog": CATALOG, "EntityId": RESOURCE_ID}),
        "BatchDescribeEntities": Structure(
            {
                "EntityRequestList": ListOf(
                    Structure({"Catalog": CATALOG, "EntityId": BATCH_ENTITY_ID}), (1, limits.BATCH_DESCRIBE)
                )
            }
        ),
        "StartChangeSet": Structure(
            {"Catalog": CATALOG, "ChangeSet": ListOf(Anything(), (1, limits.CHANGES_PER_SET))},
            {
                "ChangeSetName": Text(limits.CHANGE_SET_NAME_LENGTH, limits.CHANGE_SET_NAME_PATTERN),
                "ClientRequestToken": Text((1, 64), limits.CLIENT_REQUEST_TOKEN_PATTERN),
                "ChangeSetTags": TAGS,
                "Intent": Choice(("VALIDATE", "APPLY")),
            },
        ),
        "DescribeChangeSet": Structure({"Catalog": CATALOG, "ChangeSetId": RESOURCE_ID}),
        "CancelChangeSet": Structure({"Catalog": CATALOG, "ChangeSetId": RESOURCE_ID}),
        "ListChangeSets": Structure(
            {"Catalog": CATALOG},
            {
                "FilterList": CHANGE_SET_FILTERS,
                "Sort": _sort("StartTime", "EndTime"),
                "NextToken": TOKEN,
                "MaxResults": Whole(1, limits.LIST_CHANGE_SETS_PAGE),
            },
        ),
        "TagResource": Structure({"ResourceArn": ARN, "Tags": TAGS}),
        "UntagResource": Structure({"ResourceArn": ARN, "TagKeys": ListOf(TAG_KEY, (1, 200))}),
        "ListTagsForResource": Structure({"ResourceArn": ARN}),
    }
)


def filters(parameters: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Read FilterList as sets of values by filter: every filter has to hold, with any of its values.

    Raises:
        ValidationException: a filter is given twice, or the filter does not take a value.
    """
    found: dict[str, frozenset[str]] = {}
    for index, sent in enumerate(parameters.get("FilterList", ())):
        name, values = sent["Name"], sent["ValueList"]
        if name in found:
            raise VALIDATION(f"Filter {name} is used more than once")
        for value in values if name in FILTER_VALUES else ():
            check(FILTER_VALUES[name], f"FilterList[{index}].ValueList", value)
        found[name] = frozenset(values)
    return found
