"""The promises of `.ci/run`: its parts are programs here that only say what they are."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
PROGRAM = """#!/bin/sh
set -- "$0" "$@"
echo "$*: done"
case "$*" in *{broken}) exit 3 ;; esac
"""
LANES = [
    ["sh tools/shells.sh", "sh tools/chromium.sh", "make dev"],
    [
        "make check",
        "timeout 300 make demo",
        ".demo/stop",
        "timeout 300 .venv/bin/python tools/readme.py --check --demo",
    ],
    [
        "timeout 300 make docs",
        "timeout 300 sh tools/hooks.sh .venv/bin",
        "timeout 300 .venv/bin/python tools/image.py",
        "timeout 300 sh tools/cloudformation.sh .venv/bin",
    ],
    ["timeout 1500 make test"],
]


def run(here: Path, *, broken: str) -> "subprocess.CompletedProcess[str]":
    """Return how `.ci/run` ended in a tree whose programs do nothing; the one whose words end with *broken* fails."""
    (here / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", here / ".ci" / "run")
    scripts = [f"tools/{name}.sh" for name in ("shells", "chromium", "hooks", "cloudformation")]
    for name in [*scripts, ".venv/bin/python", ".demo/stop", "bin/make"]:
        program = here / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(PROGRAM.format(broken=broken))
        program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{here / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(here / ".ci" / "run")]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=PATIENCE)


def parts(output: str) -> list[str]:
    """Return the parts that *output* has headings of, in its order."""
    return [line.removeprefix("== ") for line in output.splitlines() if line.startswith("== ")]


def test_all_parts_run_and_the_tests_are_last(tmp_path: Path) -> None:
    """The output of what ran side by side stands one after the other, and each part's below its heading."""
    ended = run(tmp_path, broken="nothing")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert parts(ended.stdout) == [part for lane in LANES for part in lane]
    heads, said = ended.stdout.splitlines()[::2], ended.stdout.splitlines()[1::2]
    assert [line.removesuffix(": done").split()[-1] for line in said] == [head.split()[-1] for head in heads]


@pytest.mark.parametrize(("lane", "broken"), [(0, "dev"), (1, "check"), (2, "image.py"), (3, "test")])
def test_a_part_that_fails_is_named_at_the_end(tmp_path: Path, lane: int, broken: str) -> None:
    """All other parts run nevertheless."""
    ended = run(tmp_path, broken=broken)
    failed = next(part for part in LANES[lane] if part.endswith(broken))
    assert (ended.returncode, ended.stderr) == (1, f"failed: {failed}\n")
    assert parts(ended.stdout) == [part for lane in LANES for part in lane]
