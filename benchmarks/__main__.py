"""`python -m benchmarks [PART …] [--json FILE] [--repeat N] [--quick] [--alone]`: measures, then prints one table."""

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
from .governing import governing_figures
from .moving import moving_figures
from .octodns import octodns_figures
from .planning import planning_figures
from .sellers.planning import selling_figures
from .sellers.world import QUICK, Size
from .startup import completion_figures, startup_figures

EXPERIENCES, SERVICES, REST = PARTS = ("experiences", "services", "rest")


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    size = QUICK if arguments.quick else Size()
    with TemporaryDirectory(prefix="reconciler-bench-") as folder:
        figures = list(_figures(Path(folder), arguments, size))
    print("\n500 experiences with 100,000 product entries, 10,000 accounts;", end=" ")
    print(f"{size.services:,} endpoint services with {size.entries:,} principals")
    print(f"reconciler {__version__}, {_machine()}\n")
    print("\n".join(table(figures)))
    if arguments.json:
        document = {"version": __version__, "machine": _machine(), "figures": [figure.as_json() for figure in figures]}
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures reconciler on a large world.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; default: all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE as well")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="repetitions of each stage (default: 5)")
    parser.add_argument(
        "--quick", action="store_true", help="measure once, with fewer services (no aims) and without octoDNS"
    )
    parser.add_argument("--alone", action="store_true", help="leave out octoDNS, which takes a minute")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    if arguments.quick:
        arguments.repeat, arguments.alone = 1, True
    return arguments


def _figures(folder: Path, arguments: argparse.Namespace, size: Size) -> Iterator[Figure]:
    parts = arguments.parts or PARTS
    if EXPERIENCES in parts:
        yield from _experiences(folder, arguments.repeat, alone=arguments.alone)
    if SERVICES in parts:
        yield from _said("endpoint services", lambda: selling_figures(folder / "selling", arguments.repeat, size))
    if REST in parts:
        yield from _said("start-up", startup_figures)
        yield from _said("completion", lambda: completion_figures(folder / "completing"))
        yield from _said("who governs whom", lambda: governing_figures(arguments.repeat))
        yield from _said("the example on the twin", lambda: example_figures(arguments.repeat))


def _experiences(folder: Path, repetitions: int, *, alone: bool) -> Iterator[Figure]:
    planned = list(_said("experiences", lambda: planning_figures(folder / "ours", repetitions)))
    yield from planned
    yield from _said("who feels many moves", lambda: moving_figures(repetitions))
    whole = next((figure.value for figure in planned if figure.name == "whole plan: CPU"), None)
    if whole and not alone:
        yield from _said("octoDNS", lambda: octodns_figures(folder / "octodns", whole))


def _said(what: str, measure: Callable[[], Iterator[Figure]]) -> Iterator[Figure]:
    """Measure one thing and print it; a figure that cannot be measured is told and left out."""
    print(f"measuring {what} …", file=sys.stderr)
    try:
        yield from measure()
    except FailedError as error:
        print(f"  not measured: {error}", file=sys.stderr)


def _machine() -> str:
    """Describe the machine and the versions of the measurement."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
