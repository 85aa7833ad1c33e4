"""`python -m benchmarks [--json FILE] [--repeat N] [--alone]`: everything is measured, then one table is printed."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from reconciler import __version__

from .example import example_figures
from .figures import Figure, table
from .fresh import FailedError
from .octodns import octodns_figures
from .planning import planning_figures
from .startup import startup_figures


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    with TemporaryDirectory(prefix="reconciler-bench-") as folder:
        figures = list(_figures(Path(folder), arguments.repeat, alone=arguments.alone))
    print(f"\n500 experiences, 100,000 product entries, 10,000 accounts; reconciler {__version__}\n{_machine()}\n")
    print("\n".join(table(figures)))
    if arguments.json:
        document = {"version": __version__, "machine": _machine(), "figures": [figure.as_json() for figure in figures]}
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures reconciler on a large world.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE as well")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="repetitions of each stage (default: 5)")
    parser.add_argument("--alone", action="store_true", help="leave octoDNS out, which takes a minute")
    return parser.parse_args()


def _figures(folder: Path, repetitions: int, *, alone: bool) -> Iterator[Figure]:
    planned = list(_said("a large plan", lambda: planning_figures(folder / "ours", repetitions)))
    yield from planned
    yield from _said("start-up", startup_figures)
    yield from _said("the example on the twin", lambda: example_figures(repetitions))
    whole = next((figure.value for figure in planned if figure.name == "whole plan: CPU"), None)
    if whole and not alone:
        yield from _said("octoDNS", lambda: octodns_figures(folder / "octodns", whole))


def _said(what: str, measure: Callable[[], Iterator[Figure]]) -> Iterator[Figure]:
    """Measure one thing and say so; what can't be measured is told and left out."""
    print(f"measuring {what} …", file=sys.stderr)
    try:
        yield from measure()
    except FailedError as error:
        print(f"  not measured: {error}", file=sys.stderr)


def _machine() -> str:
    """Say what all this was measured on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
