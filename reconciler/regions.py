"""AWS's partitions and regions, as the installed botocore knows them. A newer botocore may know more.

They are read from botocore's file directly: importing its loader takes 80 ms, and `validate` does without (measured).

Example: `us-east-1` is known. `us-eest-1` fits the pattern of the partition `aws`, but is one edit away from
`us-east-1`: a warning. `eu-zzz-1` fits, too, and no known region is close: a note that it may be new. `mars-1` fits no
partition: an error.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from .model import Problem, error, note, warning
from .spelling import quoted
from .suggestions import did_you_mean, edits

COMMERCIAL: Final = "aws"
_SLIP: Final = 2
"""A region that is at most this many edits away from a known one is more likely misspelt than new."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition with its known *regions*; *pattern* is the form of their names, also of future regions."""

    name: str
    regions: frozenset[str]
    pattern: re.Pattern[str]


@cache
def partitions() -> Mapping[str, Partition]:
    """Return all partitions by name. Source: botocore, partitions.json (1.44.5: eight of them)."""
    found = find_spec("botocore")
    folder = Path(found.origin or "").parent if found else Path()
    data = json.loads((folder / "data" / "partitions.json").read_text("utf-8"))
    return {one["id"]: _partition(one) for one in data["partitions"]}


def _partition(data: Mapping[str, Any]) -> Partition:
    """Read one partition. Pseudo regions such as `aws-global` do not match its pattern and are left out."""
    pattern = re.compile(data["regionRegex"], re.ASCII)
    return Partition(data["id"], frozenset(filter(pattern.fullmatch, data["regions"])), pattern)


@cache
def known_regions() -> frozenset[str]:
    """Return the regions of all partitions."""
    return frozenset(region for partition in partitions().values() for region in partition.regions)


def is_region(name: str) -> bool:
    """Tell whether *name* is a region, or has the form of one that the installed botocore does not know yet."""
    return _partition_of(name) is not None


def partition_of(region: str) -> str:
    """Return the name of the partition of a region: `aws`, `aws-cn`, `aws-us-gov` and so on."""
    return _partition_of(region) or COMMERCIAL


@cache
def _partition_of(region: str) -> str | None:
    return next((name for name, one in partitions().items() if one.pattern.fullmatch(region)), None)


def likely_region(name: str, likely: Iterable[str] = ()) -> str | None:
    """Return the region that *name* is probably a misspelling of, preferably of *likely*; None when none is close."""
    for regions in (likely, known_regions()):
        near = sorted((edits(name, region), region) for region in regions)
        if near and near[0][0] <= _SLIP:
            return near[0][1]
    return None


def region_problem(name: str, source: str) -> Problem | None:
    """Return the problem of a region (contract 1.1): impossible, probably misspelt, or unknown; None when known."""
    if name in known_regions():
        return None
    if not is_region(name):
        hint = did_you_mean(name, known_regions()) or "AWS lists its regions under: Regions and Availability Zones"
        return error("unknown-region", f"there is no AWS region {quoted(name)}", source, hint)
    near, message = likely_region(name), f"botocore knows no region {quoted(name)}"
    if near:
        return warning("unknown-region", message, source, f"did you mean {quoted(near)}?")
    hint = f"it is treated as a new region of partition {partition_of(name)}; a newer botocore may know it"
    return note("unknown-region", message, source, hint)
