"""The wall time of the help text, beside that of an empty interpreter."""

import sys
from collections.abc import Iterator

from .figures import Figure
from .fresh import BIN, typical, used

REPETITIONS = 15
HELP = [str(BIN / "reconciler"), "--help"]
BARE = [sys.executable, "-c", "pass"]


def startup_figures() -> Iterator[Figure]:
    """Measure both in turns."""
    rounds = [(used(HELP), used(BARE)) for _ in range(REPETITIONS)]
    ours, bare = (typical(runs, key=lambda one: one.wall) for runs in zip(*rounds, strict=True))
    note = f"on the clock, CPU {_ms(ours.cpu):.0f}; python -c pass {_ms(bare.wall):.0f}, CPU {_ms(bare.cpu):.0f}"
    yield Figure(name="reconciler --help", value=_ms(ours.wall), unit="ms", aim=60, note=note)


def _ms(seconds: float) -> float:
    return seconds * 1000
