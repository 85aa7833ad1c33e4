"""Install a locked requirements file with pip, and say how far it is: `install.py requirements/dev.txt`.

pip says nothing for a minute while it downloads and installs. So the packages are installed in batches, and each batch
that is done is a line. Example: the first line for 84 packages is `make: 2/3 8 of 84 packages are installed`.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

BATCH: Final = 8
"""Packages that are installed at a time: a line each few seconds, and pip's own start costs little."""
PIP: Final = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps")


def packages(locked: str) -> list[str]:
    """Return the text *locked* of a requirements file as one text a package: its version and its hashes."""
    starts = [found.start() for found in re.finditer(r"^[A-Za-z0-9]", locked, re.MULTILINE)]
    return [locked[start:end] for start, end in zip(starts, [*starts[1:], len(locked)], strict=True)]


def installed(found: Sequence[str]) -> Iterator[int]:
    """Install the packages *found* batch by batch; yield how many are done, after each batch.

    Raises:
        CalledProcessError: pip failed, and has said why.
    """
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder, "batch.txt")
        for start in range(0, len(found), BATCH):
            batch.write_text("".join(found[start : start + BATCH]), encoding="utf-8")
            subprocess.run([*PIP, "--require-hashes", "--requirement", str(batch)], check=True)
            yield min(start + BATCH, len(found))


def main(locked: str) -> int:
    """Install what the file *locked* names; return pip's exit code."""
    found = packages(Path(locked).read_text("utf-8"))
    try:
        for done in installed(found):
            print(f"make: 2/3 {done} of {len(found)} packages are installed", file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
