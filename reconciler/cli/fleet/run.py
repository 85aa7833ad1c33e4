"""What the steps of one run of a fleet share."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.outputs import Output
from reconciler.cli.terminal import Terminal
from reconciler.model import Problem

from .answering import JOINED, Answers, joined
from .choosing import Chosen
from .concurrency import USUAL
from .crew import Crew
from .folder import write_folder
from .jointly import refusals, refused, unused
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

    def write(self, answers: Answers, folder: Path | None) -> None:
        """Write *answers* to the *folder*, if any, and to the outputs; one that cannot be written spares the others.

        Files come first: whoever reads stdout may stop reading.
        """
        try:
            if folder:
                with self.program.interruption.held():
                    write_folder(folder, answers.answer)
        finally:
            answers.write(self.terminal, self.outputs)

    def answers(
        self, command: str, done: Sequence[Done], planned: Sequence[Done] = (), problems: Sequence[Problem] = ()
    ) -> Answers:
        """Join the answers *done* of *command*; *planned* are the plans behind them, of an apply.

        *problems* concern all members together.
        """
        plans = planned or done
        refusing = refusals(plans) if command in {"plan", "apply"} else ()
        done = refused(done, refusing)
        together = [*problems, *(one.problem for one in refusing), *self.problems]
        if command in {"plan", "apply"} and not self.left_out:
            together += unused(plans)
        answer = joined(command, self.arguments, [*zip(done, plans, strict=True)], self.left_out, together)
        return Answers(self.program, self.arguments, answer, done)

    def judged(self, planned: Sequence[Done]) -> Sequence[Done]:
        """Return *planned*, where members are refused that do together what a rule of their repository refuses."""
        return refused(planned, refusals(planned))
