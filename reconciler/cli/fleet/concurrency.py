"""`--on`: what carries out the members of a fleet."""

import re
from argparse import ArgumentTypeError
from typing import Final, NamedTuple

from reconciler.cli.parser import Parser

DASK: Final = "dask"
_WRITTEN: Final = re.compile(r"(threads|processes):([1-9][0-9]{0,2})")
_CLUSTER: Final = re.compile(r"dask://((?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5}))")
_LAST_PORT: Final = 65535


class Concurrency(NamedTuple):
    """Threads of this process or processes of this machine, and how many; or the workers of a scheduler's *address*."""

    kind: str
    number: int
    address: str = ""

    @property
    def written(self) -> str:
        """Return it as the option has it."""
        return f"{self.kind}://{self.address}" if self.address else f"{self.kind}:{self.number}"


THREADS: Final = "threads"
USUAL: Final = Concurrency(THREADS, 8)


def add_on(parser: Parser) -> None:
    """Add the option that says what carries out a fleet."""
    what = "carry out a fleet, or the targets of a repository, on threads:N, processes:N or dask://HOST:PORT"
    parser.add_argument("--on", metavar="HOW", type=read_concurrency, help=what)


def read_concurrency(text: str) -> Concurrency:
    """Read `threads:N`, `processes:N` or `dask://HOST:PORT`. Raises ArgumentTypeError for anything else."""
    cluster = _CLUSTER.fullmatch(text)
    if cluster and 0 < int(cluster[2]) <= _LAST_PORT:
        return Concurrency(DASK, 0, cluster[1])
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ArgumentTypeError(f"'{text}' is not threads:N or processes:N with N from 1 to 999, or dask://HOST:PORT")
    return Concurrency(found[1], int(found[2]))
