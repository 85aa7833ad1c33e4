"""The organization tree in both directions: the open accounts below a principal, the principals above an account."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reconciler.model import Organization


@dataclass(slots=True)
class Subtree:
    """One organization, with cached paths."""

    organization: Organization
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    below: dict[str, list[str]] | None = None

    def path(self, account: str) -> tuple[str, ...]:
        """Return the principals from *account* up to the organization."""
        if account not in self.paths:
            self.paths[account] = tuple(self.organization.path(account))
        return self.paths[account]

    def accounts_below(self, principals: Iterable[str]) -> set[str]:
        """Return the open accounts that are one of *principals* or below one."""
        principals = list(principals)
        self.organization.require(below=principals)
        if self.below is None:
            self.below = self._below()
        return {account for principal in principals for account in self.below.get(principal, ())}

    def _below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for account in self.organization.accounts.values():
            if account.open:
                for principal in self.path(account.id):
                    found.setdefault(principal, []).append(account.id)
        return found
