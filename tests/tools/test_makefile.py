"""What the Makefile promises to who has just cloned the repository."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def would_run(*words: str) -> str:
    """Say what make would run, without running it."""
    dry = ["make", "--no-print-directory", "--dry-run", *words]
    return subprocess.run(dry, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_demo_says_what_it_does_while_it_installs() -> None:
    """Nobody looks at a silent terminal for minutes: each long step is told before it begins."""
    lines = would_run("demo", "VENV=/nonexistent").splitlines()
    first = {word: next(at for at, line in enumerate(lines) if word in line) for word in STEPS}
    assert list(first.values()) == sorted(first.values())


def test_clean_removes_what_the_demo_leaves() -> None:
    """Git does not hold it, so it goes."""
    assert " .demo " in would_run("clean")


STEPS = (
    "makes the virtual environment",
    "tools/venv.sh",
    "downloads and installs the locked dependencies",
    "pip install --quiet",
    "is ready",
    "tools/demo.sh",
)
