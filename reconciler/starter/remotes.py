"""The address of a git remote, as the server and the repository that it names. Credentials in it are dropped.

Example: `git@github.com:acme/governance.git` and `https://token@github.com/acme/governance` both name the repository
acme/governance of GitHub.
"""

import re
from typing import Final

from reconciler.errors import UsageError

from .new_repository import Ci, Project, read_project

_HOST: Final = r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"
_FORMS: Final = (
    re.compile(rf"(?:https?|ssh|git)://(?:[^@/\s]*@)?{_HOST}(?::[0-9]+)?/(?P<path>[^\s?#]+)"),
    re.compile(rf"(?:[^@/:\s]+@)?{_HOST}:(?P<path>[^\s?#]+)"),
)


def read_remote(url: str) -> tuple[Ci, Project] | None:
    """Return where the repository behind *url* is; None if it is not on GitHub or GitLab, or not understood.

    A server is taken for GitLab if its name says so. GitHub's own servers at customers are not taken for GitHub: their
    tokens have another issuer.
    """
    found = next(filter(None, (form.fullmatch(url.strip()) for form in _FORMS)), None)
    ci = _ci_of(found["host"].lower()) if found else Ci.NONE
    if not found or ci is Ci.NONE:
        return None
    try:
        return ci, read_project(found["path"].strip("/").removesuffix(".git"), ci, found["host"].lower())
    except UsageError:
        return None


def _ci_of(host: str) -> Ci:
    """Return whose server *host* is; NONE for any other server."""
    if host in {"github.com", "ssh.github.com"}:
        return Ci.GITHUB
    return Ci.GITLAB if "gitlab" in host.split(".") else Ci.NONE
