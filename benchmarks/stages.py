"""One stage in this interpreter: `python -m benchmarks.stages STAGE FOLDER` prints its figures as JSON.

Preparations are made before the clock starts; the peak of memory is that of the whole process.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from shutil import rmtree
from time import perf_counter, process_time
from typing import Any

from yaml._yaml import CParser

from reconciler.aws.clock import SystemClock
from reconciler.kind import Kind, remotes
from reconciler.kinds import all_kinds
from reconciler.pipeline import Planning, PlanOptions, Repository, load, plan
from reconciler.ports import Clients
from reconciler.render import plan_lines, to_json
from reconciler.settings import Settings

from .fake import FakeCatalog, fake_clients
from .offline import Hasty, Offline, boto3_clients, run_offline
from .server import calls_at, serving

CONFIG = Path("reconciler.yaml")
TODAY = date(2026, 11, 26)
AWS = Path("aws.json")
PLAN = ("plan", "--out", "plan.json")
EMPTY = Path("empty")
IMPORT = ("--config", f"{EMPTY}/reconciler.yaml", "import", "--all")


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a stage: *cpu* and *wall* in seconds, *peak* in MB, and the calls by action."""

    cpu: float
    wall: float
    peak: float
    calls: Mapping[str, int] = field(default_factory=dict)


def taken(stage: Callable[[], object], clients: Clients | None = None, *, before: float = 0.0) -> Taken:
    """Run *stage* and return its figures; *before* is added to its seconds."""
    began, clock = process_time(), perf_counter()
    stage()
    cpu, wall = before + process_time() - began, perf_counter() - clock
    catalog = clients.catalog if clients else None
    calls = dict(catalog.calls) if isinstance(catalog, FakeCatalog) else {}
    return Taken(round(cpu, 4), round(wall, 4), round(getrusage(RUSAGE_SELF).ru_maxrss / 1024, 1), calls)


def floor() -> Taken:
    """Parse the files with libyaml alone: the least time that this machine needs."""
    texts = [file.read_bytes() for file in Path("desired_state").rglob("*.yaml")]
    return taken(lambda: [CParser(text).raw_parse() for text in texts])


def load_and_validate() -> Taken:
    """Read YAML, validate it, resolve names, and check documents against each other."""
    kinds = all_kinds()
    return taken(lambda: load(CONFIG, kinds, today=TODAY))


def observe() -> Taken:
    """Read all experiences with their entities, and the organization."""
    repository, clients = load(CONFIG, all_kinds(), today=TODAY), fake_clients(AWS)
    return taken(lambda: _look(repository, clients), clients)


def diff_and_batch() -> Taken:
    """Match, settle, diff, request, batch and guard: all of planning but reading."""
    repository, clients = _observed()
    return taken(lambda: _plan(repository, clients))


def render_text() -> Taken:
    """Render the whole text of the plan."""
    made = _plan(*_observed()).plan
    return taken(lambda: "\n".join(plan_lines(made.as_json(), full=True)))


def render_json() -> Taken:
    """Render the JSON of the plan as text."""
    made = _plan(*_observed()).plan
    return taken(lambda: to_json(made.as_json()))


def whole_plan() -> Taken:
    """Run `reconciler plan --out` as the command line does, imports and interpreter included.

    The real clients are made as well, since every plan makes them, but they are not called.
    """
    before, asked = process_time(), fake_clients(AWS)

    def make(settings: Settings) -> Clients:
        boto3_clients(settings)
        return asked

    return taken(lambda: run_offline(PLAN, Offline(make)), asked, before=before)


def whole_plan_over_http() -> Taken:
    """Run it with boto3 and a server in another process, whose time is not counted."""
    before = process_time()
    with serving("wire", AWS) as url:
        os.environ["AWS_ENDPOINT_URL"] = url
        plain = taken(lambda: run_offline(PLAN, Hasty()), before=before)
        return replace(plain, calls=calls_at(url))


def import_all_over_http() -> Taken:
    """Import everything into a repository without documents, with boto3 and a server in another process."""
    before = process_time()
    empty_repository()
    with serving("wire", AWS) as url:
        os.environ["AWS_ENDPOINT_URL"] = url
        plain = taken(lambda: run_offline((*IMPORT, "--names"), Hasty()), before=before)
        return replace(plain, calls=calls_at(url))


def empty_repository() -> None:
    """Make a repository with the same settings and no documents."""
    rmtree(EMPTY, ignore_errors=True)
    (EMPTY / "desired_state").mkdir(parents=True)
    (EMPTY / CONFIG).write_text(CONFIG.read_text(encoding="utf-8"), encoding="utf-8")


def _look(repository: Repository, clients: Clients) -> Mapping[str, Any]:
    clients.organizations.tree()
    return {name: kind.observe(repository.wish, clients) for name, kind in remotes(repository.kinds).items()}


def _observed() -> tuple[Repository, Clients]:
    """Return a repository whose kinds have observed already, so that planning it does not read the catalogue."""
    repository, clients = load(CONFIG, all_kinds(), today=TODAY), fake_clients(AWS)
    seen = _look(repository, clients)
    kinds = {name: seeing(kind, seen.get(name)) for name, kind in repository.kinds.items()}
    return replace(repository, kinds=kinds), clients


def seeing(kind: Kind, observation: object) -> Kind:
    """Return *kind* as if it had observed already: it does not call AWS."""
    return (
        replace(kind, remote=replace(kind.remote, observe=lambda _wish, _clients: observation)) if kind.remote else kind
    )


def _plan(repository: Repository, clients: Clients) -> Planning:
    return plan(repository, clients, PlanOptions(), clock=SystemClock(), commit=None)


STAGES: Mapping[str, Callable[[], Taken]] = {
    "floor": floor,
    "load": load_and_validate,
    "observe": observe,
    "diff": diff_and_batch,
    "text": render_text,
    "json": render_json,
    "plan": whole_plan,
    "http": whole_plan_over_http,
    "import": import_all_over_http,
}

if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    stage, folder = sys.argv[1:]
    with chdir(folder):
        print(json.dumps(asdict(STAGES[stage]())))
