"""A run of reconciler in a process of its own, controlled line by line: `python -m proofs.runner PACE`.

Each line of stdin is a JSON object: `{"do": "plan", "folder": …, "commit": …}`, then `{"do": "apply"}`. Each one is
answered by a line of stdout. The environment has the endpoint of AWS.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from reconciler.aws.calls import CallList
from reconciler.aws.session import clients
from reconciler.cli.codes import run_code
from reconciler.kinds import all_kinds, all_verbs
from reconciler.pipeline import Conduct, Planning, PlanOptions, apply, load, plan
from reconciler.ports import Clients
from reconciler.settings import Settings


class Paced:
    """A clock on which a second takes *pace* seconds."""

    def __init__(self, pace: float) -> None:
        self.pace = pace

    def now(self) -> datetime:
        """Return the time of day, which only reports use."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic() / self.pace

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds * self.pace)


class Runner:
    """One process that plans and applies its plan."""

    def __init__(self, clock: Paced) -> None:
        self.clock = clock
        self.planning: Planning | None = None

    def plan(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Plan the repository in a folder; return the digest."""
        repository = load(Path(asked["folder"]) / "reconciler.yaml", all_kinds(), today=self.clock.now().date())
        reading = clients(
            repository.settings, calls=CallList.of(all_verbs(), writing=False), clock=self.clock, environ=os.environ
        )
        self.planning = plan(repository, reading, PlanOptions(), clock=self.clock, commit=asked["commit"])
        return {"digest": self.planning.plan.digest}

    def _clients(self, settings: Settings, *, writing: bool) -> Clients:
        calls = CallList.of(all_verbs(), writing=writing)
        return clients(settings, calls, clock=self.clock, environ=os.environ)

    def apply(self, planning: Planning) -> Mapping[str, Any]:
        """Carry out *planning*; return the exit code and the end of each operation."""
        writing = self._clients(planning.repository.settings, writing=True)
        conduct = Conduct(clock=self.clock, jitter=lambda: 0.0, tell=lambda _event: None)
        run = apply(planning, writing, conduct, token=lambda: str(uuid4()))
        report = run.as_json()
        code = run_code(planning.plan.as_json(), report)
        ends = [[one["status"], [error["code"] for error in one["errors"]]] for one in report["outcomes"]]
        return {"code": int(code), "ends": ends}


def main() -> None:
    """Do what each line says."""
    runner = Runner(Paced(float(sys.argv[1])))
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "plan":
            answer = runner.plan(asked)
        else:
            answer = runner.apply(runner.planning) if runner.planning else {"ready": True}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
