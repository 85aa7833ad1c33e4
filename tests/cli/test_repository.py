"""Where the settings are, and at which commit the repository is."""

import subprocess
from pathlib import Path

import pytest

from reconciler.cli.repository import find_commit, find_config
from reconciler.errors import InvalidInput

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_settings_are_found_here_or_above(here: Path) -> None:
    """They are named as the user would name them from where they stand."""
    below = here / "a" / "b"
    below.mkdir(parents=True)
    assert find_config(None, here) == Path("reconciler.yaml")
    assert find_config(None, below) == Path("../../reconciler.yaml")


def test_the_nearest_settings_win(here: Path) -> None:
    """A repository in a repository is its own."""
    below = here / "a" / "b"
    below.mkdir(parents=True)
    (here / "a" / "reconciler.yaml").touch()
    assert find_config(None, below) == Path("../reconciler.yaml")


@pytest.mark.parametrize(("given", "message"), [("nowhere.yaml", "no such file"), (".", "that is a folder")])
def test_settings_that_are_named_must_be_there(given: str, message: str, here: Path) -> None:
    """What was named is not looked for elsewhere."""
    with pytest.raises(InvalidInput, match=f"--config {given}: {message}"):
        find_config(given, here)


@pytest.mark.parametrize("variable", ["GITHUB_SHA", "CI_COMMIT_SHA"])
def test_the_ci_knows_the_commit(variable: str, here: Path) -> None:
    """A checkout without history is no obstacle."""
    assert find_commit(here, {variable: COMMIT}) == COMMIT


def test_what_is_no_commit_is_not_taken_for_one(here: Path) -> None:
    """A variable may hold anything; outside git there is no commit."""
    assert find_commit(here, {"GITHUB_SHA": "main; rm -rf"}) is None


def test_git_knows_the_commit(here: Path) -> None:
    """On a developer's machine it is that of the checkout."""
    git = ["git", "-C", str(here), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    assert find_commit(here, {}) is None
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "Begin"], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    assert find_commit(here, {}) == head


def test_a_machine_without_git_has_no_commit(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning does not need git."""
    monkeypatch.setenv("PATH", str(here))
    assert find_commit(here, {}) is None
