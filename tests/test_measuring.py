"""Coverage follows the first examples of a property, and hands its tracer back whatever an example does."""

import os
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from coverage import Coverage, CoverageData
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measuring import CONFIG, measure_what_ran, unmeasured


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


def test_a_started_program_notes_the_files_that_it_has_run(tmp_path: Path) -> None:
    """Files of other folders, and files that it does not run, are not noted."""
    ours, other = tmp_path / "ours", tmp_path / "other.py"
    ours.mkdir()
    for file in (ours / "run.py", ours / "left.py", other):
        file.write_text("print('here')\n")
    config = Coverage(data_file=tmp_path / "data", branch=True, source=[str(ours)]).config
    environment = {**os.environ, CONFIG: config.serialize(), "PYTHONPATH": f"{ours}{os.pathsep}{tmp_path}"}
    measure_what_ran(environment)
    subprocess.run([sys.executable, "-c", "import run, other"], env=environment, check=True, capture_output=True)
    (file,) = tmp_path.glob("data.*")
    data = CoverageData(str(file))
    data.read()
    assert data.measured_files() == {str(ours / "run.py")}


def test_without_coverage_a_started_program_is_told_nothing() -> None:
    """The environment stays as it is."""
    environment = {"PATH": "/bin"}
    measure_what_ran(environment)
    assert environment == {"PATH": "/bin"}
