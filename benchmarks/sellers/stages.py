"""One stage in this interpreter: `python -m benchmarks.sellers.stages STAGE FOLDER` prints its figures as JSON.

Preparations are made before the clock starts, and the server's time is not counted; the peak of memory is that of the
whole process. EC2's rates are not kept, since waiting is no work: `HastyClock` never waits.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from time import process_time

from benchmarks.offline import NOBODY, Hasty, HastyClock, boto3_clients, run_offline
from benchmarks.server import calls_at, serving
from benchmarks.stages import (
    CONFIG,
    IMPORT,
    PLAN,
    TODAY,
    Taken,
    empty_repository,
    floor,
    load_and_validate,
    seeing,
    taken,
)
from reconciler.kind import remotes
from reconciler.kinds import all_kinds
from reconciler.pipeline import PlanOptions, Repository, load, plan
from reconciler.ports import Clients

EC2 = Path("ec2.json")
KIND = "endpoint_service"
APPLY = ("apply", "--yes")


def read_pages() -> Taken:
    """Read all services and every page of their lists through boto3, making of clients included."""
    repository = load(CONFIG, all_kinds(), today=TODAY)
    with _served() as url:
        made = taken(lambda: _look(repository, boto3_clients(repository.settings)))
        return replace(made, calls=calls_at(url))


def diff_and_batch() -> Taken:
    """Match, settle, diff, request, batch and guard: all of planning but reading."""
    repository = load(CONFIG, all_kinds(), today=TODAY)
    with _served():
        clients = boto3_clients(repository.settings)
        kind = seeing(repository.kinds[KIND], _look(repository, clients))
        seen = replace(repository, kinds={**repository.kinds, KIND: kind})
        return taken(partial(plan, seen, clients, PlanOptions(), clock=HastyClock(), commit=None))


def command(argv: tuple[str, ...]) -> Taken:
    """Run one command as the command line does, imports and interpreter included, and record its calls."""
    before = process_time()
    with _served() as url:
        return replace(taken(lambda: run_offline(argv, Hasty()), before=before), calls=calls_at(url))


def import_all() -> Taken:
    """Import everything into a repository without documents."""
    empty_repository()
    return command(IMPORT)


def _look(repository: Repository, clients: Clients) -> object:
    return remotes(repository.kinds)[KIND].observe(repository.wish, clients)


@contextmanager
def _served() -> Iterator[str]:
    """Serve EC2 and point boto3 of this process at it; return the URL."""
    with serving("sellers.wire", EC2) as url:
        os.environ.update(NOBODY, AWS_ENDPOINT_URL=url)
        yield url


STAGES: Mapping[str, Callable[[], Taken]] = {
    "floor": floor,
    "load": load_and_validate,
    "pages": read_pages,
    "diff": diff_and_batch,
    "plan": partial(command, PLAN),
    "apply": partial(command, APPLY),
    "import": import_all,
}

if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    stage, folder = sys.argv[1:]
    with chdir(folder):
        print(json.dumps(asdict(STAGES[stage]())))
