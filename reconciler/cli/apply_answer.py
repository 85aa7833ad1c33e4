"""The answer of an apply: the plan and the run report, in every format that was asked for.

Files are written before anything is shown: writing to the screen may block until the process is killed. A file is
written when all operations ended, when an interrupted run continues for a while, and at the end, whatever the end is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from reconciler.errors import ReconcilerError, UsageError
from reconciler.pipeline import Planning, Run
from reconciler.printed import PlanJson, RunReportJson
from reconciler.render import Marker, Style, plan_lines, problem_lines, refusal_lines, report_lines, report_markdown
from reconciler.render.page import Page

from .errors import telling
from .outputs import TEXT, Output, beside_errors, write_outputs
from .program import Program, Progress
from .renderings import renderings
from .run_report import RunReport, because
from .terminal import Terminal
from .unplanned import NO_PLAN


class ApplyAnswer:
    """What one apply answers: as text the plan, then the run report; in every other format the run report."""

    def __init__(
        self,
        program: Program,
        terminal: Terminal,
        outputs: Sequence[Output],
        mark: Marker,
        *,
        full: bool,
        command: Sequence[str],
    ) -> None:
        """Begin with a report without a plan. *full* lifts the limits of the text.

        *command* are the parts of the command that applies the plan.
        """
        self._program, self._terminal, self._mark = program, terminal, mark
        self._plan_lines = partial(plan_lines, full=full, command=command)
        self._refusal_lines = partial(refusal_lines, command=command)
        self._files = [output for output in outputs if output.file]
        self._stdout = [output for output in outputs if not output.file]
        self._plan: PlanJson | None = None
        self.report = RunReport(program.now(), program.spent, _again(command))

    def planned(self, planning: Planning) -> PlanJson:
        """Note the plan that is going to be applied, and return its JSON."""
        self.report.planned(planning.plan)
        self._plan = planning.plan.as_json()
        return self._plan

    def show_plan(self, plan: PlanJson, *, asking: bool) -> None:
        """Show the plan on stdout if that gets text, otherwise on stderr if the user is *asking* for a decision."""
        if TEXT in self._stdout:
            self._terminal.answer(self._plan_lines(plan, self._terminal.answer_style))
        elif asking:
            self._terminal.complain(*self._plan_lines(plan, self._terminal.error_style))

    def show_refusal(self, plan: PlanJson, *, asking: bool) -> None:
        """Say on stderr that the plan is refused, unless the plan, which says it, was shown in the same place."""
        if self._terminal.apart if TEXT in self._stdout else not asking:
            self._terminal.complain(*self._refusal_lines(plan, style=self._terminal.error_style))

    def listening(self, tell: Progress) -> Progress:
        """Return a listener that notes each event and passes it to *tell*; files are written after the last event."""
        heard = self.report.listening(tell)

        def passed_on(event: Mapping[str, Any]) -> None:
            try:
                heard(event)
            finally:
                if event["done"] == event["total"]:
                    self._write_files("the last look at AWS did not end")

        return passed_on

    def keep(self, run: Run) -> None:
        """Write the files of an interrupted run that continues for a while: it may be killed at any moment."""
        self.report.ended(run)
        with suppress(ReconcilerError):  # reported when the last files can't be written
            self._write_files("")

    def conclude(self, plan: PlanJson, why: str = "") -> RunReportJson:
        """Show the outcome of each operation below the plan, and return the report; *why* says why a run broke off."""
        report = self._report(why)
        if TEXT in self._stdout:
            self._terminal.answer(["", *report_lines(report, plan, style=self._terminal.answer_style)])
        return report

    def break_off(self, plan: PlanJson, error: BaseException) -> None:
        """Write the files of a run that *error* ended, then show the outcome of each operation."""
        try:
            self._write_files(because(error))
        finally:
            self.conclude(plan, because(error))

    def end(self) -> None:
        """Write every output of a run that ended by itself."""
        try:
            self._write_files("")
        finally:
            self._write_stdout("")

    def fail(self, error: BaseException) -> None:
        """Write every output of a run that *error* ended; if that fails, show the second error and keep the first.

        Stdout gets nothing for a usage error.
        """
        self.report.stopped(error)
        with telling(self._terminal):
            self._write_files(because(error))
        if not isinstance(error, UsageError):
            with telling(self._terminal):
                self._write_stdout(because(error))

    def _write_files(self, why: str) -> None:
        with self._program.interruption.held():
            self._write(self._files, why)

    def _write_stdout(self, why: str) -> None:
        """Write the report to stdout; text is there already."""
        self._write(beside_errors(self._stdout), why)

    def _write(self, outputs: Sequence[Output], why: str) -> None:
        comment = partial(report_markdown, plan=self._plan, marker=self._mark)
        write_outputs(self._terminal, outputs, self._report(why), renderings(self._program, self._lines, comment))

    def _report(self, why: str) -> RunReportJson:
        return self.report.as_json(self._program.now(), why)

    def _lines(self, report: RunReportJson, style: Style) -> Iterator[str]:
        """Return the text of the plan and of the report; where nothing was sent, say why."""
        plan = self._plan
        yield from self._plan_lines(plan, style) if plan else [NO_PLAN]
        if plan and report["outcomes"]:
            yield ""
            yield from report_lines(report, plan, style=style)
            return
        told = plan["problems"] if plan else []
        yield from problem_lines(Page(style, full=True), [one for one in report["problems"] if one not in told])


def _again(command: Sequence[str]) -> str:
    """Return *command* without its options, as sentences name it."""
    return " ".join(part for part in command if not part.startswith("--"))
