"""Coverage follows the first cases of tests and examples of properties, and hands its tracer back whatever they do."""

import sys
import threading
from contextlib import nullcontext
from threading import Thread
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measuring import first_cases, left_out, unmeasured


class Following:
    """A tracer that counts the calls of `followed`."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Count a call."""
        self.calls += event == "call" and frame.f_code is followed.__code__


def followed() -> None:
    """Be called by an example."""


def counted(tried: Any) -> tuple[int, bool]:  # noqa: ANN401 - a property
    """Return how many calls a tracer has followed while a property was tried, and whether it stays."""
    before, tracer = sys.gettrace(), Following()
    sys.settrace(tracer)
    try:
        tried()
    finally:
        stays = sys.gettrace() is tracer
        sys.settrace(before)
    return tracer.calls, stays


def test_ten_examples_of_a_property_are_followed() -> None:
    """All 40 are tried."""
    seen: list[int] = []

    @settings(max_examples=40)
    @given(st.integers())
    def tried(number: int) -> None:
        seen.append(number)
        followed()

    assert counted(tried) == (10, True)
    assert len(seen) == 40


def test_an_example_that_fails_beyond_the_first_is_found() -> None:
    """It is shrunk as ever, and the tracer is there again."""
    seen: list[int] = []

    @settings(max_examples=100)
    @given(st.integers(0, 1_000_000))
    def tried(number: int) -> None:
        seen.append(number)
        assert len(seen) < 20 or number < 100

    def refused() -> None:
        with pytest.raises(AssertionError):
            tried()

    assert counted(refused)[1]
    assert seen[-1] == 100


def test_a_block_that_raises_hands_the_tracer_back() -> None:
    """What follows is measured again."""

    def raising() -> None:
        with pytest.raises(KeyError), unmeasured():
            raise KeyError
        followed()

    assert counted(raising) == (1, True)


def test_threads_of_a_case_that_is_left_out_are_not_followed() -> None:
    """Threads that start after it are."""
    before, tracer = threading.gettrace(), Following()
    threading.settrace(tracer)
    try:
        for block in (left_out(), nullcontext()):
            with block:
                thread = Thread(target=followed)
                thread.start()
                thread.join()
    finally:
        threading.settrace(before)
    assert tracer.calls == 1


def test_the_first_case_of_each_test_is_followed() -> None:
    """The first one is that of the order in which they were collected."""
    names = ["a.py::test_one", "a.py::test_two[x-[1]]", "a.py::test_two[y]", "b.py::test_two[y]"]
    first = first_cases(names)
    assert [name for name in names if name in first] == ["a.py::test_one", "a.py::test_two[x-[1]]", "b.py::test_two[y]"]
