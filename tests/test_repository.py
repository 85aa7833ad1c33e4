"""The repository installs the same everywhere, ships what it needs, and mentions only itself."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    ".ci",
    "benchmarks",
    "desired_state",
    "docs",
    "reconciler",
    "requirements",
    "schemas",
    "tests",
    "tools",
)
NOT_OURS = {"LICENSE", ".git"}
FOREIGN_WORDS = re.compile(
    r"(?<![\w.])/(work|tmp|root)/|generated[ ](by|with)|co-authored[-]by|py[p]i[.]org|pythonhosted[.]org",
    re.IGNORECASE,
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ]+)", re.MULTILINE)


def texts() -> list[Path]:
    """Return the files that people read and edit."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix not in {".pyc", ".png"}]
    beside = [path for path in ROOT.iterdir() if path.name not in NOT_OURS and not path.match(".coverage*")]
    return sorted(path for path in [*inside, *beside] if path.is_file())


def pins(lock: str) -> dict[str, str]:
    """Return the versions of the packages of a lock file."""
    return dict(PIN.findall((ROOT / "requirements" / lock).read_text(encoding="utf-8")))


def test_the_repository_speaks_of_itself_alone() -> None:
    """No file names a path on a user's machine, a package registry, or the tool that typed it."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FOREIGN_WORDS.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt", "lock.txt", "docs.txt"])
def test_each_locked_package_has_a_hash(lock: str) -> None:
    """Only the locked files can be installed, byte for byte."""
    entries = re.split(r"^(?=[A-Za-z])", (ROOT / "requirements" / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [entry for entry in entries[1:] if "--hash=sha256:" not in entry] == []


def test_the_lock_satisfies_what_the_project_declares() -> None:
    """Every dependency of pyproject.toml is locked in a matching version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["twin"],
        *[line for line in project["dependency-groups"]["dev"] if isinstance(line, str)],
    ]
    locked = pins("dev.txt")
    wanted = [Requirement(line) for line in declared]
    assert [str(want) for want in wanted if locked.get(canonicalize_name(want.name), "0") not in want.specifier] == []


def test_users_and_contributors_run_the_same_versions() -> None:
    """The packages of runtime.txt have the versions of the tests."""
    assert pins("runtime.txt").items() <= pins("dev.txt").items()


def test_contributing_stays_short() -> None:
    """CONTRIBUTING.md has fewer than eighty lines."""
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) < 80
