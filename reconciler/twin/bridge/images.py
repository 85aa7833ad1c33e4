"""The public images of moto's EC2, which are made when somebody asks for them.

moto makes some 1,300 images, each with a volume and a snapshot, whenever it starts over the EC2 of an account in a
region. That takes a third of a second, and nobody needs images to read endpoint services, load balancers and zones.
"""

from collections.abc import Callable
from threading import RLock
from typing import Any, Final

from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import AmiBackend

_OWED: Final = "images that are not made yet"


class Filled:
    """An attribute of EC2 with the public images or their snapshots; *make* makes both before it is first read."""

    _making = RLock()

    def __init__(self, name: str, make: Callable[[EC2Backend], None]) -> None:
        self._name, self._make = name, make

    def __set__(self, backend: EC2Backend, value: dict[str, Any]) -> None:
        vars(backend)[self._name] = value

    def __get__(self, backend: EC2Backend, _owner: type | None = None) -> dict[str, Any]:
        with self._making:
            if vars(backend).pop(_OWED, False):
                self._make(backend)
        held: dict[str, Any] = vars(backend)[self._name]
        return held


def defer_images() -> None:
    """Let each EC2 of moto make its public images when they or their snapshots are first asked for."""
    make = AmiBackend._load_amis  # noqa: SLF001 - moto has no public name for it

    def owe(self: AmiBackend) -> None:
        vars(self)[_OWED] = True

    for name in ("amis", "snapshots"):
        setattr(EC2Backend, name, Filled(name, make))
    AmiBackend._load_amis = owe  # type: ignore[method-assign]  # noqa: SLF001
