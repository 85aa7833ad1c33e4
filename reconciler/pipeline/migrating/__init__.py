"""The import from AWS's sample: experiences as AWS has them, and what the files of the sample say otherwise."""

from .bucket import bucket_files
from .migration import Migrated, MigrateOptions, migrate
from .sample import MOST_BYTES, SampleFile, is_read

__all__ = ["MOST_BYTES", "MigrateOptions", "Migrated", "SampleFile", "bucket_files", "is_read", "migrate"]
