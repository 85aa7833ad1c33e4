"""Objects that are made at first use, by one thread at a time: making clients of one session is not thread-safe."""

from collections.abc import Callable
from functools import cache
from threading import Lock, RLock
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


def remembered(ask: Callable[[], T]) -> Callable[[], T]:
    """Return a function that calls *ask* once and remembers the answer, but no error; others wait for a first answer.

    Only those that want the same answer wait. A `cached_property` has one lock for all objects of its class in Python
    3.11, so that one account would wait for the answers of AWS to all others.
    """
    lock, known = Lock(), list[T]()

    def answer() -> T:
        with lock:
            if not known:
                known.append(ask())
            return known[0]

    return answer


class Lazily:
    """A proxy of an object that is made when one of its attributes is first read."""

    def __init__(self, make: Callable[[], Any]) -> None:
        """Keep *make*, which makes the object."""
        self._made = once(make)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of any object
        """Return the attribute of the object, which is made now unless it exists."""
        return getattr(self._made(), name)
