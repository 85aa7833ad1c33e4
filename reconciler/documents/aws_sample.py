"""The JSON of AWS's sample private-marketplace-automation, recognised so that whoever comes from it is told what to do.

Its files command changes (`AllowProducts`, `AssociatePrincipals`); documents state what is to be.
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from .files import NotReadable, read_bytes

_COMMANDS: Final = frozenset(
    {
        "AssociatePrincipals",
        "DisassociatePrincipals",
        "AllowProducts",
        "DenyProducts",
        "PolicyResourceRequests",
    }
)
_LARGEST: Final = 1024 * 1024


def is_aws_sample(keys: Collection[str]) -> bool:
    """Tell by its keys whether a mapping is a file of the sample."""
    return "Name" in keys and "kind" not in keys and not _COMMANDS.isdisjoint(keys)


def holds_aws_sample(path: Path) -> bool:
    """Tell whether the file *path* is one of the sample; what cannot be read is none."""
    try:
        value = json.loads(read_bytes(path, _LARGEST))
    except (NotReadable, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and is_aws_sample(value)


def advice(name: str) -> str:
    """Say how to begin with what the sample made; *name* is that of its file."""
    status = f"STATUS_{name.partition('#')[0]}" if name.startswith("Experience_") else "its STATUS_ file"
    return (
        "it commands changes, documents state what is to be: begin with "
        f"'reconciler import experience.NAME --id ID'; the id stands in {status}"
    )
