"""Plans, reports and answers as JSON for other programs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

WORLD = "world"
"""The key of a plan with thousands of entries. Each is one line, which is made three times as fast as several."""

_one_line = json.JSONEncoder(check_circular=False).encode


def to_json(value: Mapping[str, object]) -> str:
    """Return *value* as JSON in the order of its keys, indented by two blanks, in ASCII, with a line end.

    ASCII survives every terminal, pipe and encoding.
    """
    return "".join((*_object(((key, _part(key, part)) for key, part in value.items()), "\n"), "\n"))


def _object(parts: Iterable[tuple[str, Iterable[str]]], line: str) -> Iterator[str]:
    """Return an object in pieces: *parts* are its keys with the pieces of their values, *line* begins its last line.

    The pieces are joined only once, since a plan may have a hundred megabytes.
    """
    before = "{"
    for key, pieces in parts:
        yield f"{before}{line}  {json.dumps(key)}: "
        yield from pieces
        before = ","
    yield f"{line}}}"


def _part(key: str, part: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    if key != WORLD:
        return (json.dumps(part, indent=2).replace("\n", "\n  "),)
    return _object(((name, _entries(entries)) for name, entries in part.items()), "\n  ")


def _entries(entries: Sequence[Any] | None) -> Iterator[str]:
    """Return a list in pieces, with each entry on one line."""
    if not entries:
        yield json.dumps(entries)
        return
    before = "["
    for entry in entries:
        yield f"{before}\n      "
        yield _one_line(entry)
        before = ","
    yield "\n    ]"
