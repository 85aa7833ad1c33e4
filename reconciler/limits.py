"""The documented limits and patterns of the AWS services, each with its source.

batch, validation and the twin all use them, so plans, offline checks and the twin agree. Pure; imports nothing else of
reconciler. Patterns are for ``re.fullmatch``.

Sources: *DG-PMP* is "Work with the private marketplace using the AWS Marketplace API", *DG-QUOTA* "Service
quotas for AWS Marketplace Catalog API", *DG-IAM* "Access control for the AWS Marketplace Catalog API" (AWS
Marketplace Developer Guide); *model* is botocore's service model ``marketplace-catalog/2018-09-17``; *shapes*
is awslabs/aws-marketplace-catalog-api-shapes-for-python.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

CATALOG: Final = "AWSMarketplace"
"""model: the only value of every ``Catalog`` parameter."""
CATALOG_REGION: Final = "us-east-1"
"""botocore's endpoints.json: the only region in which the Catalog API has an endpoint."""
PRIVATE_MARKETPLACE_PRINCIPAL: Final = "private-marketplace.marketplace.amazonaws.com"
"""Organizations User Guide: service principal for trusted access and delegated administration."""
PRIVATE_MARKETPLACE_ROLE: Final = "AWSServiceRoleForPrivateMarketplaceAdmin"
"""Buyer Guide: the service-linked role in the management account."""
ENABLING_SECONDS: Final = 60.0
"""The automation of AWS's sample waits so long for trusted access "to propagate to Private Marketplace"."""

# --- change sets

