"""Objects that are made at first use, by one thread at a time: making clients of one session is not thread-safe."""

from collections.abc import Callable
from functools import cache
from threading import RLock
from typing import Any, Final, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_ALONE: Final = RLock()


def alone(make: Callable[P, T]) -> Callable[P, T]:
    """Return *make* guarded by a lock: no two threads run it, or any other function guarded here, at the same time."""

    def made(*arguments: P.args, **named: P.kwargs) -> T:
        with _ALONE:
            return make(*arguments, **named)

    return made


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that calls *make* once and caches its result; an error is not cached."""
    return alone(cache(make))


class Lazily:
    """A proxy of an object that is made when one of its attributes is first read."""

    def __init__(self, make: Callable[[], Any]) -> None:
        """Keep *make*, which makes the object."""
        self._made = once(make)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of any object
        """Return the attribute of the object, which is made now unless it exists."""
        return getattr(self._made(), name)
