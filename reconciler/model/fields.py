"""Objects by YAML path: what the specs of all kinds have in common."""

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any

Fields = Mapping[str, Any]
"""An object by YAML path, in YAML's words; a list is a frozenset, and what is not there has no path, or None."""


def at(path: str) -> Any:  # noqa: ANN401 - what dataclasses.field gives is the field's default
    """Declare a field of a spec: not stated by default, found at *path* in YAML."""
    return field(default=None, metadata={"path": path})


def stated(spec: Any) -> dict[str, Any]:  # noqa: ANN401 - any spec
    """Return every value of *spec* by its YAML path, a mapping's by key; what is None has none."""
    found: dict[str, Any] = {}
    for declared in fields(spec):
        path, value = declared.metadata["path"], getattr(spec, declared.name)
        if isinstance(value, Mapping):
            found.update((f"{path}.{key}", one) for key, one in value.items())
        elif value is not None:
            found[path] = value
    return found
