"""Plans, reports and answers as JSON for other programs."""

import json
from collections.abc import Mapping
from typing import Any

WORLD = "world"
"""The key of a plan with thousands of entries: each is on one line, which is written three times as fast."""


def to_json(value: Mapping[str, object]) -> str:
    """Return *value* as JSON in the order of its keys, indented by two blanks, in ASCII, with a line end.

    ASCII survives every terminal, pipe and encoding.
    """
    parts = (f"  {json.dumps(key)}: {_part(key, part)}" for key, part in value.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _part(key: str, part: Any) -> str:  # noqa: ANN401 - JSON
    return _world(part) if key == WORLD else json.dumps(part, indent=2).replace("\n", "\n  ")


def _world(world: Mapping[str, list[Any] | None]) -> str:
    parts = (f"    {json.dumps(key)}: {_entries(entries)}" for key, entries in world.items())
    return "{\n" + ",\n".join(parts) + "\n  }"


def _entries(entries: list[Any] | None) -> str:
    """Return a list with each entry on one line."""
    if not entries:
        return json.dumps(entries)
    return "[\n" + ",\n".join(f"      {json.dumps(entry)}" for entry in entries) + "\n    ]"
