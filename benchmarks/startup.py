"""How long someone waits for the help text, beside an interpreter that does nothing."""

import sys
from collections.abc import Iterator
from statistics import median

from .figures import Figure
from .fresh import BIN, used

REPETITIONS = 15
HELP = [str(BIN / "reconciler"), "--help"]
BARE = [sys.executable, "-c", "pass"]


def startup_figures() -> Iterator[Figure]:
    """Measure both in turns, on the clock."""
    rounds = [(used(HELP).wall, used(BARE).wall) for _ in range(REPETITIONS)]
    ours, bare = (median(walls) * 1000 for walls in zip(*rounds, strict=True))
    note = f"on the clock; python -c pass takes {bare:.0f} ms"
    yield Figure(name="reconciler --help", value=ours, unit="ms", aim=60, note=note)
