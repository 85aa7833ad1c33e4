"""The name, tags and tokens that a change set is sent with: no part of the plan, so no part of its digest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reconciler import __version__

OURS = "reconciler "
"""How the name of every change set of ours begins (contract 4)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which plan and commit a run carries out; *token* gives a fresh request token for each attempt."""

    digest: str
    commit: str | None
    token: Callable[[], str]

    def name(self, operation: str) -> str:
        """Give `reconciler DIGEST12 OP COMMIT7`."""
        return f"{OURS}{self._short()} {operation} {(self.commit or 'none')[:7]}"

    def tags(self) -> Mapping[str, str]:
        """Say which tool, plan and commit made the set."""
        return {
            "reconciler:version": __version__,
            "reconciler:plan": self._short(),
            "reconciler:commit": self.commit or "none",
        }

    def _short(self) -> str:
        return self.digest.removeprefix("sha256:")[:12]
