"""The Catalog API for experiences: its operations, and the change types that StartChangeSet carries.

Sources: API reference and "Service quotas for AWS Marketplace Catalog API" (facts: catalog 1.1, 1.4, 1.10 and 2). IAM
knows the operations as actions of `aws-marketplace`; DescribeEntity is also the action of BatchDescribeEntities (facts:
catalog 4.5).
"""

from dataclasses import replace
from typing import Any

from reconciler.limits import REQUESTS_PER_SECOND
from reconciler.model import Extra, Quota, Verb

from .spec import LOGO_TAG

SERVICE = "marketplace-catalog"
EXPERIENCE = "Experience@1.0"
PRINCIPALS = "Principals"
LOGO = Extra(("Configuration", "LogoUrl"), frozenset({"INVALID_URL", "INVALID_IMAGE"}), LOGO_TAG)
"""AWS downloads the logo, which may fail (facts: catalog 5.1). The hash of its URL is kept in a tag (contract 1.2)."""


def _operation(name: str, *, writes: bool = False, iam: str = "", rank: int = 0) -> Verb:
    quota = Quota(REQUESTS_PER_SECOND[name])
    return Verb(name=name, service=SERVICE, iam=f"aws-marketplace:{iam or name}", quota=quota, writes=writes, rank=rank)


START = replace(_operation("StartChangeSet", writes=True), counted_as="change_sets")
CANCEL = _operation("CancelChangeSet", writes=True)
TAG = _operation("TagResource", writes=True)


def _change(name: str, rank: int = 10, **details: Any) -> Verb:  # noqa: ANN401 - the fields of Verb
    return Verb(name=name, service=SERVICE, carrier=START, entity_type=EXPERIENCE, rank=rank, **details)


def _list(name: str, list_: str, **details: Any) -> Verb:  # noqa: ANN401 - the fields of Verb
    """Return a change type whose list may be cut; ENTITY_NOT_FOUND blames no member (facts: catalog 5.1).

    AWS returns it, for example, if the experience has no procurement policy.
    """
    return _change(name, cuttable=(list_,), faultless=frozenset({"ENTITY_NOT_FOUND"}), **details)


CREATE = _change("CreateExperience", 0, makes=True, title_in="Name")
REVIVE = _change("ReviveExperience", 1, revives=True)
FIRST_POLICY = _change("CreateProcurementPolicy", 2)
POLICY = _change("UpdateProcurementPolicy", 3)
FIRST_LOOKS = _change("CreateBrandingSettings", extra=LOGO, once="has_branding")
LOOKS = _change("UpdateBrandingSettings", extra=LOGO)
ALLOW = _list("AllowProductProcurement", "Products.Ids")
DENY = _list("DenyProductProcurement", "Products.Ids")
LEAVE = _list("DisassociateAudience", PRINCIPALS, frees=PRINCIPALS, governed=True)
ARRIVE = _list("AssociateAudience", PRINCIPALS, takes=PRINCIPALS, governed=True)
UPDATE = _change("UpdateExperience", 11, opens={"Status": "Enabled"}, closes={"Status": "Disabled"})
ARCHIVE = _change("RestrictExperience", 11, closes={})
"""The ranks order changes for readers; AWS orders the changes of a set itself (facts: catalog 1.4)."""

CHANGES = (CREATE, REVIVE, FIRST_POLICY, POLICY, FIRST_LOOKS, LOOKS, ALLOW, DENY, LEAVE, ARRIVE, UPDATE, ARCHIVE)
READS = (
    _operation("BatchDescribeEntities", iam="DescribeEntity"),
    _operation("DescribeChangeSet"),
    _operation("ListChangeSets"),
    _operation("ListEntities"),
    _operation("ListTagsForResource"),
)
VERBS = (*READS, START, CANCEL, TAG, *CHANGES)
