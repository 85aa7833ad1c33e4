"""Plans, reports and answers as JSON for other programs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WORLD = "world"
"""The key of a plan with thousands of entries. Each is one line, which is made three times as fast as several."""

_encoded = json.JSONEncoder(check_circular=False).encode
_UNCHANGED = '"before": null, "after": null'
"""The two ends of an entry without their value. No text in an entry can hold this: quotes in texts are escaped."""


def to_json(value: Mapping[str, object]) -> str:
    """Return *value* as JSON in the order of its keys, indented by two blanks, in ASCII, with a line end.

    ASCII survives every terminal, pipe and encoding.
    """
    return "".join(json_pieces(value))


def json_pieces(value: Mapping[str, object]) -> Iterator[str]:
    """Return the text of `to_json` in pieces, each made when it is asked for: a plan may have a hundred megabytes."""
    yield from _object(((key, _part(key, part)) for key, part in value.items()), "\n")
    yield "\n"


def _object(parts: Iterable[tuple[str, Iterable[str]]], line: str) -> Iterator[str]:
    """Return an object in pieces: *parts* are its keys with the pieces of their values, *line* begins its last line."""
    before = "{"
    for key, pieces in parts:
        yield f"{before}{line}  {json.dumps(key)}: "
        yield from pieces
        before = ","
    yield f"{line}}}" if before == "," else "{}"


def _part(key: str, part: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    if key != WORLD or not isinstance(part, Mapping):
        return _items(part) if isinstance(part, list) else (_indented(part, "  "),)
    return _object(((name, _entries(entries)) for name, entries in part.items()), "\n  ")


def _items(items: list[Any]) -> Iterator[str]:
    """Return a list in pieces, one for each of its *items*."""
    before = "["
    for item in items:
        yield f"{before}\n    {_indented(item, '    ')}"
        before = ","
    yield "\n  ]" if items else "[]"


def _indented(part: Any, indent: str) -> str:  # noqa: ANN401 - JSON
    """Return a part on several lines, of which all but the first are indented.

    It may have mappings that are no dict: an answer of a member of a fleet is parsed only here.
    """
    return json.dumps(part, indent=2, default=dict).replace("\n", f"\n{indent}")


def _entries(entries: Any) -> Iterator[str]:  # noqa: ANN401 - JSON, perhaps of an edited file
    """Return a list in pieces, with each entry on one line; anything else on one line."""
    if not entries or not isinstance(entries, list):
        yield json.dumps(entries)
        return
    before = "["
    for entry in entries:
        yield f"{before}\n      {_one_line(entry)}"
        before = ","
    yield "\n    ]"


def _one_line(entry: Any) -> str:  # noqa: ANN401 - JSON
    """Return an entry on one line; the state of an object that does not change is encoded only once."""
    state = entry.get("before") if isinstance(entry, Mapping) else None
    if not isinstance(state, Mapping) or state is not entry.get("after"):
        return _encoded(entry)
    text = _encoded(state)
    rest = _encoded({**entry, "before": None, "after": None})
    return rest.replace(_UNCHANGED, f'"before": {text}, "after": {text}')
