"""The wall times of the help text, beside that of an empty interpreter, and of the answer to a TAB."""

import sys
from collections.abc import Iterator
from pathlib import Path

from .figures import Figure
from .fresh import BIN, typical, used

REPETITIONS = 15
HELP = [str(BIN / "reconciler"), "--help"]
DOCUMENTS, PRODUCTS = 1000, 20
TAB = [str(BIN / "reconciler"), "completion", "bash", "--", "reconciler plan --select experience.", "experience."]
BARE = [sys.executable, "-c", "pass"]


def startup_figures() -> Iterator[Figure]:
    """Measure both in turns."""
    rounds = [(used(HELP), used(BARE)) for _ in range(REPETITIONS)]
    ours, bare = (typical(runs, key=lambda one: one.wall) for runs in zip(*rounds, strict=True))
    note = f"on the clock, CPU {_ms(ours.cpu):.0f}; python -c pass {_ms(bare.wall):.0f}, CPU {_ms(bare.cpu):.0f}"
    yield Figure(name="reconciler --help", value=_ms(ours.wall), unit="ms", aim=60, note=note)


def completion_figures(folder: Path) -> Iterator[Figure]:
    """Measure what a TAB waits for in a repository of many documents, one in each file."""
    documents = folder / "desired_state"
    documents.mkdir(parents=True)
    (folder / "reconciler.yaml").write_text("version: 1\n", encoding="utf-8")
    for number in range(DOCUMENTS):
        text = f"kind: experience\nname: e{number}\nproducts:\n  allow:\n" + "  - prod-abcd1234efgh5\n" * PRODUCTS
        (documents / f"{number}.yaml").write_text(text, encoding="utf-8")
    ours = typical([used(TAB, cwd=folder) for _ in range(REPETITIONS)], key=lambda one: one.wall)
    note = f"on the clock, CPU {_ms(ours.cpu):.0f}; {len(ours.output.splitlines()) - 1:,} addresses"
    yield Figure(name=f"TAB, {DOCUMENTS:,} documents", value=_ms(ours.wall), unit="ms", aim=300, note=note)


def _ms(seconds: float) -> float:
    return seconds * 1000
