"""How long `subscribers` and a plan take that read a seller's sales, with the calls and the seconds that AWS requires.

Example: 100,000 agreements about 10 products are 2,000 pages of 50. AWS answers five searches a second, so they take
400 s, whatever the program does; everything else has to be small beside that.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from sys import executable

from benchmarks.figures import Figure
from benchmarks.fresh import ROOT, used
from benchmarks.offline import NOBODY
from benchmarks.server import calls_at, serving

from .sold import QUICK_SALES, SoldSize, fewest_reads, seconds_at_quota, write_sold

SECONDS, MEGABYTES = 3.0, 300
COMMANDS = {
    "subscribers": ("subscribers", "-q", "--format", "json=answer.json"),
    "plan with sales": ("plan", "-q", "--out", "plan.json"),
}


def subscribing_figures(folder: Path, *, quick: bool = False) -> Iterator[Figure]:
    """Yield CPU, memory and calls of both commands, each in a process of its own."""
    size = QUICK_SALES if quick else SoldSize()
    place = folder / f"sold-{size.services}"
    write_sold(size, place)
    (place / "size.json").write_text(json.dumps(size))
    fewest = fewest_reads(size)
    with serving("sellers.sold_wire", place / "size.json") as url:
        environment = {**os.environ, **NOBODY, "AWS_ENDPOINT_URL": url, "PYTHONPATH": str(ROOT)}
        seen: dict[str, int] = {}
        for name, words in COMMANDS.items():
            run = used((executable, "-m", "benchmarks.hasty", *words), cwd=place, environment=environment)
            total = calls_at(url)
            calls = {action: count - seen.get(action, 0) for action, count in total.items()}
            seen = total
            quota = f"{seconds_at_quota(calls):.0f} s at AWS's rates; {run.wall:.1f} s of wall time without them"
            yield Figure(name=f"{name}: CPU", value=round(run.cpu, 2), unit="s", aim=SECONDS, note=quota)
            yield Figure(name=f"{name}: peak", value=round(run.peak), unit="MB", aim=MEGABYTES)
            yield Figure(
                name=f"{name}: calls", value=sum(calls.values()), unit="", aim=sum(fewest.values()), note=_told(calls)
            )
    _require_all(place, size)


def _told(calls: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {action}" for action, count in sorted(calls.items()) if count)


def _require_all(place: Path, size: SoldSize) -> None:
    """Raise AssertionError unless each buyer is a row that agrees: nothing was skipped."""
    rows = json.loads((place / "answer.json").read_bytes())["rows"]
    agreements = sum(len(row["agreements"]) for row in rows)
    wrong = sum(row["finding"] is not None for row in rows)
    if (len(rows), agreements, wrong) != (size.buyers * size.offerings, size.buyers * size.offerings * 2, 0):
        raise AssertionError(f"{len(rows)} rows with {agreements} agreements, {wrong} of them with a finding")
