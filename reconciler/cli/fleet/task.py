"""One command of one member: what is sent to a worker, and the small record that comes back."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reconciler.cli.terminal import Terminal
from reconciler.fleet import Member

from .kept import JSON, KeptTexts
from .waiting import WaitingTarget

if TYPE_CHECKING:
    from reconciler.cli.program import Program

TEXT = "text"


@dataclass(frozen=True, slots=True)
class MemberTask:
    """One command of one member: the words behind `--config`, and the formats that are wanted of its answer.

    *inputs* are files that the words name and the command reads.

    Nothing in it is secret: the member's role is assumed where the task is carried out. A *target* is the part of the
    member's repository that the task is about, as it was read: its documents are not read again.
    """

    member: Member
    words: tuple[str, ...]
    formats: tuple[str, ...] = (TEXT,)
    columns: int = 100
    colored: bool = False
    target: WaitingTarget | None = field(default=None, compare=False, repr=False)
    inputs: tuple[Path, ...] = ()

    @property
    def line(self) -> list[str]:
        """Return the command line of the member, without formats."""
        return ["--config", str(self.member.config), *self.words]


@dataclass(frozen=True, slots=True)
class Done:
    """How a task has ended: its exit code, its answer in each format, and what it wrote to stderr.

    The code is None for a task that was not begun. *refused* are rules that refuse what the member and others do
    together; the rules that refuse it alone are in its answer.
    """

    task: MemberTask
    code: int | None
    texts: KeptTexts = field(default_factory=KeptTexts)
    told: str = ""
    refused: tuple[str, ...] = ()

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """Return the member's own JSON, which is parsed while it is looked at; None if it made none."""
        return self.texts.answer()


def written(done: Done) -> Mapping[str, Any]:
    """Return how a task has ended as JSON, without the task."""
    return {"code": done.code, "texts": dict(done.texts), "told": done.told}


def read_done(task: MemberTask, answer: Mapping[str, Any]) -> Done:
    """Read how *task* has ended, as `written` has written it."""
    return Done(task, answer["code"], KeptTexts(answer["texts"]), answer["told"])


def carry_out(task: MemberTask, program: "Program") -> Done:
    """Run *task* as a command line of its own; whatever fails is its answer, and no exception."""
    from reconciler.cli.main import run_member

    program = program if task.target is None else program.within(task.target.read())
    out, err = io.StringIO(), io.StringIO()
    environment = {**program.environment, "COLUMNS": str(task.columns)}
    with TemporaryDirectory(prefix="reconciler-") as folder:
        files = {name: Path(folder, name) for name in (JSON, *task.formats) if name != TEXT}
        code = run_member(_line(task, files), Terminal(io.StringIO(), out, err, environment), program)
        texts = {name: file.read_text("utf-8") for name, file in files.items() if file.exists()}
    return Done(task, code, KeptTexts({**texts, TEXT: out.getvalue()}), err.getvalue())


def _line(task: MemberTask, files: Mapping[str, Path]) -> list[str]:
    """Return the command line: text goes to stdout, all other formats go to *files*."""
    color = "always" if task.colored else "never"
    written = [word for name, file in files.items() for word in ("--format", f"{name}={file}")]
    shown = ["--format", TEXT] if TEXT in task.formats else []
    return ["--config", str(task.member.config), "--color", color, "--quiet", *task.words, *shown, *written]
