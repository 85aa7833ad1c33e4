"""Files of AWS's sample private-marketplace-automation: they are recognised, so that its users get a useful hint.

Its JSON files are commands (`AllowProducts`, `AssociatePrincipals`); reconciler's documents are the desired state.
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
    """Tell by its *keys* whether a mapping is a file of the sample."""
    return "Name" in keys and "kind" not in keys and not _COMMANDS.isdisjoint(keys)


def holds_aws_sample(path: Path) -> bool:
    """Tell whether *path* is a file of the sample; a file that cannot be read is not."""
    try:
        value = json.loads(read_bytes(path, _LARGEST))
    except (NotReadable, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and is_aws_sample(value)


def advice(name: str) -> str:
    """Return the hint how to go on from the sample's file *name*."""
    status = f"STATUS_{name.partition('#')[0]}" if name.startswith("Experience_") else "its STATUS_ file"
    return (
        "it holds commands for changes, but a document describes the desired state: start with "
        f"'reconciler import experience.NAME --id ID'; the id is in {status}"
    )
