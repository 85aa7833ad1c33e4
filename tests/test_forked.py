"""The program that forks is the program that users install: its output, its end, its streams and its signals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.jobs import machine
from tests.patience import PATIENCE

INSTALLED = Path(sys.executable).parent


def ended(line: str, commands: Path, here: Path) -> tuple[int, str, str]:
    """Return how a line of the shell ends that finds its commands in *commands*, and what it prints on each stream."""
    path = os.pathsep.join([str(commands), str(INSTALLED), os.environ["PATH"]])
    told = subprocess.run(
        ["bash", "-c", line],
        cwd=here,
        env={**machine(), "PATH": path, "TOLD": "Ä"},
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return told.returncode, told.stdout, told.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("reconciler --version", 0),
        ("mkdir below; cd below; reconciler plan", 3),
        ("reconciler --config ../nowhere.yaml validate", 3),
        ("reconciler nonsense", 64),
        ("echo before >all; reconciler schema settings >>all; echo after >>all; cat all", 0),
        ("reconciler twin run -- sh -c 'cat; echo $TOLD; exit 9' <<<'typed'", 9),
    ],
)
def test_it_ends_and_prints_as_the_installed_program(line: str, code: int, forked: Path, tmp_path: Path) -> None:
    """It has the words, the folder, the environment and the streams of its client, and ends with the same code."""
    told = ended(line, forked, tmp_path)
    assert told[0] == code
    assert told == ended(f"rm -rf below all told; {line}", INSTALLED, tmp_path)


def test_a_signal_to_it_ends_the_program(forked: Path, tmp_path: Path) -> None:
    """It reaches the process that has been forked, and the client ends as that one does."""
    line = "reconciler twin serve >told & until grep -q export told; do sleep 0.1; done; kill -TERM $!; wait $!"
    assert ended(line, forked, tmp_path)[0] == ended(line, INSTALLED, tmp_path)[0]


def test_a_twin_of_it_goes_on_until_it_is_stopped(forked: Path, tmp_path: Path) -> None:
    """The twin is a process of its own, which answers other programs, too."""
    line = 'eval "$(reconciler --quiet twin start)"; reconciler --quiet twin stop; reconciler twin stop'
    code, _, said = ended(line, forked, tmp_path)
    assert (code, said.count("has stopped")) == (0, 1), said
