"""`python -m benchmarks [PART …] [--json FILE] [--repeat N] [--quick] [--alone]`: measures and prints."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from reconciler import __version__

from .figures import Figure, table, unmeasured, verdicts
from .fresh import FailedError
from .parts import PARTS, Bench, Part


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one part, the seconds that they took, and the load of the machine before and after."""

    name: str
    part: Part
    figures: Sequence[Figure]
    seconds: float
    load: tuple[float, float]

    def lines(self) -> Iterator[str]:
        """Yield its table, with what the figures leave out."""
        before, after = self.load
        yield f"{self.name}: {self.part.what}"
        yield f"(measured in {self.seconds:.0f} s, load {before:.1f} before and {after:.1f} after)"
        yield ""
        yield from table(self.figures)
        if self.part.limits:
            yield ""
            yield self.part.limits
        yield ""

    def as_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        told = {"part": self.name, "what": self.part.what, "limits": self.part.limits}
        figures = [figure.as_json() for figure in self.figures]
        return {**told, "seconds": round(self.seconds, 1), "load": list(self.load), "figures": figures}


def main() -> None:
    """Measure the parts one after the other and print each at once; at the end, print which aims are missed."""
    arguments = _arguments()
    print(f"reconciler {__version__}, {_machine()}, load {_load():.1f}\n", flush=True)
    measured = []
    with TemporaryDirectory(prefix="reconciler-bench-") as folder:
        for name in arguments.parts:
            measured.append(_measured(name, Bench(Path(folder), arguments.repeat, arguments.quick)))
            print("\n".join(measured[-1].lines()), flush=True)
    print("\n".join(verdicts([figure for one in measured for figure in one.figures])))
    if arguments.json:
        told = {"version": __version__, "machine": _machine(), "parts": [one.as_json() for one in measured]}
        arguments.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures reconciler on large worlds.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; default: all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything to FILE as well")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="repetitions of what is timed (default: 3)")
    parser.add_argument(
        "--quick", action="store_true", help="measure once, without the largest sizes and other programs"
    )
    parser.add_argument("--alone", action="store_true", help="leave out other programs: octoDNS and Terraform")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    if arguments.repeat < 1:
        parser.error("--repeat: at least 1")
    if arguments.quick:
        arguments.repeat, arguments.alone = 1, True
    every = [name for name, part in PARTS.items() if not (part.peer and arguments.alone)]
    arguments.parts = arguments.parts or every
    return arguments


def _measured(name: str, bench: Bench) -> Measured:
    """Measure one part; what fails is a figure that was not measured."""
    print(f"measuring {name} …", file=sys.stderr)
    part, figures, before, began = PARTS[name], list[Figure](), _load(), perf_counter()
    try:
        figures.extend(part.measure(bench))
    except FailedError as error:
        figures.append(unmeasured(name, str(error)))
    return Measured(name, part, figures, perf_counter() - began, (before, _load()))


def _load() -> float:
    """Return how many processes wanted a processor in the last minute, on the average."""
    return round(os.getloadavg()[0], 2)


def _machine() -> str:
    """Describe the machine and the Python of the measurement."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
