"""octoDNS with a job of the same size: 10,000 and 100,000 desired records, one of a hundred different in the target.

Its provider for both sides reads YAML files, so no network and no rules of a DNS service are measured. It is installed
in an environment of its own, made from requirements/bench.txt.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .figures import Beside, Figure
from .fresh import ROOT, FailedError, used
from .sellers.entries import wait
from .sellers.world import Size

VENV = ROOT / ".venv" / "bench"
REQUIREMENTS = ROOT / "requirements" / "bench.txt"
RECORDS = 1_000
"""Records of a zone; as many principals has a service of ours."""
ZONES = (10, 100)
CHANGED = 100
"""One of this many records differs."""

SETTINGS = """\
manager: {{max_workers: 1}}
providers:
  want: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/want, enforce_order: true}}
  have: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/have, enforce_order: true}}
zones:
"""


def octodns_figures(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Let octoDNS plan each size once, beside our plan of as many entries in the same minutes.

    Raises FailedError when it cannot be installed or fails.
    """
    command = _installed()
    for zones in ZONES:
        config = _write(folder / f"octodns-{zones}", zones)
        theirs = used([command, "--config-file", config, "--quiet"], cwd=config.parent)
        ours = wait(folder, Size(zones), min(repetitions, 3)).run
        number = f"{zones * RECORDS:,}"
        beside = Beside(f"reconciler, {number} entries at 50 ms", round(ours.wall, 2))
        note = f"{theirs.cpu:.1f} s of CPU, ours {ours.cpu:.1f}; theirs measured once"
        wall, peak = round(theirs.wall, 2), round(theirs.peak)
        yield Figure(name=f"octoDNS, {number} records: wall", value=wall, unit="s", beside=beside, note=note)
        memory = Beside(f"reconciler, {number} entries", round(ours.peak))
        yield Figure(name=f"octoDNS, {number} records: peak", value=peak, unit="MB", beside=memory)


def _installed() -> Path:
    """Create its environment unless it exists; return its command."""
    command = VENV / "bin" / "octodns-sync"
    if command.exists():
        return command
    install: list[str | Path] = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
        "-r",
        REQUIREMENTS,
    ]
    try:
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True, capture_output=True)
        subprocess.run([VENV / "bin" / "python", *install], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise FailedError(f"octoDNS could not be installed: {error} {said.decode(errors='replace')[-300:]}") from error
    return command


def _write(folder: Path, zones: int) -> Path:
    """Write both sides with a number of *zones*, and the settings; return the settings file."""
    names = [f"zone-{number:03d}.example.com." for number in range(zones)]
    for side in ("want", "have"):
        (folder / side).mkdir(parents=True)
        for number, name in enumerate(names):
            text = "".join(_record(number * RECORDS + n, side) for n in range(RECORDS))
            (folder / side / f"{name}yaml").write_text(f"---\n{text}", encoding="utf-8")
    config = folder / "octodns.yaml"
    targets = "".join(f"  {name}: {{sources: [want], targets: [have]}}\n" for name in names)
    config.write_text(SETTINGS.format(folder=folder) + targets, encoding="utf-8")
    return config


def _record(number: int, side: str) -> str:
    host = 254 if side == "have" and number % CHANGED == 0 else number % 250 + 1
    value = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{host}"
    return f"h{number:07d}:\n  ttl: 300\n  type: A\n  values:\n  - {value}\n"
