"""The one form of a value that digests are computed from."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from .fields import stated


def canonical_json(value: object) -> str:
    """Write *value* in one form whatever order it was built in: sorted keys, no blanks, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(value: object) -> str:
    """Return `sha256:…` of the canonical JSON of *value*."""
    return "sha256:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()


def observed_digest(spec: Any, without: Collection[str] = ()) -> str:  # noqa: ANN401 - any spec
    """Return the digest of every field of *spec* that exists in AWS, except the paths *without*; lists are sorted."""
    fields = {path: value for path, value in stated(spec).items() if path not in without}
    return sha256_of({path: sorted(one) if isinstance(one, frozenset) else one for path, one in fields.items()})
