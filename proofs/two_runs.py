"""Two runs at one instant: whatever the order of their calls, one experience of the title is there afterwards.

The runs are processes of their own, the twin answers over HTTP as slowly as a network does, and chance sets how long
after the first the second begins. *pace* is how long a second takes: a tenth of one shows the same in a tenth of the
time.
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
"""Seconds that a call takes, half of them there and half of them back."""
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
"""What a run may end with: all is as it wishes, or not all of it was done (contract 3)."""
PATIENCE: Final = 120.0

Asked = Mapping[str, Any]


class Run:
    """One process, and what it is to do; an answer is awaited by `answer` alone."""

    def __init__(self, pace: float, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "proofs.runner", str(pace)]
        pipe = subprocess.PIPE
        env = {**os.environ, **environment}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)

    def ask(self, **asked: Any) -> "Run":  # noqa: ANN401 - JSON
        """Tell the process what to do."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return self

    def answer(self) -> Mapping[str, Any]:
        """Wait for what came of it."""
        assert self.process.stdout
        answer: Mapping[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let the process end, since nothing is left to do."""
        self.process.communicate()

    def kill(self) -> None:
        """End the process at once, as an evicted job ends."""
        self.process.kill()
        with self.process:
            pass


@dataclass(frozen=True, slots=True)
class Found:
    """What a round left behind: how many experiences have the title, and what the runs ended with.

    *ends* are, of each run, how its operations ended and with which errors; *seconds* is what the round took.
    """

    round: str
    experiences: int
    codes: tuple[int, ...]
    ends: tuple[Any, ...]
    met: bool
    seconds: float

    @property
    def holds(self) -> bool:
        """Tell whether the title is there once, and every run said what is so."""
        return self.experiences == 1 and self.met and set(self.codes) <= HONEST


@dataclass(slots=True)
class Arena:
    """A twin, two processes, and two repositories that wish one title: *equal* ones, or different ones."""

    twin: Twin
    folder: Path
    pace: float
    runs: list[Run]

    def plan(self, number: int, *, equal: bool) -> Run:
        """Let a run plan; of runs that are not equal, the second has another commit and another wish."""
        other = number == 1 and not equal
        folder = self.folder / ("other" if other else "one")
        return self.runs[number].ask(do="plan", folder=str(folder), commit=("b" if other else "a") * 40)

    def planned(self, *, equal: bool) -> tuple[Run, Run]:
        """Let both plan, at once."""
        first, second = (self.plan(number, equal=equal) for number in (0, 1))
        first.answer()
        second.answer()
        return first, second

    def replace(self, number: int) -> None:
        """Start a successor of a killed run."""
        self.runs[number] = Run(self.pace, self.twin.environment())

    def wait(self, seconds: float) -> None:
        """Let time pass, by the pace."""
        time.sleep(seconds * self.pace)


def together(arena: Arena, chance: Random, *, equal: bool) -> list[Asked]:
    """Both are planned, and are applied a chance apart, from not at all to a few calls."""
    first, second = arena.planned(equal=equal)
    first.ask(do="apply")
    arena.wait(chance.choice((0.0, chance.uniform(0.0, 8 * LATENCY))))
    second.ask(do="apply")
    return [first.answer(), second.answer()]


def at_one_instant(arena: Arena, _chance: Random, *, equal: bool) -> list[Asked]:
    """Neither request arrives before the other; what is PREPARING is so until a set is cancelled, or a while.

    How long AWS prepares a set is not documented: this is as long as it takes both runs to look, on any machine.
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
    """The first run's sets end between the second one's plan and its sending."""
    first, second = arena.planned(equal=equal)
    answers = [first.ask(do="apply").answer()]
    return [*answers, second.ask(do="apply").answer()]


def killed(arena: Arena, _chance: Random, *, equal: bool) -> list[Asked]:
    """The first run is killed with its request on the way, which arrives when the second has ended."""
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
    """Yield a twin whose time goes by the pace, and two processes that know of it."""
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
