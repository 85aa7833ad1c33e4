"""The kinds, found by folder: every folder here with a `KIND` is a kind, and no other module has to name it."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from reconciler.kind import Kind
from reconciler.model import Verb


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by its name, in alphabetical order."""
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    kinds: list[Kind] = [import_module(f"{__name__}.{folder}").KIND for folder in folders]
    return {kind.name: kind for kind in kinds}


def all_verbs() -> tuple[Verb, ...]:
    """Return the verbs of every kind."""
    return tuple(verb for kind in all_kinds().values() if kind.remote for verb in kind.remote.verbs)
