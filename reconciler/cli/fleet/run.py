"""What the steps of one run of a fleet share."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconciler.cli.outputs import Output
from reconciler.cli.terminal import Terminal
from reconciler.errors import ExitCode
from reconciler.model import Problem
from reconciler.pipeline import JointRefusal, joint_refusals
from reconciler.settings import Settings

from .answering import JOINED, Answers, joined
from .choosing import Chosen
from .concurrency import USUAL
from .crew import Crew
from .task import TEXT, Done, MemberTask

if TYPE_CHECKING:
    from reconciler.cli.program import Program


@dataclass(frozen=True)
class FleetRun:
    """The command line, what members run, the *members* that are chosen, and how many are *left_out*.

    *problems* are those of divided repositories that belong to none of their targets. *whole* are the members that were
    to be divided and have errors.
    """

    arguments: Namespace
    program: "Program"
    terminal: Terminal
    outputs: Sequence[Output]
    members: Sequence[Chosen]
    left_out: int
    problems: Sequence[Problem] = ()
    whole: frozenset[str] = frozenset()

    @cached_property
    def crew(self) -> Crew:
        """Return what carries out the tasks."""
        return Crew(self.program, self.terminal, self.arguments.on or USUAL)

    def tasks(self, members: Sequence[Chosen], words: Sequence[str]) -> tuple[MemberTask, ...]:
        """Return the task of each of *members*: *words* and its own selectors."""
        return tuple(self.task(one, (*words, *one.words)) for one in members)

    def task(self, one: Chosen, words: tuple[str, ...], *inputs: Path) -> MemberTask:
        """Return the task of one member, whose answer is wanted in all formats that are written.

        *inputs* are files that *words* name.
        """
        formats = (TEXT, *(output.format for output in self.outputs if output.format in JOINED))
        style = self.terminal.answer_style
        formatted = MemberTask(one.member, words, formats, style.width, colored=bool(style.off))
        return replace(formatted, inputs=inputs, target=one.target)

    def refusals(self, planned: Sequence[Done]) -> Sequence[JointRefusal]:
        """Return the rules that refuse what the targets of one repository do together, by their plans."""
        plans: dict[Path, dict[str, Mapping[str, Any]]] = {}
        settings: dict[Path, Settings] = {}
        for one in planned:
            task, plan = one.task, one.answer
            if task.target and plan:
                settings[task.member.config] = task.target.settings
                plans.setdefault(task.member.config, {})[task.member.name] = plan
        return [found for config, each in plans.items() for found in joint_refusals(settings[config], each)]

    def answers(
        self, command: str, done: Sequence[Done], planned: Sequence[Done] = (), problems: Sequence[Problem] = ()
    ) -> Answers:
        """Join the answers *done* of *command*; *planned* are the plans behind them, of an apply.

        *problems* concern all members together.
        """
        refusals = self.refusals(planned or done) if command in {"plan", "apply"} else ()
        joint = [one.problem for one in refusals]
        done = _refused(done, refusals)
        ended = [*zip(done, planned or done, strict=True)]
        answer = joined(command, self.arguments, ended, self.left_out, [*problems, *joint, *self.problems])
        return Answers(self.program, self.arguments, answer, done)

    def judged(self, planned: Sequence[Done]) -> Sequence[Done]:
        """Return *planned*, where members are refused that do together what a rule of their repository refuses."""
        return _refused(planned, self.refusals(planned))


def _refused(planned: Sequence[Done], refusals: Sequence[JointRefusal]) -> Sequence[Done]:
    """Return *planned* with the *refusals* of what several members do together.

    A member ends with 4 that would be applied without them: what could not be read comes before a refusal.
    """
    rules: dict[str, tuple[str, ...]] = {}
    for one in refusals:
        rules |= {name: (*rules.get(name, ()), one.problem.code) for name in one.members}
    return [
        replace(one, refused=found, code=_code(one)) if (found := rules.get(one.task.member.name)) else one
        for one in planned
    ]


def _code(one: Done) -> int | None:
    return ExitCode.REFUSED if one.code in {ExitCode.DONE, ExitCode.CHANGES} else one.code
