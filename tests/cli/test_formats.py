"""Every format of every command that answers, with every exit code: stdout is never blank where an answer is due."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from reconciler.cli import formats
from reconciler.cli.arguments import COMMANDS, understand
from reconciler.cli.parser import Answered
from reconciler.cli.renderings import marker, renderings
from reconciler.errors import InvalidInput, ReconcilerError, Refused, Unreadable
from reconciler.model import Plan, Problem
from reconciler.model.problem import error
from reconciler.printed import PlanJson
from reconciler.render import Marker, plan_html, plan_lines, plan_markdown
from tests.cli.fakes import (
    EDITED_IN_AWS,
    FINANCE,
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    REFUSED,
    FakeProgram,
    Said,
    Vanishing,
    command,
    with_problem,
)
from tests.cli.test_effective import Governing

UNREAD = error("unreadable", "saas was not read", address=FINANCE)
WRONG = error("unknown-name", "no such product", "a.yaml:3:9")


class Case(NamedTuple):
    """One command line, what it meets, its exit code, and words that every format has on stdout."""

    line: str
    code: int
    words: str
    made: Plan = NOTHING_TO_DO
    failure: ReconcilerError | None = None
    problems: tuple[Problem, ...] = ()

    def said(self, form: str, *files: str) -> Said:
        """Run the command line with one format on stdout, and *files* as further formats."""
        made = Governing if self.line.startswith("effective") else FakeProgram
        program = made(self.made, failure=self.failure, problems=self.problems)
        return command(" ".join([self.line, "--format", form, *(f"--format {file}" for file in files)]), program)


DENIED, ELSEWHERE = Unreadable("access denied"), Refused("wrong account")
NO_PROFILE, ERRORS = InvalidInput("no such profile"), InvalidInput("there are errors", (WRONG,))
PLANNING = [
    *(Case(line, 7, "access denied", failure=DENIED) for line in ("plan", "drift", "effective")),
    *(Case(line, 4, "wrong account", failure=ELSEWHERE) for line in ("plan", "drift", "effective")),
    *(Case(line, 3, "no such profile", failure=NO_PROFILE) for line in ("plan", "drift", "effective", "validate")),
    *(Case(line, 3, "no such product", failure=ERRORS) for line in ("plan", "drift", "effective", "validate")),
    *(Case(line, 3, "no such product", problems=(WRONG,)) for line in ("plan", "drift", "effective", "validate")),
    *(Case(line, 3, "is held by", with_problem(ONE_CHANGE, LEFT_OUT)) for line in ("plan", "drift")),
    *(Case(line, 7, "saas was not read", with_problem(NOTHING_TO_DO, UNREAD)) for line in ("plan", "drift")),
    Case("plan", 4, "too many", with_problem(ONE_CHANGE, REFUSED)),
    Case("effective", 4, "max_removals", with_problem(ONE_CHANGE, REFUSED)),
    Case("effective a.plan", 5, "plan is stale", EDITED_IN_AWS),
]
UNANSWERED = [case for case in PLANNING if case.failure or case.problems or case.code == 5]
ANSWERED = [
    Case("plan", 0, "op-1", ONE_CHANGE),
    Case("plan --detailed-exitcode", 2, "op-1", ONE_CHANGE),
    Case("show a.plan", 0, "op-1"),
    Case("drift", 2, "prod-new0000000001", ONE_CHANGE),
    Case("effective", 0, "experience.finance", ONE_CHANGE),
    Case("plan", 0, "sha256:"),
    Case("drift", 0, "sha256:"),
    Case("validate", 0, "alid"),
]


@pytest.fixture(autouse=True)
def _saved(here: Path) -> None:
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))


@pytest.mark.parametrize("case", [*PLANNING, *ANSWERED], ids=lambda case: f"{case.line}-{case.code}-{case.words}")
@pytest.mark.parametrize("form", ["json", "markdown"])
def test_an_answer_is_never_blank(case: Case, form: str) -> None:
    """The answer says what the exit code means, and stderr is the same as with text."""
    said = case.said(form)
    assert (said.code, said.err) == (case.code, case.said("text").err)
    assert case.words in said.out


@pytest.mark.parametrize("case", [one for one in [*PLANNING, *ANSWERED] if one.line != "validate"], ids=str)
def test_a_page_is_never_blank(case: Case) -> None:
    """The page says what the exit code means, also where nothing could be planned, and stderr is that of text."""
    said = case.said("html")
    assert (said.code, said.err) == (case.code, case.said("text").err)
    assert said.out.startswith("<!DOCTYPE html>")
    assert case.words in said.out


@pytest.mark.parametrize("case", [one for one in PLANNING if one.line in {"plan", "validate"}], ids=str)
@pytest.mark.parametrize("form", ["github", "sarif"])
def test_annotations_are_never_blank(case: Case, form: str) -> None:
    """Each problem is an annotation, also where nothing could be planned."""
    said = case.said(form)
    assert (said.code, case.words in said.out) == (case.code, True)


@pytest.mark.parametrize("case", UNANSWERED, ids=lambda case: f"{case.line}-{case.code}-{case.words}")
def test_text_of_an_error_is_shown_once(case: Case) -> None:
    """With text on stdout, the error is on stderr or on stdout, not on both."""
    said = case.said("text")
    assert (said.out + said.err).count(case.words) == 1


@pytest.mark.parametrize("case", [*PLANNING, *ANSWERED], ids=lambda case: f"{case.line}-{case.code}-{case.words}")
def test_the_first_line_of_a_comment_is_its_marker(case: Case, here: Path) -> None:
    """A workflow finds the comment by command and settings file. A comment in a file is that of stdout."""
    said = case.said("markdown", "markdown=a.md")
    first, *rest = said.out.splitlines()
    assert re.fullmatch(
        rf"<!-- reconciler {case.line.split()[0]} reconciler\.yaml sha256:(none|[0-9a-f]{{64}}) -->", first
    )
    assert (rest[0][:3], said.out) == ("## ", (here / "a.md").read_text())


@pytest.mark.parametrize(("failure", "code"), [(None, 1), (NO_PROFILE, 3)])
@pytest.mark.parametrize(
    "line", ["plan --out gone/a.plan", "drift --format json=gone/a.json", "validate --format text=gone/a"]
)
def test_an_output_that_cannot_be_written_spares_the_others(
    line: str, failure: ReconcilerError | None, code: int, here: Path
) -> None:
    """Stdout has the whole answer, and the exit code is that of the first error. Both errors are shown."""
    (here / "gone").mkdir()
    said = command(f"{line} --format markdown --format json=a.json", Vanishing(failure=failure))
    assert (said.code, said.out[:16]) == (code, "<!-- reconciler ")
    assert len(json.loads((here / "a.json").read_text())["problems"]) == (1 if failure else 0)
    assert "error: cannot write gone/" in said.err
    assert failure is None or said.err.splitlines()[-1] == f"error: {failure}"


@pytest.mark.parametrize(
    ("given", "path"),
    [(None, "../reconciler.yaml"), ("../reconciler.yaml", "../reconciler.yaml"), ("none.yaml", "none.yaml")],
)
def test_a_marker_names_the_settings_file(
    given: str | None, path: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path is relative to the working directory, also of a settings file that is not there."""
    (here / "below").mkdir()
    monkeypatch.chdir(here / "below")
    assert marker("plan", given) == Marker("plan", path)
    assert marker("plan", str(here / "reconciler.yaml")) == Marker("plan", "../reconciler.yaml")
    (here / "reconciler.yaml").unlink()
    assert marker("show", None) == Marker("show", "reconciler.yaml")


