"""`--on`: what carries out the members of a fleet."""

import re
from argparse import ArgumentTypeError
from typing import Final, NamedTuple

from reconciler.cli.parser import Parser

_WRITTEN: Final = re.compile(r"(threads|processes):([1-9][0-9]{0,2})")


class Concurrency(NamedTuple):
    """Threads of this process or processes of this machine, and how many."""

    kind: str
    number: int


THREADS: Final = "threads"
USUAL: Final = Concurrency(THREADS, 8)


def add_on(parser: Parser) -> None:
    """Add the option that says what carries out a fleet."""
    what = "carry out the members of a fleet, or the targets of a repository, on threads:N or processes:N"
    parser.add_argument("--on", metavar="HOW", type=read_concurrency, help=what)


def read_concurrency(text: str) -> Concurrency:
    """Read `threads:N` or `processes:N`. Raises ArgumentTypeError for anything else."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ArgumentTypeError(f"'{text}' is not threads:N or processes:N with N from 1 to 999")
    return Concurrency(found[1], int(found[2]))
