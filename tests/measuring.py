"""Coverage follows the first case of each test, and of a property as many examples as a developer's `make test` tries.

What follows the lines in Python 3.11 doubles the time of a test. So what only a further case or example reaches counts
as not covered, and so does what only a started program runs: the floor of coverage is as high in CI as locally. Calls
to a twin of the same process are followed in `tests/twin` and `tests/aws` (`tests/in_process.py`). Each case and
example is judged as before.
"""

import sys
import threading
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from hypothesis.core import StateForActualGivenExecution

from tests.examples import LOCALLY


def first_cases(names: Iterable[str]) -> Container[str]:
    """Return the first of the cases of each test, of their *names* in order.

    Example: of `test_a`, `test_b[x]` and `test_b[y]` these are `test_a` and `test_b[x]`.
    """
    firsts: dict[str, str] = {}
    for name in names:
        firsts.setdefault(name.partition("[")[0], name)
    return frozenset(firsts.values())


@contextmanager
def unmeasured() -> Iterator[None]:
    """Follow no line of this thread in the block. Threads that it starts are followed: they may outlive it."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


@contextmanager
def left_out() -> Iterator[None]:
    """Follow no line of this thread in the block, which is the main thread, and none of the threads that it starts."""
    tracer = threading.gettrace()
    threading.settrace(None)
    try:
        with unmeasured():
            yield
    finally:
        threading.settrace(tracer)


def measure_the_first() -> None:
    """Follow the lines of the first examples of each property only."""
    execute = StateForActualGivenExecution._execute_once_for_engine  # noqa: SLF001
    tried: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

    @wraps(execute)
    def executed(property_: Any, data: Any) -> None:  # noqa: ANN401 - internals of Hypothesis
        tried[property_] = tried.get(property_, 0) + 1
        if tried[property_] <= LOCALLY:
            execute(property_, data)
            return
        with unmeasured():
            execute(property_, data)

    StateForActualGivenExecution._execute_once_for_engine = executed  # type: ignore[assignment, method-assign]  # noqa: SLF001
