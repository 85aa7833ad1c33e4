"""Plans, reports and answers as JSON for other programs."""

import json
from collections.abc import Mapping
from typing import Any


def to_json(document: Mapping[str, Any]) -> str:
    """Return *document* as JSON in the order of its keys, indented by two blanks, in ASCII, with a line end.

    ASCII survives every terminal, pipe and encoding.
    """
    return json.dumps(document, indent=2) + "\n"