def test_each_format_has_a_rendering() -> None:
    """The formats that help and errors name are those that can be rendered."""
    table: Mapping[str, object] = renderings(FakeProgram(), plan_lines, _comment, _page)
    assert list(table) == list(formats.ALL_FORMATS)


def _comment(plan: PlanJson) -> str:
    return plan_markdown(plan, Marker("plan", "reconciler.yaml"))


def _page(plan: PlanJson) -> Iterator[str]:
    return plan_html(plan, Marker("plan", "reconciler.yaml"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_the_formats_of_a_command(name: str) -> None:
    """Commands that check a pull request have annotations, too."""
    with pytest.raises(Answered) as answer:
        understand([name, "--help"])
    told = " ".join(answer.value.text(100).split())
    if name == "plan":
        assert "write text (default), json, markdown, html, github or sarif, to stdout or to FILE; repeatable" in told
    elif name == "validate":
        assert "write text (default), json, markdown, github or sarif, to stdout or to FILE; repeatable" in told
    elif name in {"show", "drift", "effective", "checklist"}:
        assert "write text (default), json, markdown or html, to stdout or to FILE; repeatable" in told
    elif name in {"apply", "connections", "sheet", "subscribers", "verify"}:
        assert "write text (default), json or markdown, to stdout or to FILE; repeatable" in told
    elif name == "fmt":
        assert "write text (default) or json, to stdout or to FILE; repeatable" in told
    else:
        assert "--format" not in told
