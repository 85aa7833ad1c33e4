"""A git repository in a folder, whose commits have the dates that tests give them."""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_BEGAN = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""The time at which the clock of a Trial begins."""
_IDENTITY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a"}


def minute(number: int) -> str:
    """Return the time so many minutes after a Trial began, as AWS writes it."""
    return f"{_BEGAN + timedelta(minutes=number):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True)
class GitRepository:
    """The repository in *folder*."""

    folder: Path

    @classmethod
    def begin(cls, folder: Path) -> "GitRepository":
        """Make *folder* a repository without commits."""
        made = cls(folder)
        made.run("init", "--quiet", "--initial-branch=main")
        return made

    def run(self, *words: str, at: int = 0) -> str:
        """Run git; what it commits is committed *at* minutes after a Trial began."""
        dates = {
            "GIT_AUTHOR_DATE": minute(at),
            "GIT_COMMITTER_DATE": minute(at),
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        environment = {**os.environ, **_IDENTITY, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
        command = ["git", "-C", str(self.folder), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.strip()

    def commit(self, at: int) -> str:
        """Commit all files *at* minutes after a Trial began; return the full hash."""
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", "Change", at=at)
        return self.run("rev-parse", "HEAD")
