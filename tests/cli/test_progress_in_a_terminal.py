"""The progress of an apply, as the installed program shows it in a real terminal."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.cli.in_a_terminal import holding, terminal
from tests.cli.test_signals import MOVE, SEED, SETTINGS


@pytest.fixture
def twin(here: Path) -> Iterator[Twin]:
    """Return a twin with a repository that moves the account Sandbox."""
    (here / "reconciler.yaml").write_text(SETTINGS)
    (here / "desired_state").mkdir()
    (here / "desired_state" / "move.yaml").write_text(MOVE)
    with Twin(parse({**SEED, "durations": {"preparing": 0, "applying": 0}})).start() as running:
        yield running


def lasting(lines: list[str]) -> list[str]:
    """Return the lines of readings and calls, with ids and seconds replaced by `…`."""
    told = [line for line in lines if line.startswith(("Read", "  ✓", "  ✗"))]
    return [re.sub(r"\d+\.\d s$", "… s", re.sub(r"set \w+…", "set …", line)) for line in told]


def test_an_apply_leaves_a_line_for_each_call_between_two_readings(twin: Twin) -> None:
    """While the second call is open, who is in between stands there, and what Ctrl-C would do."""
    answer = holding(twin, "DescribeChangeSet", lambda: len(twin.catalog.marketplace.change_sets) > 1)
    with terminal("apply --yes", twin) as running:
        running.until("Sandbox is ungoverned until this is done")
        running.until("  1 of 2 calls   ")
        running.until("Ctrl-C: finish open moves, then stop")
        answer()
        lines = running.rest()
    assert running.program.returncode == 0
    assert lasting(lines) == [
        "Read AWS: 2 experiences  … s",
        "  ✓ op-1  change set …  1 change                           … s",
        "  ✓ op-2  change set …  1 change                           … s",
        "Read AWS again: 2 experiences  … s",
    ]
    assert not any("Ctrl-C" in line or "until this is done" in line for line in lines)


def test_a_deferred_ctrl_c_leaves_a_clean_screen(twin: Twin) -> None:
    """The move is completed, the last line says that the next Ctrl-C stops at once, and nothing of it stays."""
    answer = holding(twin, "DescribeChangeSet", lambda: len(twin.catalog.marketplace.change_sets) > 1)
    with terminal("apply --yes", twin) as running:
        running.until("Sandbox is ungoverned until this is done")
        os.kill(running.program.pid, signal.SIGINT)
        answer()
        lines = running.rest()
    assert running.program.returncode == 130
    assert lines[-2:] == ["interrupted", ""]
    assert not any("Ctrl-C" in line for line in lines)
    assert sorted(one for held in twin.experiences().values() for one in held.principals) == [
        "222222222222",
        "333333333333",
    ]
