"""What git says about a folder: the address of its remote, its branch, and the top of its work tree."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PATIENCE: Final = 5.0
_HEAD: Final = "refs/remotes/origin/HEAD"
_FORMS: Final = (
    re.compile(r"[a-z+]+://(?:[^/]*@)?(?P<host>[^/@]+)/(?P<path>[^\s?#]+)"),
    re.compile(r"(?:[^@/:\s]+@)?(?P<host>[^@/:\s]+):(?!//)(?P<path>[^\s?#]+)"),
)


@dataclass(frozen=True, slots=True)
class GitRemote:
    """The address of the remote `origin` and its default branch; empty where git does not say."""

    url: str = ""
    branch: str = ""

    @property
    def place(self) -> str:
        """Return the server and the path of the address without credentials: `github.com/acme/catalogue`.

        Empty for a folder, and for an address that is not understood: it may hold a password.
        """
        found = next(filter(None, (form.match(self.url) for form in _FORMS)), None)
        place = f"{found['host']}/{found['path'].strip('/').removesuffix('.git')}" if found else ""
        return "" if "@" in place else place


def find_remote(folder: Path) -> GitRemote:
    """Ask git about *folder*, or about the nearest folder above that exists. Without git, nothing is known."""
    there = next(above for above in (folder.absolute(), *folder.absolute().parents) if above.is_dir())
    url = _said(there, "config", "--get", "remote.origin.url")
    branch = _said(there, "symbolic-ref", "--quiet", "--short", _HEAD).removeprefix("origin/")
    return GitRemote(url, branch)


def _said(folder: Path, *words: str) -> str:
    """Return the answer of git in one line; empty if it has none."""
    command: Sequence[str] = ("git", "-C", os.fspath(folder), *words)
    try:
        asked = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - our own words
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = asked.stdout.decode("utf-8", "replace").strip()
    return said if asked.returncode == 0 and "\n" not in said else ""
