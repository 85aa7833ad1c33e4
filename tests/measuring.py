"""Coverage follows the first examples of a property, as many as a developer's `make test` tries, and not the others.

What follows the lines in Python 3.11 more than doubles the time of a property. So what an example beyond these alone
reaches counts as not covered: the floor of coverage is as high in CI as locally. Each example is judged as before.

A program that a test starts notes the files that it has run, and does not search for those that nobody runs: the
process of the tests does that once.
"""

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from coverage.config import CoverageConfig
from hypothesis.core import StateForActualGivenExecution

from tests.examples import LOCALLY


@contextmanager
def unmeasured() -> Iterator[None]:
    """Follow no line of this thread in the block. Threads that it starts are followed: they may outlive it."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


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


CONFIG = "COVERAGE_PROCESS_CONFIG"
"""The variable with which coverage tells started programs what to follow."""


def measure_what_ran(environment: MutableMapping[str, str]) -> None:
    """Let started programs follow the same files, without the search, which takes 40 ms at the end of each."""
    if CONFIG not in environment:
        return
    config = CoverageConfig.deserialize(environment[CONFIG])
    config.run_include = [*(config.run_include or ()), *(f"{folder}/*" for folder in config.source or ())]
    config.source = None
    environment[CONFIG] = config.serialize()
