"""The command line over clients that call no AWS."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO

from reconciler import pipeline
from reconciler.aws.calls import CallList
from reconciler.aws.clock import SystemClock
from reconciler.aws.session import clients
from reconciler.cli.installed import Installed
from reconciler.cli.main import run
from reconciler.cli.program import Program, Tell
from reconciler.cli.terminal import Terminal
from reconciler.interruption import Interruption
from reconciler.kinds import all_verbs
from reconciler.pipeline import Planning, PlanOptions, Repository
from reconciler.ports import Clients
from reconciler.reading_progress import ReadingProgress
from reconciler.settings import Settings

NOBODY = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
"""The variables that boto3 needs to make clients, and none of this machine."""


class HastyClock(SystemClock):
    """A clock that never waits, since request rates cost time and no CPU."""

    def sleep(self, seconds: float) -> None:
        """Do not wait."""


def boto3_clients(settings: Settings) -> Clients:
    """Return the clients of a plan, which never wait."""
    return clients(settings, calls=CallList.of(all_verbs(), writing=False), clock=HastyClock(), environ=os.environ)


class Hasty(Installed):
    """The installed program without waiting for request rates."""

    def __init__(self) -> None:
        super().__init__(os.environ, Interruption())
        self._clock = HastyClock()


class Offline(Hasty):
    """The installed program with plans that use the clients of *make*."""

    def __init__(self, make: Callable[[Settings], Clients]) -> None:
        super().__init__()
        self._make = make

    def plan(
        self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell, read: ReadingProgress
    ) -> Planning:
        """Plan with the clients made."""
        made = replace(self._make(repository.settings), progress=read)
        return pipeline.plan(repository, made, options, clock=HastyClock(), commit=commit, tell=tell)


def run_offline(argv: Sequence[str], program: Program) -> None:
    """Run one command line to its end; raises RuntimeError when it fails."""
    os.environ.update(NOBODY)
    answer = StringIO()
    code = run(argv, Terminal(sys.stdin, answer, sys.stderr, os.environ), program)
    if code:
        raise RuntimeError(f"reconciler {' '.join(argv)} ended with {code}: {answer.getvalue()[-500:]}")
