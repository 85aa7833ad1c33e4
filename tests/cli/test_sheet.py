"""`reconciler sheet`: its formats and exit codes."""

from pathlib import Path

import pytest

from reconciler.errors import Unreadable
from reconciler.model import Plan
from tests.cli.fakes import LEFT_OUT, NOTHING_TO_DO, ONE_CHANGE, REFUSED, FakeProgram, command, with_problem

ACME = "111111111111"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (NOTHING_TO_DO, 0),
        (ONE_CHANGE, 0),
        (with_problem(ONE_CHANGE, REFUSED), 0),
        (with_problem(ONE_CHANGE, LEFT_OUT), 3),
    ],
)
def test_a_sheet_ends_with_the_errors_of_the_plan(made: Plan, code: int) -> None:
    """What guards refuse does not matter for what is sent to a customer."""
    assert command(f"sheet {ACME}", FakeProgram(made)).code == code


@pytest.mark.parametrize("line", [f"sheet {ACME}", "connections"])
def test_an_answer_about_sellers_reads_sellers_alone(line: str) -> None:
    """The marketplace's account need not be readable, and neither what sellers have sold."""
    program = FakeProgram(NOTHING_TO_DO)
    assert command(line, program).code == 0
    (options,) = [asked[1] for asked in program.asked if asked[0] == "plan"]
    assert (options.select, options.sellers_only, options.sales) == (("endpoint_service",), True, False)


def test_without_aws_there_is_no_sheet() -> None:
    """If AWS cannot be read, the command ends with 7."""
    assert command(f"sheet {ACME}", FakeProgram(failure=Unreadable("no credentials"))).code == 7


def test_an_unknown_customer_is_a_usage_error() -> None:
    """One clear error, and nothing is printed."""
    said = command("sheet nobody", FakeProgram(NOTHING_TO_DO))
    assert (said.code, said.out) == (64, "")
    assert "no customer is called 'nobody'" in said.err


def test_a_sheet_is_written_in_each_format(here: Path) -> None:
    """Text goes to stdout, and the others to files."""
    line = f"sheet {ACME} --format text --format json=sheet.json --format markdown=sheet.md"
    said = command(line, FakeProgram(NOTHING_TO_DO))
    assert said.out.startswith(f"Endpoint services for {ACME}")
    assert (here / "sheet.md").read_text().startswith("<!-- reconciler sheet reconciler.yaml sha256:none -->\n## ")
    assert '"customer"' in (here / "sheet.json").read_text()
