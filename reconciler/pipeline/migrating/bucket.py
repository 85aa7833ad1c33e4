"""The files of the sample from its bucket, through the port `StoredObjects`."""

from collections.abc import Sequence

from reconciler.parallel import in_parallel
from reconciler.ports import StoredObject, StoredObjects

from .sample import MOST_BYTES, SampleFile, is_read


def bucket_files(objects: StoredObjects, bucket: str) -> Sequence[SampleFile]:
    """Return every object of *bucket*; only those of the sample are read, in parallel. Raises Unreadable."""
    return in_parallel(lambda one: _file(objects, bucket, one), objects.listed(bucket))


def _file(objects: StoredObjects, bucket: str, one: StoredObject) -> SampleFile:
    data = objects.content(bucket, one.key) if is_read(one.key) and one.size <= MOST_BYTES else None
    return SampleFile(one.key, data, one.modified)
