"""`python -m proofs [--rounds N] [--pace SECONDS] [--seed N]`: plays every proof many times and prints its figures."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from .two_runs import LATENCY, ROUNDS, Found, arena, play


def main() -> int:
    """Play, print, and return 1 when a claim did not hold."""
    arguments = _arguments()
    found: list[Found] = []
    with TemporaryDirectory(prefix="reconciler-proof-") as folder, arena(Path(folder), arguments.pace) as played:
        for number in range(arguments.rounds):
            name = list(ROUNDS)[number % len(ROUNDS)]
            one = play(played, name, arguments.seed + number)
            found.append(one)
            if not one.holds:
                print(f"does not hold: {one}", file=sys.stderr)
    print(f"two runs that create one title, {LATENCY * 1000:.0f} ms a call, seeds from {arguments.seed}\n")
    print("\n".join(_table(found)))
    return 0 if all(one.holds for one in found) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--pace", type=float, default=1.0, help="the length of a second, in seconds")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _table(found: list[Found]) -> list[str]:
    """Return a line for each kind of round, and one for all."""
    head = f"{'rounds':>6}  {'twice':>5}  {'false codes':>11}  {'seconds':>7}  codes of the runs"
    lines = [_line(name, [one for one in found if one.round == name]) for name in ROUNDS]
    return [head, *lines, _line("all", found)]


def _line(name: str, found: list[Found]) -> str:
    twins = sum(one.experiences > 1 for one in found)
    false = sum(not (one.met and one.experiences) for one in found)
    seconds = sum(one.seconds for one in found)
    codes = Counter(" ".join(map(str, one.codes)) for one in found)
    told = ", ".join(f"{code} ({count})" for code, count in sorted(codes.items()))
    return f"{len(found):>6}  {twins:>5}  {false:>11}  {seconds:>7.0f}  {name}: {told}"


if __name__ == "__main__":
    sys.exit(main())
