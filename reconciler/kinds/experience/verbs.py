"""The Catalog API for experiences: its operations, and the change types that StartChangeSet carries.

Sources: API reference and "Service quotas for AWS Marketplace Catalog API" (facts: catalog 1.1, 1.4, 1.10). IAM knows
the operations as actions of `aws-marketplace`; BatchDescribeEntities "uses the same IAM permission action as
DescribeEntity".
"""

from dataclasses import replace

from reconciler.limits import REQUESTS_PER_SECOND
from reconciler.model import Quota, Verb

SERVICE = "marketplace-catalog"
EXPERIENCE = "Experience@1.0"


def _operation(name: str, *, writes: bool = False, iam: str = "", rank: int = 0) -> Verb:
    quota = Quota(REQUESTS_PER_SECOND[name])
    return Verb(name=name, service=SERVICE, iam=f"aws-marketplace:{iam or name}", quota=quota, writes=writes, rank=rank)


START = replace(_operation("StartChangeSet", writes=True), counted_as="change_sets")
CANCEL = _operation("CancelChangeSet", writes=True)
TAG = _operation("TagResource", writes=True)


def _change(name: str, rank: int = 10, *, makes: bool = False, takes: str = "", frees: str = "") -> Verb:
    return Verb(
        name=name,
        service=SERVICE,
        carrier=START,
        entity_type=EXPERIENCE,
        rank=rank,
        makes=makes,
        takes=takes,
        frees=frees,
    )


CREATE = _change("CreateExperience", 0, makes=True)
REVIVE = _change("ReviveExperience", 1)
FIRST_POLICY = _change("CreateProcurementPolicy", 2)
POLICY = _change("UpdateProcurementPolicy", 3)
FIRST_LOOKS = _change("CreateBrandingSettings")
LOOKS = _change("UpdateBrandingSettings")
ALLOW = _change("AllowProductProcurement")
DENY = _change("DenyProductProcurement")
LEAVE = _change("DisassociateAudience", frees="Principals")
ARRIVE = _change("AssociateAudience", takes="Principals")
UPDATE = _change("UpdateExperience", 11)
ARCHIVE = _change("RestrictExperience", 11)
"""Ranks are for readers: within a set AWS finds its own order (facts: catalog 1.4)."""

CHANGES = (CREATE, REVIVE, FIRST_POLICY, POLICY, FIRST_LOOKS, LOOKS, ALLOW, DENY, LEAVE, ARRIVE, UPDATE, ARCHIVE)
READS = (
    _operation("BatchDescribeEntities", iam="DescribeEntity"),
    _operation("DescribeChangeSet"),
    _operation("ListChangeSets"),
    _operation("ListEntities"),
    _operation("ListTagsForResource"),
)
VERBS = (*READS, START, CANCEL, TAG, *CHANGES)
