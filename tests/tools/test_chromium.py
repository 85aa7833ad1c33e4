"""The Chromium of the system is found, and a machine without one is told what to do in one line."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools.chromium import MISSING, PROGRAMS, ChromiumMissing, program

ROOT = Path(__file__).parents[2]


def test_without_chromium_one_line_says_what_to_do(tmp_path: Path) -> None:
    """`make test` on a machine that cannot install Chromium names the package and `make test-core`."""
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    run = [shutil.which("sh") or "sh", "tools/chromium.sh"]
    ended = subprocess.run(run, cwd=ROOT, env={"PATH": str(tmp_path)}, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{MISSING}\n")


def test_a_browser_test_without_chromium_fails_with_that_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests and pictures say the same."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ChromiumMissing, match=MISSING):
        program()


@pytest.mark.parametrize("name", PROGRAMS)
def test_chromium_is_found_under_each_of_its_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Distributions call the program differently; the script and the tests know the same names."""
    (tmp_path / name).write_text("#!/bin/sh\n")
    (tmp_path / name).chmod(0o755)
    run = [shutil.which("sh") or "sh", "tools/chromium.sh"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == str(tmp_path / name)
    assert subprocess.run(run, cwd=ROOT, check=False).returncode == 0


def test_the_core_is_tested_without_chromium() -> None:
    """`make test-core` leaves out what is marked `browser`; `make test` installs Chromium first."""
    told = {name: would_run(name) for name in ("test", "test-core")}
    assert "tools/chromium.sh" in told["test"]
    assert "not browser" not in told["test"]
    assert "tools/chromium.sh" not in told["test-core"]
    assert '-m "not browser"' in told["test-core"]


def would_run(target: str) -> str:
    """Return the commands that make would run."""
    dry = ["make", "--no-print-directory", "--dry-run", target]
    return subprocess.run(dry, cwd=ROOT, check=True, capture_output=True, text=True).stdout
