"""The JSON Schemas of the JSON that reconciler prints, each in one file.

A source refers to another one by its file: `{"$ref": "problem.schema.json"}`. In a published schema that other one is
a definition: `{"$ref": "#/$defs/problem"}`, so that a reader needs one file.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

SUFFIX = ".schema.json"
PARTS = ("problem", "spent", "world")
"""The sources that are only parts of others: no command prints one of them alone."""

_PRINTED = (
    "plan",
    "drift",
    "report",
    "effective",
    "connections",
    "validate",
    "fmt",
    "notification",
    "sheet",
    "subscribers",
    "verification",
    "checklist",
    "submission",
    "fleet_answer",
)
_DEFINITION = "#/$defs/"
_OF_THE_WHOLE = ("$schema", "$id", "$defs", "examples", "title")


def printed_schemas() -> dict[str, dict[str, Any]]:
    """Return the published schemas by name: those of plans and of all other answers."""
    folder = files(__package__)
    names = (*_PRINTED, *PARTS)
    return bundled({name: json.loads(folder.joinpath(name + SUFFIX).read_text("utf-8")) for name in names})


def bundled(sources: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return *sources*, by name, with all that they refer to among their own definitions."""
    return {name: _whole(name, sources) for name in sources if name not in PARTS}


def _whole(name: str, sources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the source *name* with the definitions of every source that it refers to."""
    definitions: dict[str, Any] = {}
    for other in _reached(name, sources):
        own = {key: value for key, value in sources[other].items() if key not in _OF_THE_WHOLE}
        definitions |= {} if other == name else {other: own}
        definitions |= sources[other].get("$defs", {})
    return cast("dict[str, Any]", _local({**sources[name], "$defs": definitions}))


def _reached(name: str, sources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Name the sources that the source *name* needs, itself the first."""
    found, waiting = [name], [name]
    while waiting:
        text = json.dumps(sources[waiting.pop()])
        more = [other for other in sources if f'"{other}{SUFFIX}"' in text and other not in found]
        found, waiting = [*found, *more], [*waiting, *more]
    return found


def _local(schema: object) -> object:
    """Return a part of a schema whose references to other sources lead to definitions."""
    if isinstance(schema, Mapping):
        return {key: _target(value) if key == "$ref" else _local(value) for key, value in schema.items()}
    return [_local(item) for item in schema] if isinstance(schema, list) else schema


def _target(reference: str) -> str:
    return _DEFINITION + reference.removesuffix(SUFFIX) if reference.endswith(SUFFIX) else reference
