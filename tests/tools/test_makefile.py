"""The promises of the Makefile to a user who has just cloned the repository."""

import os
import shutil
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
    """`make clean` removes the folders .demo and .tour, which git ignores, and stops the twin first."""
    stops, removes, _ = would_run("clean").splitlines()
    assert stops.endswith(".demo/stop")
    assert " .demo .demo-* .tour " in removes


def test_modules_are_compiled_once_whatever_the_environment_says() -> None:
    """Images and CIs set PYTHONDONTWRITEBYTECODE, with which each of the tests' programs would compile all modules."""
    show = ["make", "--no-print-directory", "--eval", 'show: ; @echo "<$$PYTHONDONTWRITEBYTECODE>"', "show"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    assert subprocess.run(show, cwd=ROOT, env=environment, check=True, capture_output=True).stdout == b"<>\n"


def test_tests_on_no_python_at_all_are_a_failure(tmp_path: Path) -> None:
    """`make pythons` says which versions it has not tried, and a run that tried none fails."""
    shell = shutil.which("sh") or "sh"
    run = [shell, "tools/pythons.sh"]
    ended = subprocess.run(run, cwd=ROOT, env={"PATH": str(tmp_path)}, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr.splitlines()) == (
        1,
        "",
        [
            "python3.11: not installed, not tried",
            "python3.12: not installed, not tried",
            "python3.13: not installed, not tried",
            "python3.14: not installed, not tried",
            "no Python from 3.11 to 3.14 is on the PATH; nothing was tried",
        ],
    )


STEPS = (
    "makes the virtual environment",
    "tools/venv.sh",
    "installs the locked dependencies",
    "tools/install.py",
    "installs reconciler into",
    "pip install --quiet",
    "is ready",
    "tools/demo.sh",
)
