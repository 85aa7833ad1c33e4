"""The name, tags and token that a change set is sent with: no part of the plan, so no part of its digest.

None of them tells one run from another: what two equal runs send is equal, and AWS carries it out once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler import __version__
from reconciler.model.plan import DIRTY

from .tokens import request_token

OURS = "reconciler "
"""How the name of every change set of ours begins (contract 4)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which plan and commit a run carries out; *token* gives a fresh token for a call to EC2 that creates."""

    digest: str
    commit: str | None
    token: Callable[[], str]

    def name(self, operation: str) -> str:
        """Give `reconciler DIGEST12 OP COMMIT7`; a commit that does not hold all of the plan stays marked."""
        commit, mark, _ = (self.commit or "none").partition(DIRTY)
        return f"{OURS}{self._short()} {operation} {commit[:7]}{mark}"

    def request_token(self, operation: str, changes: Sequence[Mapping[str, Any]], number: int) -> str:
        """Give the token of a StartChangeSet with *changes*, and with the name and tags of *operation*."""
        return request_token(changes, self.name(operation), self.tags(), number)

    def tags(self) -> Mapping[str, str]:
        """Say which tool, plan and commit made the set."""
        return {
            "reconciler:version": __version__,
            "reconciler:plan": self._short(),
            "reconciler:commit": self.commit or "none",
        }

    def _short(self) -> str:
        return self.digest.removeprefix("sha256:")[:12]
