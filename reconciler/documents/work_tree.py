"""How far the user's repository reaches: what belongs to it is reviewed with it."""

import os
from pathlib import Path


def work_tree(folder: Path) -> Path:
    """Return the git work tree that *folder* is in, or its real path where there is none.

    It is told by `.git`, a folder or (in a submodule or another work tree) a file; git itself need not be there.
    """
    real = Path(os.path.realpath(folder))
    return next((above for above in (real, *real.parents) if os.path.lexists(above / ".git")), real)
