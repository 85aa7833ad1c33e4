"""Fields of specs by YAML path: the form that the specs of all kinds share."""

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any

Fields = Mapping[str, Any]
"""The values of an object by YAML path. A list is a frozenset; a value that is not there has no path, or None."""


def at(path: str) -> Any:  # noqa: ANN401 - what dataclasses.field gives is the field's default
    """Declare a field of a spec that is at *path* in YAML and is None (not stated) by default."""
    return field(default=None, metadata={"path": path})


def stated(spec: Any) -> dict[str, Any]:  # noqa: ANN401 - any spec
    """Return the values of *spec* by YAML path, those of a mapping by key. Values that are None are left out."""
    found: dict[str, Any] = {}
    for declared in fields(spec):
        path, value = declared.metadata["path"], getattr(spec, declared.name)
        if isinstance(value, Mapping):
            found.update((f"{path}.{key}", one) for key, one in value.items())
        elif value is not None:
            found[path] = value
    return found
