"""Where the user's repository is, and at which commit."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from reconciler.errors import InvalidInput

CONFIG = "reconciler.yaml"
_COMMIT_VARIABLES = ("GITHUB_SHA", "CI_COMMIT_SHA")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_PATIENCE = 5.0


def find_config(given: str | None, here: Path) -> Path:
    """Give the settings file as the user would write it: *given*, or the nearest `reconciler.yaml` from *here* upwards.

    Raises InvalidInput when there is none.
    """
    if given is not None:
        return _must_be_file(Path(given), here)
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return Path(os.path.relpath(folder / CONFIG, here))
    raise InvalidInput(
        f"no {CONFIG} here or in a folder above", hint="go to your repository, or name its settings with --config FILE"
    )


def _must_be_file(config: Path, here: Path) -> Path:
    """Give *config*, or say what is wrong with it."""
    if not (here / config).exists():
        raise InvalidInput(f"--config {config}: no such file")
    if (here / config).is_dir():
        raise InvalidInput(f"--config {config}: that is a folder", hint=f"name the file in it, e.g. {config / CONFIG}")
    return config


def find_commit(folder: Path, environment: Mapping[str, str]) -> str | None:
    """Give the commit that *folder* is at: as the CI says, else as git says; None when neither knows."""
    told = (environment.get(variable, "") for variable in _COMMIT_VARIABLES)
    return next((commit for commit in (*told, _ask_git(folder)) if _COMMIT.fullmatch(commit)), None)


def _ask_git(folder: Path) -> str:
    """Ask git for the commit; empty when there is no git, no repository or no commit."""
    command = ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
