"""What is made when it is first asked for, by one thread alone: making clients of one session is not safe in two."""

from collections.abc import Callable
from functools import cache
from threading import RLock
from typing import Any, Final, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_ALONE: Final = RLock()


def alone(make: Callable[P, T]) -> Callable[P, T]:
    """Give *make* as a function that no two threads are in, nor in another one made here."""

    def made(*arguments: P.args, **named: P.kwargs) -> T:
        with _ALONE:
            return make(*arguments, **named)

    return made


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Give a function that gives what *make* gives, made once; an error is not kept."""
    return alone(cache(make))


class Lazily:
    """Stands for an object until it is asked for anything, and then is as good as that object."""

    def __init__(self, make: Callable[[], Any]) -> None:
        """Promise what *make* makes."""
        self._made = once(make)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of any object
        """Give what the object has by that name."""
        return getattr(self._made(), name)
