"""Where the user's repository is."""

import os
from pathlib import Path

from reconciler.errors import InvalidInput

CONFIG = "reconciler.yaml"


def find_config(given: str | None, here: Path) -> Path:
    """Return the path of the settings file: *given*, or the nearest `reconciler.yaml` from *here* upwards.

    Raises InvalidInput when there is none.
    """
    if given is not None:
        return _must_be_file(Path(given), here)
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return Path(os.path.relpath(folder / CONFIG, here))
    raise InvalidInput(
        f"no {CONFIG} here or in a folder above", hint="go to your repository, or name its settings with --config FILE"
    )


def _must_be_file(config: Path, here: Path) -> Path:
    """Return *config*, or say what is wrong with it."""
    if not (here / config).exists():
        raise InvalidInput(f"--config {config}: no such file")
    if (here / config).is_dir():
        raise InvalidInput(f"--config {config}: that is a folder", hint=f"name the file in it, e.g. {config / CONFIG}")
    return config
