"""The search for the settings of a repository."""

from pathlib import Path

import pytest

from reconciler.cli.repository import find_config
from reconciler.errors import InvalidInput


def test_settings_are_found_here_or_above(here: Path) -> None:
    """The settings are found in the working directory or above, and named relative to it."""
    below = here / "a" / "b"
    below.mkdir(parents=True)
    assert find_config(None, here) == Path("reconciler.yaml")
    assert find_config(None, below) == Path("../../reconciler.yaml")


def test_the_nearest_settings_win(here: Path) -> None:
    """A repository inside another repository has its own settings."""
    below = here / "a" / "b"
    below.mkdir(parents=True)
    (here / "a" / "reconciler.yaml").touch()
    assert find_config(None, below) == Path("../reconciler.yaml")


@pytest.mark.parametrize(("given", "message"), [("nowhere.yaml", "no such file"), (".", "is a folder")])
def test_settings_that_are_named_must_exist(given: str, message: str, here: Path) -> None:
    """Settings that --config names are not searched for elsewhere."""
    with pytest.raises(InvalidInput, match=f"--config {given}: {message}"):
        find_config(given, here)
