"""`reconciler apply --format`: the run report in every format, whatever the end of the run is."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reconciler.cli.program import Progress
from reconciler.errors import InvalidInput, Refused, Unreadable
from reconciler.model import Plan, Status
from reconciler.model.problem import error, note
from reconciler.pipeline import Planning, Run
from tests.cli.fakes import (
    EDITED_IN_AWS,
    FINANCE,
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    REFUSED,
    FakeProgram,
    Said,
    command,
    event,
    finish,
    outcome,
    succeed,
    with_problem,
)

UNREAD = error("unreadable", "saas in us-east-1 could not be read", address=FINANCE)
WRONG = error("unknown-name", "no product is named 'datadgo'", "a.yaml:3:9")


def fail(planning: Planning, tell: Progress) -> Run:
    """Return a run whose call failed."""
    tell(event("failed", done=1))
    return finish(planning.plan, outcome(Status.FAILED), converged=False, remaining=("experience.finance",))


def stop(_planning: Planning, tell: Progress) -> Run:
    """Interrupt the run while its call is under way."""
    tell(event("started", message="change set 4v9example"))
    raise KeyboardInterrupt


class Ending(NamedTuple):
    """One way in which an apply ends, with the codes of the report's problems and the last line of stderr."""

    code: int
    made: Plan = NOTHING_TO_DO
    failure: BaseException | None = None
    execution: Callable[[Planning, Progress], Run] = succeed
    problems: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    line: str = "apply --yes"

    def program(self) -> FakeProgram:
        """Return a program that ends so."""
        return FakeProgram(self.made, execution=self.execution, failure=self.failure)


ENDINGS = {
    "applied": Ending(0, ONE_CHANGE, outcomes=("succeeded",)),
    "nothing to do": Ending(0),
    "bug": Ending(1, failure=KeyError("name"), problems=("bug",)),
    "settings": Ending(3, failure=InvalidInput("no such profile"), problems=("invalid",)),
    "documents": Ending(3, failure=InvalidInput("there are errors", (WRONG,)), problems=("unknown-name",)),
    "wrong account": Ending(4, failure=Refused("wrong account"), problems=("refused",)),
    "refused": Ending(4, with_problem(ONE_CHANGE, REFUSED), problems=("max_removals",)),
    "stale": Ending(5, EDITED_IN_AWS, problems=("failed", "failed"), line="apply a.plan --yes"),
    "expected": Ending(
        5, EDITED_IN_AWS, problems=("failed", "failed"), line=f"apply --yes --expect {ONE_CHANGE.digest}"
    ),
    "failed in part": Ending(6, ONE_CHANGE, execution=fail, outcomes=("failed",)),
    "left out": Ending(6, with_problem(NOTHING_TO_DO, LEFT_OUT), problems=("principal-held",)),
    "access denied": Ending(7, failure=Unreadable("access denied"), problems=("unreadable",)),
    "unread": Ending(7, with_problem(NOTHING_TO_DO, UNREAD), problems=("unreadable",)),
    "interrupted": Ending(130, failure=KeyboardInterrupt(), problems=("failed",)),
    "interrupted in a run": Ending(130, ONE_CHANGE, execution=stop, outcomes=("failed",)),
}


@pytest.fixture(params=list(ENDINGS))
def ending(request: pytest.FixtureRequest, here: Path) -> Ending:
    """Return one ending, beside a saved plan of one change."""
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    return ENDINGS[request.param]


def apply(ending: Ending, options: str) -> Said:
    """Run an apply that ends so."""
    said = command(f"{ending.line} {options}", ending.program())
    assert said.code == ending.code
    return said


