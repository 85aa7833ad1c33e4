"""Documents as JSON for other programs."""

import json
from collections.abc import Mapping
from typing import Any


def to_json(document: Mapping[str, Any]) -> str:
    """Write *document* in the order of its keys, two blanks deep, ASCII only, with a line end.

    ASCII, so that no terminal, pipe or encoding can make something else of it.
    """
    return json.dumps(document, indent=2) + "\n"
