"""What an apply of a folder says of plans that are stale: that nothing of them was applied, and how to plan again."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from reconciler.errors import ExitCode
from reconciler.model import Problem, error
from reconciler.render.words import count

from .run import FleetRun
from .task import Done

_FEW: Final = 3
"""Members that the command names; more are planned with all others."""


def stale_plans(run: FleetRun, applied: Sequence[Done]) -> Iterator[Problem]:
    """Return the problem of saved plans that were stale when they were applied, if there are any."""
    names = [one.task.member.name for one in applied if one.code == ExitCode.STALE]
    if names and run.arguments.file:
        what = f"the plan of {names[0]} is" if len(names) == 1 else f"{count(len(names), 'plan')} are"
        told = f"{what} stale; nothing of {'it' if len(names) == 1 else 'them'} was applied"
        yield error("failed", told, "", f"plan again, and have it reviewed: {_again(run, names)}")


def _again(run: FleetRun, names: Sequence[str]) -> str:
    """Return the command that plans the members *names* again, into a folder beside that of the saved plans."""
    given, folder = run.arguments, run.arguments.file
    config = ("--config", given.config) if given.config else ()
    on = ("--on", given.on.written) if given.on else ()
    select = [word for name in names for word in ("--select", f"{name}/*")] if len(names) <= _FEW else []
    out = str(folder.with_name(f"{folder.name}-again"))
    return shlex.join(["reconciler", *map(str, config), "plan", *on, *select, "--out", out])
