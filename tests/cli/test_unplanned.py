"""If no plan can be made, every output says why; no output is empty."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput, ReconcilerError, Refused, Unreadable
from reconciler.model import Group, Impact
from reconciler.model.problem import error, note
from tests.cli.fakes import EDITED_IN_AWS, ONE_CHANGE, FakeProgram, command

WRONG = error("unknown-name", "no product 'datadgo'", "a.yaml:3:9", "did you mean?")
UNUSED = note("unused-name", "nothing uses product.datadog", "b.yaml:2:3")
FAILURES = [
    (Unreadable("access denied", "ask for access"), 7, ("unreadable", "access denied", None)),
    (Refused("wrong account", "take another"), 4, ("refused", "wrong account", None)),
    (InvalidInput("there are errors", (WRONG,)), 3, ("unknown-name", "no product 'datadgo'", "a.yaml:3:9")),
    (InvalidInput("no such profile"), 3, ("invalid", "no such profile", None)),
]


def problems(text: str) -> list[tuple[str, str, str | None]]:
    """Return the problems of a plan that has no digest."""
    found = json.loads(text)
    assert (found["digest"], found["changes"], found["operations"]) == (None, [], [])
    return [(one["code"], one["message"], one["source"]) for one in found["problems"]]


@pytest.mark.parametrize(("failure", "code", "problem"), FAILURES)
@pytest.mark.parametrize("name", ["plan", "drift", "effective"])
def test_json_says_why_there_is_no_plan(
    name: str, failure: ReconcilerError, code: int, problem: tuple[str, str, str | None]
) -> None:
    """The JSON is a plan without a digest and with problems; stderr has the same problems as text."""
    said = command(f"{name} --format json", FakeProgram(failure=failure))
    assert (said.code, problems(said.out)) == (code, [problem])
    assert f"error: {failure.message}\n" in said.err


@pytest.mark.parametrize(("failure", "code", "problem"), FAILURES)
def test_every_output_file_says_that_there_is_no_plan(
    failure: ReconcilerError, code: int, problem: tuple[str, str, str | None], here: Path
) -> None:
    """An output file of an earlier run could be taken for the new plan, so it is replaced."""
    said = command("plan --out a.plan --format json=a.json --format text=a.txt", FakeProgram(failure=failure))
    assert (said.code, said.out) == (code, "")
    assert problems((here / "a.plan").read_text()) == problems((here / "a.json").read_text()) == [problem]
    assert (here / "a.txt").read_text().splitlines()[0] == "No plan could be made."
    assert problem[1] in (here / "a.txt").read_text()


def test_validate_answers_in_json() -> None:
    """The answer says whether the repository is valid and has all problems, the worst first."""
    said = command("validate --format json", FakeProgram(problems=(UNUSED, WRONG)))
    told = json.loads(said.out)
    assert (said.code, said.err, list(told)) == (3, "", ["format_version", "valid", "read", "problems"])
    assert (told["valid"], [one["code"] for one in told["problems"]]) == (
        False,
        ["unknown-name", "unused-name"],
    )


EDITED = "the change is the same, but the object was edited in AWS since it was planned"


def test_effective_of_a_stale_plan_says_so_in_json(here: Path) -> None:
    """The answer is a plan without a digest, since the plan in the file cannot be answered about."""
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    said = command("effective a.plan --format json", FakeProgram(EDITED_IN_AWS))
    assert (said.code, problems(said.out)) == (
        5,
        [
            ("failed", "the saved plan is stale; nothing was applied", None),
            ("failed", f"experience.finance: {EDITED}", None),
        ],
    )
    assert "error: the saved plan is stale" in said.err


NO_SETTINGS = ("--config none.yaml", "--config .")


@pytest.mark.parametrize("where", NO_SETTINGS)
def test_validate_without_settings_answers_in_json(where: str, here: Path) -> None:
    """The answer has the error as a problem, also in a file. Stderr has it as text, and stdout has no text."""
    said = command(f"validate {where} --format json --format text=a.txt")
    told = json.loads(said.out)
    assert (said.code, told["valid"], told["read"]) == (3, False, None)
    (found,) = told["problems"]
    assert (found["code"], f"error: {found['message']}\n" in said.err) == ("invalid", True)
    assert f"error[invalid] {found['message']}" in (here / "a.txt").read_text()
    assert command(f"validate {where}").out == ""


@pytest.mark.parametrize("line", ["validate --config none.yaml", "plan --config none.yaml"])
def test_annotations_say_that_there_are_no_settings(line: str) -> None:
    """A job of GitHub Actions shows the error instead of nothing, and code scanning gets a result."""
    said = command(f"{line} --format github")
    hint = "reconciler init DIR writes a new repository"
    assert (said.code, said.out) == (3, f"::error title=invalid::--config none.yaml: no such file%0A{hint}\n")
    (result,) = json.loads(command(f"{line} --format sarif").out)["runs"][0]["results"]
    assert result["message"]["text"] == f"--config none.yaml: no such file\n{hint}"


PAGE = Path(__file__).parents[2] / "docs" / "ci.md"


def test_the_query_of_the_docs_names_all_accounts_that_lose() -> None:
    """Accounts that are governed for the first time are included: they lose every product that is not listed."""
    lose = Group(
        before="experience.a", after="experience.b", accounts=("1" * 12,), lost=frozenset({"prod-x", "prod-y"})
    )
    first = Group(before=None, after="experience.b", accounts=("2" * 12, "3" * 12), lost=None)
    gain = Group(before="experience.a", after="experience.a", accounts=("4" * 12,), gained=frozenset({"prod-z"}))
    told = replace(ONE_CHANGE, impact=Impact((lose, first, gain))).as_json()
    query = re.search(r"python3 -c '\n(.*?)'\n", PAGE.read_text(), re.DOTALL)
    assert query
    said = subprocess.run(
        [sys.executable, "-c", query[1]], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{'1' * 12} lose prod-x prod-y\n{'2' * 12} {'3' * 12} lose everything not listed\n"
