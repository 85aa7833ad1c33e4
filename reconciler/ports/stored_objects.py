"""The port of an S3 bucket that is only read: the bucket of AWS's sample."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object of a bucket: its key, its size in bytes, and when it was uploaded."""

    key: str
    size: int
    modified: datetime


class StoredObjects(Protocol):
    """Objects in S3."""

    def listed(self, bucket: str) -> tuple[StoredObject, ...]:
        """List all objects of a bucket, every page."""
        ...

    def content(self, bucket: str, key: str) -> bytes:
        """Return the whole content of one object."""
        ...


class NoStoredObjects:
    """The objects of clients that read none."""

    def listed(self, bucket: str) -> tuple[StoredObject, ...]:
        """Raise LookupError."""
        raise LookupError(f"nothing lists {bucket}")

    def content(self, bucket: str, key: str) -> bytes:
        """Raise LookupError."""
        raise LookupError(f"nothing reads {key} of {bucket}")
