"""The promises of the Makefile to a user who has just cloned the repository."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def would_run(*words: str) -> str:
    """Return the commands that make would run."""
    dry = ["make", "--no-print-directory", "--dry-run", *words]
    return subprocess.run(dry, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_demo_says_what_it_does_while_it_installs() -> None:
    """Each long step is announced before it starts."""
    lines = would_run("demo", "VENV=/nonexistent").splitlines()
    first = {word: next(at for at, line in enumerate(lines) if word in line) for word in STEPS}
    assert list(first.values()) == sorted(first.values())


def test_clean_removes_what_the_demo_leaves() -> None:
    """`make clean` removes the folder .demo, which git ignores."""
    assert " .demo " in would_run("clean")


STEPS = (
    "makes the virtual environment",
    "tools/venv.sh",
    "downloads and installs the locked dependencies",
    "pip install --quiet",
    "is ready",
    "tools/demo.sh",
)
