"""Write the source of the site below build/docs and build the site into site/."""

import shutil
import subprocess
import sys
from pathlib import Path

from .loading import cut_off, foreign
from .reference import source
from .sources import ROOT

SITE = ROOT / "site"
BEGIN = "Open site/index.html in a browser. To search in it, too: python3 -m http.server -d site"


def write(folder: Path) -> None:
    """Write the source of the site into *folder*, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for place, content in source().items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def main(generator: str) -> int:
    """Run *generator*, the program zensical; return 1 if it has warnings or a page would load from another host.

    At the end, say where the site begins.
    """
    write(ROOT / "build" / "docs")
    shutil.rmtree(SITE, ignore_errors=True)
    if subprocess.run([generator, "build", "--strict", "--clean"], cwd=ROOT, check=False).returncode:
        return 1
    cut_off(SITE)
    loaded = list(foreign(SITE))
    if loaded:
        print(*(f"site/{one}: loaded from another host" for one in loaded), sep="\n", file=sys.stderr)
        return 1
    print(BEGIN)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
