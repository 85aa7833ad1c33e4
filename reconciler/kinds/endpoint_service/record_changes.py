"""The parameters of the calls that change the record set of a private name. Pure.

A call replaces a whole record set, so it carries the values of others, too (facts: private-dns 2.2).

Example: `_x.api.example.com` has the value `"vpce:a"` of ours and `"b"` of somebody else. The removal is an UPSERT of
`"b"` alone. Without the other value it is a DELETE.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.model import Reference, RequestKey
from reconciler.ports import TextRecords

from .publication import quoted_text

UPSERT, DELETE = "UPSERT", "DELETE"
TTL = 1800
"""Seconds for which a new record may be remembered, as AWS suggests (facts: privatelink 2.3)."""
ADDS, REMOVES = "reconciler adds a record", "reconciler removes a record"
"""Comments, which Route 53 keeps in CloudTrail: an UPSERT alone does not tell which value came or went."""
Batch = Mapping[str, Any]


def to_be_made(zone: str, name: str, made_by: RequestKey) -> Batch:
    """Return the call that adds the record of a name that AWS has once *made_by* is done."""
    label, value = (Reference(made_by.address, within, made_by) for within in (name, quoted_text("{}")))
    return _batch(zone, UPSERT, label, TTL, [value], ADDS)


def with_value(zone: str, name: str, records: TextRecords | None, value: str) -> Batch:
    """Return the call that adds *value* to the records of *name*, and keeps the others."""
    others = [one for one in records.values if one != quoted_text(value)] if records else []
    return _batch(zone, UPSERT, name, records.ttl if records else TTL, [*others, quoted_text(value)], ADDS)


def without(zone: str, records: TextRecords, value: str) -> Batch:
    """Return the call that takes *value* out of *records*: it deletes the record set if no other value stays."""
    others = [one for one in records.values if one != quoted_text(value)]
    action, values = (UPSERT, others) if others else (DELETE, records.values)
    return _batch(zone, action, records.name, records.ttl, values, REMOVES)


def _batch(zone: str, action: str, name: object, ttl: int, values: Sequence[object], comment: str) -> Batch:
    records = [{"Value": value} for value in values]
    changed = {"Name": name, "Type": "TXT", "TTL": ttl, "ResourceRecords": records}
    changes = [{"Action": action, "ResourceRecordSet": changed}]
    return {"HostedZoneId": zone, "ChangeBatch": {"Comment": comment, "Changes": changes}}
