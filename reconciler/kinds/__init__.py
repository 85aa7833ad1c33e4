"""The kinds, found by folder: a folder here with a `KIND` is a kind, and nothing else need know of it."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from reconciler.kind import Kind


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Give every kind by its name, in alphabetical order."""
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    kinds: list[Kind] = [import_module(f"{__name__}.{folder}").KIND for folder in folders]
    return {kind.name: kind for kind in kinds}
