"""octoDNS with a job of the same size: 100,000 desired records, one of a hundred of them different in the target.

Its provider for both sides reads YAML files, so no network and no rules of a DNS service are measured. It is installed
in an environment of its own, made from requirements/bench.txt.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .figures import Figure
from .fresh import ROOT, FailedError, used

VENV = ROOT / ".venv" / "bench"
REQUIREMENTS = ROOT / "requirements" / "bench.txt"
ZONES, RECORDS = 100, 1_000
CHANGED = 100
"""One of this many records differs."""

SETTINGS = """\
manager: {{max_workers: 1}}
providers:
  want: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/want, enforce_order: true}}
  have: {{class: octodns.provider.yaml.YamlProvider, directory: {folder}/have, enforce_order: true}}
zones:
"""


def octodns_figures(folder: Path, ours: float) -> Iterator[Figure]:
    """Let octoDNS plan once and compare with *ours*, in seconds. Raises FailedError when it fails."""
    command = _installed()
    config = _write(folder)
    once = used([command, "--config-file", config, "--quiet"], cwd=folder)
    note = f"{once.cpu / ours:.0f} times the whole plan of reconciler; measured once"
    yield Figure(name="octoDNS, 100,000 records: CPU", value=once.cpu, unit="s", note=note)
    yield Figure(name="octoDNS, 100,000 records: peak", value=once.peak, unit="MB")


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


def _write(folder: Path) -> Path:
    """Write both sides and the settings; return the settings file."""
    names = [f"zone-{number:03d}.example.com." for number in range(ZONES)]
    for side in ("want", "have"):
        (folder / side).mkdir(parents=True)
        for number, name in enumerate(names):
            text = "".join(_record(number * RECORDS + n, side) for n in range(RECORDS))
            (folder / side / f"{name}yaml").write_text(f"---\n{text}", encoding="utf-8")
    config = folder / "octodns.yaml"
    zones = "".join(f"  {name}: {{sources: [want], targets: [have]}}\n" for name in names)
    config.write_text(SETTINGS.format(folder=folder) + zones, encoding="utf-8")
    return config


def _record(number: int, side: str) -> str:
    host = 254 if side == "have" and number % CHANGED == 0 else number % 250 + 1
    value = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{host}"
    return f"h{number:07d}:\n  ttl: 300\n  type: A\n  values:\n  - {value}\n"
