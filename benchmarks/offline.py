"""The command line over clients that reach no AWS."""

import os
import sys
from collections.abc import Callable, Sequence
from io import StringIO

from reconciler import pipeline
from reconciler.aws.calls import CallList
from reconciler.aws.clock import SystemClock
from reconciler.aws.session import clients
from reconciler.cli.main import run
from reconciler.cli.program import Installed, Program, Tell
from reconciler.cli.terminal import Terminal
from reconciler.interruption import Interruption
from reconciler.kinds import all_verbs
from reconciler.pipeline import Planning, PlanOptions, Repository
from reconciler.ports import Clients
from reconciler.settings import Settings

NOBODY = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
"""What boto3 needs to make clients, and nothing of this machine's own."""


class HastyClock(SystemClock):
    """A clock that never waits: request rates cost time and no CPU."""

    def sleep(self, seconds: float) -> None:
        """Go on at once."""


def boto3_clients(settings: Settings) -> Clients:
    """Make the clients that a plan makes, which never wait."""
    return clients(settings, calls=CallList.of(all_verbs(), writing=False), clock=HastyClock(), environ=os.environ)


class Hasty(Installed):
    """The installed program, which never waits: no request rate is kept to where nobody asks for one."""

    def __init__(self) -> None:
        super().__init__(os.environ, Interruption())
        self._clock = HastyClock()


class Offline(Hasty):
    """The installed program, but that plans ask the clients that *make* makes."""

    def __init__(self, make: Callable[[Settings], Clients]) -> None:
        super().__init__()
        self._make = make

    def plan(self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell) -> Planning:
        """Plan with the clients made."""
        made = self._make(repository.settings)
        return pipeline.plan(repository, made, options, clock=HastyClock(), commit=commit, tell=tell)


def run_offline(argv: Sequence[str], program: Program) -> None:
    """Run one command line to its end; raises RuntimeError when that is not a good one."""
    os.environ.update(NOBODY)
    answer = StringIO()
    code = run(argv, Terminal(sys.stdin, answer, sys.stderr, os.environ), program)
    if code:
        raise RuntimeError(f"reconciler {' '.join(argv)} ended with {code}: {answer.getvalue()[-500:]}")
