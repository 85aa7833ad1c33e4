"""Find the settings file of the user's repository."""

import os
from pathlib import Path

from reconciler.errors import InvalidInput

CONFIG = "reconciler.yaml"
_NONE = "change to your repository, use --config FILE, or write a new repository with reconciler init"


def find_config(given: str | None, here: Path) -> Path:
    """Return the path of the settings file: *given*, or the nearest `reconciler.yaml` from *here* upwards.

    Raises InvalidInput when there is none.
    """
    if given is not None:
        return _must_be_file(Path(given), here)
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return Path(os.path.relpath(folder / CONFIG, here))
    raise InvalidInput(f"no {CONFIG} here or in a folder above", hint=_NONE)


def _must_be_file(config: Path, here: Path) -> Path:
    """Return *config*. Raises InvalidInput when it is no file."""
    if not (here / config).exists():
        raise InvalidInput(f"--config {config}: no such file", hint="reconciler init DIR writes a new repository")
    if (here / config).is_dir():
        raise InvalidInput(f"--config {config}: is a folder", hint=f"name the file in it, such as {config / CONFIG}")
    return config
