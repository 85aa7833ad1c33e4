"""Plans, reports and answers as JSON for other programs."""

import json
from collections.abc import Mapping


def to_json(value: Mapping[str, object]) -> str:
    """Return *value* as JSON in the order of its keys, indented by two blanks, in ASCII, with a line end.

    ASCII survives every terminal, pipe and encoding.
    """
    return json.dumps(value, indent=2) + "\n"
