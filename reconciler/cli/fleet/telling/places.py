"""The repository of each member by its git remote, which git is asked for once for each work tree."""

import os
from pathlib import Path

from reconciler.cli.git.remote import find_remote
from reconciler.documents import work_tree


class Places:
    """What members are called in messages and metrics: `github.com/acme/catalogue`, or the path of their settings."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        self._by_tree: dict[Path, str] = {}

    def of(self, config: Path) -> str:
        """Return the repository of the settings, or of the fleet, in *config*."""
        tree = work_tree(config.parent)
        if tree not in self._by_tree:
            self._by_tree[tree] = find_remote(tree).place
        return self._by_tree[tree] or os.path.relpath(config)
