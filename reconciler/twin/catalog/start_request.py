"""A StartChangeSet request that is well-formed: what can be said without looking at any entity."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .change import Change, parse_changes, parse_tags
from .exceptions import ValidationException


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What to start; *fingerprint* tells two requests with one token apart."""

    changes: tuple[Change, ...]
    name: str | None
    token: str | None
    tags: Mapping[str, str]
    fingerprint: str


def parse_start_request(parameters: Mapping[str, Any]) -> StartRequest:
    """Read the parameters, whose outer shape has been checked.

    Raises:
        ValidationException: what no state of the world would let start.
    """
    if parameters.get("Intent", "APPLY") != "APPLY":
        # "currently available for adding versions to single-AMI products" only
        raise ValidationException("Intent VALIDATE is not supported for entity type Experience@1.0")
    body = {name: value for name, value in parameters.items() if name != "ClientRequestToken"}
    return StartRequest(
        changes=parse_changes(parameters["ChangeSet"]),
        name=parameters.get("ChangeSetName"),
        token=parameters.get("ClientRequestToken"),
        tags=parse_tags(parameters.get("ChangeSetTags", ())),
        fingerprint=sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
    )