CHANGES_PER_SET: Final = 20
"""model, RequestedChangeList: 1-20 changes in a StartChangeSet."""
MEMBERS_PER_CHANGE: Final = 50
"""DG-PMP and shapes: at most 50 product ids (cumulative) or 50 principals in one change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The maximum number of *changes* in a change set and of *members* in a change.

    Example: 120 members of one list take 3 changes; 41 changes take 3 change sets.
    """

    changes: int = CHANGES_PER_SET
    members: int = MEMBERS_PER_CHANGE

    def changes_for(self, members: int) -> int:
        """Return the number of changes for *members* members of one list."""
        return -(-members // self.members)

    def sets_for(self, changes: int) -> int:
        """Return the number of change sets for *changes* changes."""
        return -(-changes // self.changes)

    def cut(self, members: Sequence[str]) -> list[list[str]]:
        """Split *members* into one list for each change."""
        return [list(members[start : start + self.members]) for start in range(0, len(members), self.members)]


SIZES: Final = Sizes()
"""The sizes of AWS."""

PRODUCT_BLOCKS_PER_CHANGE: Final = 50
"""shapes: ``Products`` of AllowProductProcurement and DenyProductProcurement holds 1-50 blocks of ids."""
OPEN_CHANGE_SETS: Final = 250
"""DG-QUOTA: open StartChangeSet requests per account."""
CHANGE_SET_HISTORY_DAYS: Final = 60
"""model: 60 days after the end; DG-QUOTA says 90. The shorter time is safe."""
DETAILS_LENGTH: Final = (2, 16384)
"""model, Json: characters of ``Details``."""
CHANGE_NAME_PATTERN: Final = r"[a-zA-Z]{1,72}"
"""model: 1-72 characters; its own pattern ``^[a-zA-Z]$`` is broken, every AWS example uses letters only."""
CHANGE_SET_NAME_LENGTH: Final = (1, 100)
CHANGE_SET_NAME_PATTERN: Final = r"[\w\s+=.:@-]+"
"""model, ChangeSetName ("ASCII characters": match with ``re.ASCII``)."""
CLIENT_REQUEST_TOKEN_PATTERN: Final = r"[!-~]{1,64}"  # noqa: S105 - a pattern, no secret
"""model, ClientRequestToken."""

# --- identifiers

RESOURCE_ID_PATTERN: Final = r"[\w\-]{1,255}"
"""model, ResourceId: an entity or change-set id. No ``@``: a revision has to be stripped."""
IDENTIFIER_PATTERN: Final = r"[\w\-@]{1,255}"
"""model, Identifier: ``EntityId@RevisionId``."""
RESOURCE_ARN_LENGTH: Final = (1, 255)
ACCOUNT_ID_PATTERN: Final = r"[0-9]{12}"
ORGANIZATION_ID_PATTERN: Final = r"o-[a-z0-9]{10,32}"
ORGANIZATIONAL_UNIT_ID_PATTERN: Final = r"ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}"
"""Organizations API reference: AccountId, OrganizationId, OrganizationalUnitId."""
PRODUCT_ID_LENGTH: Final = (1, 50)
"""shapes: a product id has 1-50 characters and no pattern."""
PRODUCT_NOTES_LENGTH: Final = (1, 50)
"""shapes: ``Notes`` beside a block of product ids."""

# --- lists and batches

LIST_OBJECTS_PAGE: Final = 1000
"""S3 API reference, ListObjectsV2: MaxKeys."""
LIST_ENTITIES_PAGE: Final = 50
LIST_ENTITIES_PAGE_DEFAULT: Final = 20
"""model, ListEntities.MaxResults: 1-50, "the default value is 20"."""
LIST_CHANGE_SETS_PAGE: Final = 20
"""model, ListChangeSets.MaxResults: 1-20, by default 20."""
BATCH_DESCRIBE: Final = 20
"""model, BatchDescribeEntities: 1-20 entities a call."""
FILTERS: Final = 8
FILTER_VALUES: Final = 10
FILTER_VALUE_LENGTH: Final = (1, 255)
"""model, FilterList 1-8 and ValueList 1-10 of ListEntities and ListChangeSets."""
ORGANIZATIONS_PAGE: Final = 20
"""Organizations API reference: MaxResults 1-20 of every list."""

# --- fields of an experience and of what belongs to it

NAME_LENGTH: Final = (1, 50)
NAME_PATTERN: Final = r"[a-zA-Z0-9 _-]+"
"""shapes: ``Name`` of Experience, ProcurementPolicy, BrandingSettings and Audience alike."""
DESCRIPTION_LENGTH: Final = (1, 1000)
"""shapes: an empty description is refused, so a description can't be cleared."""
CREATE_POLICY_DESCRIPTION_LENGTH: Final = (1, 100)
"""shapes: CreateProcurementPolicy alone allows 100; UpdateProcurementPolicy allows 1000."""
BRANDING_TITLE_LENGTH: Final = (1, 50)
BRANDING_INFORMATION_LENGTH: Final = (1, 1000)
THEME_COLOR_PATTERN: Final = r"#[0-9A-Fa-f]{6}"
LOGO_URL_LENGTH: Final = (1, 2048)
LOGO_URL_PATTERN: Final = r"https?://.*"
FETCHABLE_URL_PATTERN: Final = (
    r"https?://[A-Za-z0-9_.-]+"
    r"(:([1-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
    r"([/?#]\S*)?"
)
"""URLs from which AWS can fetch a logo: a host name and an optional port, without blanks and credentials."""
LOGO_EXTENSIONS: Final = (".png", ".svg")
LOGO_BYTES: Final = 500 * 1024
"""DG-PMP: "Only .png and .svg file types with sizes less than or equal to 500KB are supported"."""
EXPERIENCE_STATUSES: Final = ("Enabled", "Disabled")
POLICY_RESOURCE_REQUESTS: Final = ("Allow", "Deny")

# --- tags

TAGS_PER_RESOURCE: Final = 50
"""DG-IAM: 50 per resource and per call (the model's TagList says 200)."""
TAG_KEY_LENGTH: Final = (1, 128)
TAG_VALUE_LENGTH: Final = (0, 256)
TAG_PATTERN: Final = r"[\w.:/=+\-@ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
r"""model: ``[\p{L}\p{Z}\p{N}_.:/=+\-@]*``; Python has no ``\p``, so its separators are written out."""

# --- request rates

REQUESTS_PER_SECOND: Final[Mapping[str, int]] = MappingProxyType(
    {
        "ListEntities": 10,
        "DescribeEntity": 20,
        "BatchDescribeEntities": 20,
        "StartChangeSet": 5,
        "ListChangeSets": 5,
        "DescribeChangeSet": 10,
        "CancelChangeSet": 5,
        "TagResource": 5,
        "UntagResource": 5,
        "ListTagsForResource": 5,
        "PutResourcePolicy": 5,
        "GetResourcePolicy": 5,
        "DeleteResourcePolicy": 5,
    }
)
"""DG-QUOTA, per account. BatchDescribeEntities is not listed there; the rate of DescribeEntity is used."""

# --- agreements and entitlements

PRODUCT_ENTITY_ID_PATTERN: Final = r"prod-[a-z0-9]{13}"
"""Catalog API reference, samples: `prod-` and 13 lower-case letters and digits."""
PRODUCT_CODE_PATTERN: Final = r"[a-z0-9]{1,255}"
"""Seller Guide: "product code", 24 or 25 lower-case letters and digits; botocore's model takes up to 255."""
PURCHASE_AGREEMENT: Final = "PurchaseAgreement"
AGREEMENT_RESOURCE_TYPES: Final = (
    "AmiProduct",
    "ContainerProduct",
    "MachineLearningProduct",
    "ProfessionalServicesProduct",
    "SaaSProduct",
)
AGREEMENT_FILTERS: Final = 10
AGREEMENT_FILTER_VALUES: Final = 1
SEARCH_AGREEMENTS_PAGE: Final = 50
"""botocore's model ``marketplace-agreement/2020-03-01``: filters of a search, values of each, agreements of a page."""
AGREEMENT_ENTITLEMENTS_PAGE: Final = 50
"""The same model: entitlements of a page of GetAgreementEntitlements, which only the twin answers."""
GET_ENTITLEMENTS_PAGE: Final = 25
"""botocore's model ``entitlement.marketplace/2017-01-11``: entitlements of a page."""
SALES_REQUESTS_PER_SECOND: Final[Mapping[str, int]] = MappingProxyType(
    {"SearchAgreements": 5, "DescribeAgreement": 5, "GetAgreementEntitlements": 10, "GetEntitlements": 5}
)
"""Marketplace Developer Guide, quotas of the Agreement Service. GetEntitlements has no published rate: 5 is chosen."""

# --- messages

MESSAGE_BYTES: Final = 256 * 1024
"""SNS, Publish, and EventBridge, PutEvents (API references): bytes of a message, or of an event as a whole."""
