"""Two runs start at the same time: in any order of their calls, one experience with the title exists afterwards.

The runs are processes of their own, the twin answers over HTTP with the latency of a network, and the second run starts
a random time after the first. *pace* is the length of a second: with a tenth, the proof takes a tenth of the time.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Barrier, Event
from typing import Any, Final

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin

ROOT = Path(__file__).resolve().parent.parent
LATENCY: Final = 0.2
"""Seconds that a call takes, half of them in each direction."""
SEED: Final = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "accounts": [{"id": "222222222222", "name": "Sandbox"}],
    },
    "durations": {"preparing": 2, "applying": 2},
}
SETTINGS: Final = 'version: 1\nmarketplace: {account: "111111111111"}\n'
PRODUCTS: Final = ", ".join(f"prod-{number:03}" for number in range(60))
LONG: Final = f"{{kind: experience, name: new, title: New, products: {{allow: [{PRODUCTS}]}}}}\n"
SHORT: Final = "{kind: experience, name: new, title: New, description: Short}\n"
HONEST: Final = {0, 6}
"""The exit codes that a run may have: everything is as desired, or applied in part (contract 3)."""
PATIENCE: Final = 120.0

Asked = Mapping[str, Any]


class Run:
    """One process and its task; only `answer` waits for it."""

    def __init__(self, pace: float, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "proofs.runner", str(pace)]
        pipe = subprocess.PIPE
        env = {**os.environ, **environment}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)

    def ask(self, **asked: Any) -> "Run":  # noqa: ANN401 - JSON
        """Send a task to the process."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return self

    def answer(self) -> Mapping[str, Any]:
        """Wait for the result."""
        assert self.process.stdout
        answer: Mapping[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let the process end."""
        self.process.communicate()

    def kill(self) -> None:
        """Kill the process at once, as an evicted job is."""
        self.process.kill()
        with self.process:
            pass


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a round: the number of experiences with the title, and the ends of both runs.

    *ends* has, for each run, the end of its operations with their errors; *seconds* is the duration of the round.
    """

    round: str
    experiences: int
    codes: tuple[int, ...]
    ends: tuple[Any, ...]
    met: bool
    seconds: float

    @property
    def holds(self) -> bool:
        """Return whether the title exists once and both runs told the truth."""
        return self.experiences == 1 and self.met and set(self.codes) <= HONEST


@dataclass(slots=True)
class Arena:
    """A twin, two processes, and two repositories with one title: *equal* ones or different ones."""

    twin: Twin
    folder: Path
    pace: float
    runs: list[Run]

    def plan(self, number: int, *, equal: bool) -> Run:
        """Let a run plan; if runs are not equal, the second has another commit and other documents."""
        other = number == 1 and not equal
        folder = self.folder / ("other" if other else "one")
        return self.runs[number].ask(do="plan", folder=str(folder), commit=("b" if other else "a") * 40)

    def planned(self, *, equal: bool) -> tuple[Run, Run]:
        """Let both runs plan at the same time."""
        first, second = (self.plan(number, equal=equal) for number in (0, 1))
        first.answer()
        second.answer()
        return first, second

    def replace(self, number: int) -> None:
        """Start a successor of a killed run."""
        self.runs[number] = Run(self.pace, self.twin.environment())

    def wait(self, seconds: float) -> None:
        """Wait, by the pace."""
        time.sleep(seconds * self.pace)


def together(arena: Arena, chance: Random, *, equal: bool) -> list[Asked]:
    """Both plan, and apply a random time apart, from none to a few calls."""
    first, second = arena.planned(equal=equal)
    first.ask(do="apply")
    arena.wait(chance.choice((0.0, chance.uniform(0.0, 8 * LATENCY))))
    second.ask(do="apply")
    return [first.answer(), second.answer()]


def at_one_instant(arena: Arena, _chance: Random, *, equal: bool) -> list[Asked]:
    """Neither request arrives first; a set is PREPARING until it is cancelled or a fixed time has passed.

    AWS does not document how long it prepares a set: here both runs have time to look, on any machine.
    """
    faults, catalog, both = arena.twin.faults, arena.twin.catalog, Barrier(2, timeout=PATIENCE)

    def arrive() -> None:
        both.wait()

    first, second = arena.planned(equal=equal)
    faults.before("StartChangeSet", arrive, times=2)
    if not equal:
        faults.stick("PREPARING", times=2)
        faults.after("CancelChangeSet", catalog.release)
    first.ask(do="apply")
    second.ask(do="apply")
    return [first.answer(), second.answer()]


def ended_between(arena: Arena, _chance: Random, *, equal: bool) -> list[Asked]:
    """The first run's sets end between the plan and the apply of the second."""
    first, second = arena.planned(equal=equal)
    answers = [first.ask(do="apply").answer()]
    return [*answers, second.ask(do="apply").answer()]


def killed(arena: Arena, _chance: Random, *, equal: bool) -> list[Asked]:
    """The first run is killed while it sends its request, which arrives after the second run has ended."""
    arrived, let_through = Event(), Event()

    def hold() -> None:
        arrived.set()
        let_through.wait(PATIENCE)

    first, second = arena.planned(equal=equal)
    arena.twin.faults.before("StartChangeSet", hold)
    first.ask(do="apply")
    if not arrived.wait(PATIENCE):
        raise TimeoutError("the first run sent nothing")
    first.kill()
    arena.replace(0)
    answers = [second.ask(do="apply").answer()]
    let_through.set()
    arena.wait(10.0)
    return answers


ROUNDS: Final[Mapping[str, tuple[Callable[..., list[Asked]], bool]]] = {
    "equal plans, together": (together, True),
    "different plans, together": (together, False),
    "equal plans, sent at one instant": (at_one_instant, True),
    "different plans, sent at one instant": (at_one_instant, False),
    "equal plans, one ends before the other sends": (ended_between, True),
    "different plans, one ends before the other sends": (ended_between, False),
    "equal plans, a killed run's request arrives late": (killed, True),
}


def play(arena: Arena, name: str, seed: int) -> Found:
    """Play one round in a world of its own."""
    arena.twin.reset()
    arena.twin.faults.latency = LATENCY * arena.pace
    began = time.monotonic()
    part, equal = ROUNDS[name]
    answers = part(arena, Random(seed), equal=equal)  # noqa: S311 - chance has to repeat, not to be secret
    seconds = time.monotonic() - began
    made = [one for one in arena.twin.experiences().values() if one.name == "New"]
    wholly = {0: lambda: len(made[0].allow) == 60, 1: lambda: made[0].description == "Short"}
    met = all(
        answer["code"] != 0 or (bool(made) and wholly[0 if equal else number]())
        for number, answer in enumerate(answers)
    )
    return Found(
        round=name,
        experiences=len(made),
        codes=tuple(answer["code"] for answer in answers),
        ends=tuple(answer["ends"] for answer in answers),
        met=met,
        seconds=seconds,
    )


@contextmanager
def arena(folder: Path, pace: float) -> Iterator[Arena]:
    """Yield a twin on the paced clock and two processes that use it."""
    for name, wish in (("one", LONG), ("other", SHORT)):
        (folder / name / "desired_state").mkdir(parents=True)
        (folder / name / "reconciler.yaml").write_text(SETTINGS)
        (folder / name / "desired_state" / "new.yaml").write_text(wish)
    began, day = time.monotonic(), time.time()
    with Twin(parse(SEED), clock=lambda: day + (time.monotonic() - began) / pace) as twin:
        made = Arena(twin, folder, pace, [Run(pace, twin.environment()) for _ in range(2)])
        try:
            for run in made.runs:
                run.ask(do="greet").answer()
            yield made
        finally:
            for run in made.runs:
                run.end()
