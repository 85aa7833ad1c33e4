"""Faces of packages that import their modules when a name is first asked for.

A command needs a few modules of a package like `pipeline`, and importing all of them takes a tenth of a small plan.
Example: `pipeline` says that `adopt` is in `.adopting`. `from reconciler.pipeline import load` imports `loading` alone,
and `pipeline.adopt` imports `adopting`.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def face(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of *package*: *homes* are the names of each module, separated by blanks.

    The function raises AttributeError for other names, as Python requires.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def found(name: str) -> Any:  # noqa: ANN401 - any object of any module
        if name not in home_of:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(home_of[name], package), name)

    return found
