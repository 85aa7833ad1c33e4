"""Puts the twin's EC2 in moto's tables without loading it.

The place of `ec2` in `moto.backend_index.backend_url_patterns` is taken by a service of ours, that of `elb` by moto's
own service under another name; `sys.modules` holds a module for each (see `reconciler.twin.services`) that imports
what is behind it when moto asks for its backends, at the first call.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from moto import backend_index


def _ec2() -> Any:  # noqa: ANN401 - a dictionary of backends
    return import_module(f"{__package__}.models").endpointservices_backends


def _load_balancing() -> Any:  # noqa: ANN401 - a dictionary of backends
    return import_module(f"{__package__}.load_balancing").layered()


DEFERRED: Final[Mapping[str, tuple[str, Callable[[], Any]]]] = {
    "ec2": ("endpointservices", _ec2),
    "elb": ("layeredelb", _load_balancing),
}
"""moto's name of a service, ours, and what loads its backends."""


class DeferredModule(ModuleType):
    """A module of moto's kind whose only content, `<service>_backends`, is loaded when it is looked at."""

    def __init__(self, service: str, load: Callable[[], Any]) -> None:
        super().__init__(f"moto.{service}")
        self.__dict__["_load"] = {f"{service}_backends": load}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a dictionary of backends
        """Load the backends."""
        if name not in self.__dict__["_load"]:
            raise AttributeError(name)
        return self.__dict__["_load"][name]()


def register() -> None:
    """Take the places of EC2 and Elastic Load Balancing; calling it again changes nothing."""
    patterns = backend_index.backend_url_patterns
    for index, (known, pattern) in enumerate(patterns):
        if known in DEFERRED:
            service, load = DEFERRED[known]
            sys.modules.setdefault(f"moto.{service}", DeferredModule(service, load))
            patterns[index] = (service, pattern)
