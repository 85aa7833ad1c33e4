"""The example of this repository, desired_state/, on a running twin: how long an empty plan takes."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from .figures import Figure
from .fresh import BIN, ROOT, FailedError, typical, used

RECONCILER = str(BIN / "reconciler")


def example_figures(repetitions: int) -> Iterator[Figure]:
    """Apply the example, then plan it again and again. Raises FailedError when that fails."""
    with _running_twin() as environment:
        used([RECONCILER, "apply", "--yes", *_accepting(environment)], environment=environment)
        command = [RECONCILER, "plan", "--detailed-exitcode"]
        plans = [used(command, environment=environment) for _ in range(repetitions)]
    plan = typical(plans, key=lambda one: one.wall)
    note = f"on the clock; {plan.cpu:.2f} s of CPU"
    yield Figure(name="no-op plan of desired_state/ on the twin", value=plan.wall, unit="s", aim=1, note=note)


def _accepting(environment: Mapping[str, str]) -> list[str]:
    """Return the options that accept the refusals of the example's first plan."""
    plan = [RECONCILER, "plan", "--format", "json"]
    made = json.loads(subprocess.run(plan, env=environment, cwd=ROOT, capture_output=True, check=False).stdout)
    rules = {one["code"] for one in made["problems"] if one["severity"] == "refused"}
    return [
        word for rule in sorted(rules) for word in ("--accept", f"{rule}@{made['digest'].removeprefix('sha256:')[:8]}")
    ]


@contextmanager
def _running_twin() -> Iterator[Mapping[str, str]]:
    """Serve the twin; return the environment that points clients at it."""
    with subprocess.Popen(
        [RECONCILER, "twin", "serve"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as twin:
        try:
            exports = os.read(twin.stdout.fileno(), 1 << 16).decode() if twin.stdout else ""
            if not exports:
                raise FailedError("the twin does not start: reconciler twin serve says why")
            pairs = (line.removeprefix("export ").partition("=") for line in exports.splitlines())
            yield {**os.environ, **{name: value for name, _, value in pairs}}
        finally:
            twin.terminate()
