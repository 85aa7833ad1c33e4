"""The progress of reading AWS, as the installed program shows it in a real terminal."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.cli.in_a_terminal import holding, terminal

SEED: dict[str, Any] = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "units": [{"id": f"ou-abcd-0000000{number}", "name": f"Unit {number}"} for number in range(3)],
    },
    "experiences": [{"id": "exp-old", "name": "Old", "status": "Enabled", "policy": {"requests": "Deny"}}],
}


@pytest.fixture
def twin(here: Path) -> Iterator[Twin]:
    """Return a twin of three units and one experience, with a repository that needs nothing."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "old.yaml").write_text("{kind: experience, name: old, title: Old, status: enabled}")
    with Twin(parse(SEED)).start() as running:
        yield running


def test_a_line_is_redrawn_while_aws_is_read_and_one_stays(twin: Twin) -> None:
    """The line says what is read while a call hangs; when all is read, one line is left above the answer."""
    answer = holding(twin, "BatchDescribeEntities")
    with terminal("effective", twin) as running:
        running.until("Reading AWS: organization 3 units, experiences 0 of 1")
        answer()
        first, *rest = running.rest()
    assert re.fullmatch(r"Read AWS: 3 units, 1 experience  \d+\.\d s", first)
    assert not any("AWS:" in line for line in rest)


def test_an_interrupt_leaves_a_clean_line(twin: Twin) -> None:
    """After Ctrl-C the line is gone, and nothing stands beside the word `interrupted`."""
    answer = holding(twin, "BatchDescribeEntities")
    with terminal("effective", twin) as running:
        running.until("Reading AWS: organization 3 units, experiences 0 of 1")
        os.kill(running.program.pid, signal.SIGINT)
        assert running.rest() == ["interrupted", ""]
        assert running.program.returncode == 130
        answer()


def test_a_reading_that_fails_says_how_far_it_came(twin: Twin) -> None:
    """The line stays above the error."""
    twin.faults.deny("BatchDescribeEntities")
    with terminal("effective", twin) as running:
        first, second, *_ = running.rest()
    assert first.startswith("Reading AWS: organization")
    assert "experiences 0 of 1" in first
    assert second.startswith("error: ")


def test_quiet_shows_no_progress_in_a_terminal(twin: Twin) -> None:
    """With -q, the plan is the only text."""
    with terminal("-q plan", twin) as running:
        assert "AWS:" not in running.rest()[0]
