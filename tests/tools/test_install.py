"""The installation of the locked packages, batch by batch."""

import re
from pathlib import Path

import pytest

from tools import install

ROOT = Path(__file__).parents[2]
LOCK = """# Exact versions.
one==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via three
two==2.0 \\
    --hash=sha256:cc
"""


def test_a_package_keeps_its_hashes() -> None:
    """A locked file is read as one text a package."""
    assert install.packages(LOCK) == [
        "one==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via three\n",
        "two==2.0 \\\n    --hash=sha256:cc\n",
    ]


def test_every_package_of_the_lock_is_installed() -> None:
    """The batches together hold each pin of requirements/dev.txt."""
    locked = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    assert len(install.packages(locked)) == len(re.findall(r"^\S+==", locked, re.MULTILINE))
    assert locked.endswith("".join(install.packages(locked)))


def test_each_batch_is_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No minute is silent: a user sees how many packages are installed."""
    monkeypatch.setattr(install, "BATCH", 1)
    monkeypatch.setattr(install, "PIP", ("true",))
    (tmp_path / "lock.txt").write_text(LOCK)
    assert install.main(str(tmp_path / "lock.txt")) == 0
    told = ["make: 2/3 1 of 2 packages are installed", "make: 2/3 2 of 2 packages are installed"]
    assert capsys.readouterr().err.splitlines() == told


def test_pip_that_fails_ends_the_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is pip's, and no package is called installed."""
    monkeypatch.setattr(install, "PIP", ("sh", "-c", "exit 3", "sh"))
    (tmp_path / "lock.txt").write_text(LOCK)
    assert install.main(str(tmp_path / "lock.txt")) == 3
    assert capsys.readouterr().err == ""
