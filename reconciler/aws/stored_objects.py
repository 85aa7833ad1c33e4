"""S3 as the port `StoredObjects`: lists and reads the bucket of AWS's sample.

A bucket of another region answers with its region, and botocore sends the call there. A list is consistent, and an
object is read whole, as it was or as it is (S3 User Guide, "Amazon S3 data consistency model").
"""

from collections.abc import Callable

from reconciler.limits import LIST_OBJECTS_PAGE
from reconciler.ports import StoredObject

from .answer import Answer
from .service import Service


class StoredObjectsApi:
    """Lists a bucket in pages of the largest size that S3 allows, and reads objects."""

    def __init__(self, service: Callable[[], Service], page: int = LIST_OBJECTS_PAGE) -> None:
        """Make the calls through what *service* returns (`s3`); it is asked at each call."""
        self._service = service
        self._page = page

    def listed(self, bucket: str) -> tuple[StoredObject, ...]:
        """List all objects of a bucket, every page."""
        told = self._service().of(bucket)
        found: list[StoredObject] = []
        more: dict[str, str] = {}
        while True:
            page = told.read("ListObjectsV2", Bucket=bucket, MaxKeys=self._page, **more)
            found += (_object(item) for item in page.structures_or_none("Contents"))
            if not page.flag("IsTruncated"):
                return tuple(found)
            following = page.id("NextContinuationToken")
            if more.get("ContinuationToken") == following:
                raise page.fail("NextContinuationToken", "repeats")
            more = {"ContinuationToken": following}

    def content(self, bucket: str, key: str) -> bytes:
        """Return the whole content of one object."""
        told = self._service().of(f"{key} in {bucket}")
        return told.read_stream("Body", "GetObject", Bucket=bucket, Key=key)


def _object(item: Answer) -> StoredObject:
    return StoredObject(item.id("Key"), item.number("Size"), item.time("LastModified"))
