"""The extent of the user's repository: only files inside it are reviewed together with it."""

import os
from pathlib import Path


def work_tree(folder: Path) -> Path:
    """Return the root of the git work tree that contains *folder*, or the real path of *folder* without one.

    The root has `.git`, a folder, or a file in submodules and additional work trees. git need not be installed.
    """
    real = Path(os.path.realpath(folder))
    return next((above for above in (real, *real.parents) if os.path.lexists(above / ".git")), real)