def read(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the problems and the statuses of the outcomes of a run report."""
    report: dict[str, Any] = json.loads(text)
    return tuple(one["code"] for one in report["problems"]), tuple(one["status"] for one in report["outcomes"])


def test_the_report_is_on_stdout_whatever_the_end_is(ending: Ending) -> None:
    """JSON on stdout is the run report, once and alone. It names the reason why nothing was applied."""
    assert read(apply(ending, "--format json").out) == (ending.problems, ending.outcomes)


VERDICTS = {
    "applied": "Applied: 1 API call succeeded",
    "nothing to do": "Nothing to do",
    "refused": "Refused: nothing was applied",
    "failed in part": "Not finished: of 1 API call, 1 failed",
    "interrupted in a run": "Not finished: of 1 API call, 1 failed",
}


def test_the_report_is_a_comment_whatever_the_end_is(ending: Ending, here: Path) -> None:
    """Markdown on stdout and in a file is the report with its marker. It names each problem and each call."""
    said = apply(ending, "--format markdown --format markdown=a.md")
    assert said.out == (here / "a.md").read_text()
    digest = "none" if ending.failure else "[0-9a-f]{64}"
    first, verdict, *_ = said.out.splitlines()
    assert re.fullmatch(rf"<!-- reconciler apply reconciler\.yaml sha256:{digest} -->", first)
    name = next(name for name, one in ENDINGS.items() if one == ending)
    assert verdict == f"## {VERDICTS.get(name, 'Nothing was applied')}"
    assert all(f"`{code}`" in said.out for code in ending.problems)
    assert ("`StartChangeSet`" in said.out) is bool(ending.outcomes)


def test_all_files_are_written_whatever_the_end_is(ending: Ending, here: Path) -> None:
    """`--format json=FILE` writes what `--report` writes, and a file of text holds the plan and the report."""
    said = apply(ending, "--report r.json --format json=b.json --format text=a.txt")
    assert (read((here / "r.json").read_text()), said.out) == ((ending.problems, ending.outcomes), "")
    assert (here / "r.json").read_text() == (here / "b.json").read_text()
    text = (here / "a.txt").read_text()
    assert ("No plan could be made." in text) is bool(ending.failure)
    assert all(code in text for code in ending.problems)
    assert tuple(status for status in ("succeeded", "failed") if f"  op-1  {status}" in text) == ending.outcomes


def test_errors_are_on_stderr_with_every_format(ending: Ending) -> None:
    """Stderr is the same as with text on stdout."""
    assert apply(ending, "--format json").err == apply(ending, "").err


def test_text_is_the_default() -> None:
    """`--format text` changes nothing."""
    assert command("apply --yes --format text", FakeProgram(ONE_CHANGE)) == command(
        "apply --yes", FakeProgram(ONE_CHANGE)
    )


@pytest.mark.parametrize(
    "options", ["--format json", "--format markdown", "--format json=r.json", "--format text=r.txt"]
)
@pytest.mark.parametrize("quiet", ["", "-q "])
def test_the_plan_in_question_is_on_stderr_if_stdout_has_no_text(options: str, quiet: str) -> None:
    """A user must see what the question is about, also with -q."""
    plan = command("plan", FakeProgram(ONE_CHANGE)).out
    said = command(f"{quiet}apply {options}", FakeProgram(ONE_CHANGE), tty=True, answer="no\n")
    assert said.code == 1
    assert plan + "Apply these changes? Only 'yes' will be accepted: Nothing was applied.\n" in plain(said.err)
    assert ("=" in options) is (said.out == "")


def plain(text: str) -> str:
    """Return *text* without colour and without the line of progress."""
    return "".join(part.partition("m")[2] if at else part for at, part in enumerate(text.split("\x1b[")))


def test_the_plan_is_not_on_stderr_if_nobody_is_asked() -> None:
    """With --yes, the log of a job holds the progress alone."""
    said = command("apply --yes --format json", FakeProgram(ONE_CHANGE))
    assert "prod-new0000000001" not in said.err


def test_the_comment_of_a_run_has_its_notes() -> None:
    """The TXT record that an owner must publish is a note of the run."""

    def execute(planning: Planning, _tell: Progress) -> Run:
        return finish(planning.plan, outcome(), problems=(note("private-dns", "publish the TXT record"),))

    said = command("apply --yes --format markdown", FakeProgram(ONE_CHANGE, execution=execute))
    assert "<summary>1 note</summary>\n\n- `private-dns` publish the TXT record\n" in said.out


def test_a_plan_that_was_applied_already_is_stale_and_converged(here: Path) -> None:
    """A job that is run a second time ends with 5, and its comment does not say that something differs."""
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    said = command("apply a.plan --yes --format markdown", FakeProgram(NOTHING_TO_DO))
    _, verdict, _, first, *_ = said.out.splitlines()
    assert (said.code, verdict, first) == (5, "## Nothing was applied", "- Converged: AWS matches the repository.")


def test_a_stale_plan_asks_for_no_acceptance(here: Path) -> None:
    """The plan that would be accepted is not the one that was reviewed: the comment asks for a new plan alone."""
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    said = command(
        "apply a.plan --yes --format markdown --report r.json", FakeProgram(with_problem(EDITED_IN_AWS, REFUSED))
    )
    assert (said.code, said.out.splitlines()[1]) == (5, "## Nothing was applied")
    assert ("To decide" in said.out, "max_removals" in said.out, "ccept" in said.out) == (False, False, False)
    assert "the saved plan is stale; nothing was applied. Make a new plan and have it reviewed" in said.out
    assert read((here / "r.json").read_text()) == (("failed", "failed"), ())


def test_a_usage_error_leaves_stdout_empty(here: Path) -> None:
    """A plan file that is none ends with 64, and only stderr says why."""
    (here / "a.plan").write_text("{}")
    said = command("apply a.plan --yes --format json")
    assert (said.code, said.out) == (64, "")


def test_outputs_of_apply_are_different_files(here: Path) -> None:
    """The report and a format cannot have one file, and the plan file is not written over."""
    assert command("apply --yes --report a.json --format json=a.json").code == 64
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    assert command("apply a.plan --yes --format json=a.plan", FakeProgram(ONE_CHANGE)).code == 64


def test_a_file_that_cannot_be_written_spares_the_other_outputs(here: Path) -> None:
    """The report is on stdout, and the run ends with 1."""

    def execute(planning: Planning, _tell: Progress) -> Run:
        (here / "gone").rmdir()
        return finish(planning.plan, outcome())

    (here / "gone").mkdir()
    said = command("apply --yes --format json --format text=gone/a.txt", FakeProgram(ONE_CHANGE, execution=execute))
    assert (said.code, read(said.out)) == (1, ((), ("succeeded",)))
    assert said.err.endswith("error: cannot write gone/a.txt: No such file or directory\n")
