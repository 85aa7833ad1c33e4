"""What makes the import of moto's EC2 cheap: a twin with sellers starts in a quarter less CPU time (measured).

moto reads much when its module of EC2 is imported:

* for the names of regions, it makes three sessions of boto3, and each of them reads botocore's table of endpoints and
  its model of EC2 again. In the block `shared_files` they share what they read;
* for instances, it reads in 80 files which types are offered in which region. In the block `deferred_offerings` it
  reads none of them; the offerings of a region are read when they are asked for.

Both blocks are safe beside other threads: what they replace for a while works for all callers as before.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import PurePath
from typing import Any, Final

import moto.utilities.utils
from moto.utilities.utils import load_resource

Offered = list[dict[str, Any]]
"""The instance types that are offered in one region, as moto has them."""

_OFFERINGS: Final = "instance_type_offerings"


@contextmanager
def shared_files() -> Iterator[None]:
    """Let all sessions of boto3 that begin in the block share what they read of botocore's files."""
    sessions = vars(sys.modules["botocore.session"])
    create_loader = sessions["create_loader"]
    sessions["create_loader"] = cache(create_loader)
    try:
        yield
    finally:
        sessions["create_loader"] = create_loader


class Offerings(Mapping[str, Offered]):
    """The instance types that are offered in one *kind* of place, by region, read when a region is asked for.

    *files* are the files of the regions, and *read* reads one.
    """

    def __init__(self, kind: str, files: Mapping[str, str], read: Callable[[str], Offered] = load_resource) -> None:
        self._files = files
        self._of_region = cache(lambda region: [{**one, "LocationType": kind} for one in read(files[region])])

    def __getitem__(self, region: str) -> Offered:
        return self._of_region(region)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@contextmanager
def deferred_offerings() -> Iterator[None]:
    """Let moto's EC2, which is imported in the block, read the offerings of instance types when they are asked for."""
    utilities, files = vars(moto.utilities.utils), dict[str, dict[str, str]]()

    def loaded(resource: str) -> Any:  # noqa: ANN401 - the content of any file
        """Return the content of a file of moto's, and of a file of offerings nothing, but remember it."""
        path = PurePath(resource)
        if path.parts[-3:-2] != (_OFFERINGS,):
            return load_resource(resource)
        files.setdefault(path.parent.name, {})[path.name.partition(".")[0]] = resource
        return []

    utilities["load_resource"] = loaded
    try:
        yield
    finally:
        utilities["load_resource"] = load_resource
    imported = sys.modules["moto.ec2.models.instance_types"]
    imported.INSTANCE_TYPE_OFFERINGS.update({kind: Offerings(kind, of_kind) for kind, of_kind in files.items()})
