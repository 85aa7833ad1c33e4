"""The command line over clients that reach no AWS."""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from reconciler import pipeline
from reconciler.aws.clock import SystemClock
from reconciler.aws.session import clients as make_clients
from reconciler.cli.main import run
from reconciler.cli.program import Installed, Tell
from reconciler.cli.terminal import Terminal
from reconciler.pipeline import Planning, PlanOptions, Repository
from reconciler.ports import Clients

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}


class Offline(Installed):
    """The installed program, but that plans ask *clients*."""

    def __init__(self, clients: Clients) -> None:
        super().__init__({**os.environ, **CREDENTIALS})
        self._fake = clients

    def plan(self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell) -> Planning:
        """Plan with the fake clients; the real ones are made as well, because every plan pays for them."""
        make_clients(repository.settings, writes=False, clock=SystemClock(), environ=self.environment)
        return pipeline.plan(repository, self._fake, options, clock=SystemClock(), commit=commit, tell=tell)


def run_offline(argv: Sequence[str], clients: Clients, answer: TextIO) -> None:
    """Run one command line to its end; raises RuntimeError when that is not a good one."""
    program = Offline(clients)
    code = run(argv, Terminal(sys.stdin, answer, sys.stderr, program.environment), program)
    if code:
        raise RuntimeError(f"reconciler {' '.join(argv)} ended with {code}")
