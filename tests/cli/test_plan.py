"""`reconciler plan`: exit codes, outputs and options."""

import json
from pathlib import Path

import pytest

from reconciler.errors import Refused, Unreadable
from reconciler.model import Acceptance, Plan
from reconciler.model.problem import error
from reconciler.pipeline import PlanOptions
from tests.cli.fakes import LEFT_OUT, NOTHING_TO_DO, ONE_CHANGE, REFUSED, FakeProgram, command, with_problem


def test_a_plan_is_shown_on_stdout() -> None:
    """The plan goes to stdout as text, the progress to stderr."""
    said = command("plan", FakeProgram(ONE_CHANGE))
    assert said.code == 0
    assert said.err == "waiting for nothing\n"
    assert (
        said.out
        == f"""\
Changes

~ update experience.finance (exp-finance1)
    desired_state/finance.yaml:1:1: differs from AWS
    products.allow  1 added, 3 unchanged
      + prod-new0000000001

API calls  1, about 31 s
  op-1  StartChangeSet in 111111111111
        experience.finance: AllowProductProcurement (1 product)

Impact
  1 account stays under experience.finance
      Ledger
      + prod-new0000000001

{"─" * 100}
  1 account gains products: Ledger under experience.finance gains prod-new0000000001.
Plan {ONE_CHANGE.short_digest}: 0 to create, 1 to update, 0 to archive; 1 change set, about 31 s. No safe order needs
    fewer change sets.
"""
    )


@pytest.mark.parametrize(
    ("made", "plain", "detailed"),
    [
        (NOTHING_TO_DO, 0, 0),
        (ONE_CHANGE, 0, 2),
        (with_problem(ONE_CHANGE, REFUSED), 4, 4),
        (with_problem(ONE_CHANGE, LEFT_OUT), 3, 3),
        (with_problem(with_problem(ONE_CHANGE, REFUSED), LEFT_OUT), 3, 3),
    ],
)
def test_the_exit_code_is_that_of_the_worst_finding(made: Plan, plain: int, detailed: int) -> None:
    """Invalid comes before refused, and refused before changes. Changes end with 2 only with --detailed-exitcode."""
    assert command("plan", FakeProgram(made)).code == plain
    assert command("plan --detailed-exitcode", FakeProgram(made)).code == detailed


def test_an_unreadable_aws_is_not_called_without_changes() -> None:
    """If AWS does not answer, the command ends with 7 and prints no plan."""
    said = command("plan --detailed-exitcode", FakeProgram(failure=Unreadable("access denied", "ask for access")))
    assert (said.code, said.out) == (7, "")


def test_an_invalid_repository_fails_before_aws_is_asked() -> None:
    """The problems of documents are found without credentials."""
    program = FakeProgram(problems=(error("unknown-name", "no product 'datadgo'", "a.yaml:3:9", "did you mean?"),))
    said = command("plan", program)
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "a.yaml:3:9: error[unknown-name] no product 'datadgo'\n"
        "  hint: did you mean?\n"
        "error: the desired state has errors, so nothing was planned\n"
    )
    assert program.asked == [("load", "reconciler.yaml")]


def test_several_outputs_come_from_one_plan(here: Path) -> None:
    """Text on stdout, JSON, text in a file and the plan file are made from one plan."""
    said = command("plan --format text --format json=a.json --format text=a.txt --out a.plan", FakeProgram(ONE_CHANGE))
    assert json.loads((here / "a.json").read_text()) == ONE_CHANGE.as_json()
    assert (here / "a.plan").read_text() == (here / "a.json").read_text()
    assert (here / "a.txt").read_text() == said.out


def test_json_on_stdout_is_valid_json() -> None:
    """With JSON on stdout, nothing else is printed there."""
    assert json.loads(command("plan --format json", FakeProgram(ONE_CHANGE)).out) == ONE_CHANGE.as_json()


def test_files_have_no_colour(here: Path) -> None:
    """Colours are only for a terminal, not for files."""
    said = command("plan --color always --format text --format text=a.txt", FakeProgram(ONE_CHANGE))
    assert "\x1b[" in said.out
    assert "\x1b[" not in (here / "a.txt").read_text()


def test_a_refused_plan_is_written_to_all_outputs(here: Path) -> None:
    """A user who has to accept a rule can read the whole plan and copy the acceptance."""
    made = with_problem(ONE_CHANGE, REFUSED)
    said = command("plan --out a.plan --format text --format json=a.json", FakeProgram(made))
    assert said.code == 4
    assert "\nRefused, nothing was written: 1 rule must be accepted.\n" in said.out
    assert f"\n    reconciler apply a.plan --accept max_removals@{made.short_digest}\n" in said.out
    assert json.loads((here / "a.plan").read_text()) == json.loads((here / "a.json").read_text()) == made.as_json()


def test_the_options_of_plan_reach_the_planner() -> None:
    """Selectors, acceptances and the commit are passed on unchanged."""
    program = FakeProgram(environment={"GITHUB_SHA": "a" * 40})
    line = "plan --select experience.fin* --select product --exclude *.b --no-removals --accept max_removals@1a2b3c4d"
    assert command(line, program).code == 0
    options = PlanOptions(
        select=("experience.fin*", "product"),
        exclude=("*.b",),
        no_removals=True,
        accept=(Acceptance("max_removals", "1a2b3c4d"),),
    )
    assert program.asked[-1] == ("plan", options, "a" * 40)


def test_connections_are_cut_only_on_request() -> None:
    """A removed grant leaves its connections up. Only --reject-connections plans calls that cut them."""
    program = FakeProgram()
    assert command("plan --reject-connections", program).code == 0
    assert program.asked[-1][1] == PlanOptions(reject_connections=True)


def test_a_wrong_account_is_refused() -> None:
    """An organization that is not that of the settings ends with 4."""
    assert command("plan", FakeProgram(failure=Refused("wrong organization"))).code == 4


def test_unwritable_outputs_fail_before_aws_is_asked() -> None:
    """A wrong path does not cost the minutes that a plan takes."""
    program = FakeProgram(ONE_CHANGE)
    assert command("plan --format json=nowhere/a.json", program).code == 64
    assert program.asked == []


def test_missing_settings_are_an_error_with_a_hint(here: Path) -> None:
    """A repository without settings is invalid, and the hint says what to do."""
    (here / "reconciler.yaml").unlink()
    said = command("plan")
    assert said.code == 3
    assert said.err == (
        "error: no reconciler.yaml here or in a folder above\n"
        "  hint: change to your repository, use --config FILE, or write a new repository with reconciler init\n"
    )


@pytest.mark.parametrize("verb", ["plan", "validate"])
def test_the_problems_of_a_pull_request_are_annotations(verb: str, here: Path) -> None:
    """`github` on stdout and `sarif` in a file have the same problems. The exit code does not change."""
    problem = error("unknown-name", "no product is named 'datadgo'", "a.yaml:3:5")
    said = command(f"{verb} --format github --format sarif=s.json", FakeProgram(problems=(problem,)))
    assert said.code == 3
    assert said.out == "::error file=a.yaml,line=3,col=5,title=unknown-name::no product is named 'datadgo'\n"
    (run,) = json.loads((here / "s.json").read_text())["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["unknown-name"]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("a.yaml", "live/prod/a.yaml"),
        ("state/a.yaml", "live/prod/state/a.yaml"),
        ("../shared/a.yaml", "live/shared/a.yaml"),
        ("../../../elsewhere/a.yaml", "../elsewhere/a.yaml"),
        ("linked/a.yaml", "live/shared/a.yaml"),
    ],
)
def test_paths_of_annotations_begin_at_the_root_of_the_git_repository(
    source: str, path: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub looks for the file from the root, whatever the working directory is. The JSON keeps the path."""
    folder = here / "live" / "prod"
    folder.mkdir(parents=True)
    (here / ".git").mkdir()
    (folder.parent / "shared").mkdir()
    (folder / "linked").symlink_to("../shared")
    monkeypatch.chdir(folder)
    program = FakeProgram(problems=(error("unknown-name", "no product", f"{source}:3:5"), error("invalid", "no place")))
    said = command("validate --format github --format json=r.json --format sarif=s.json", program)
    assert (
        said.out
        == f"::error file={path},line=3,col=5,title=unknown-name::no product\n::error title=invalid::no place\n"
    )
    assert json.loads((folder / "r.json").read_text())["problems"][0]["source"] == f"{source}:3:5"
    first, second = json.loads((folder / "s.json").read_text())["runs"][0]["results"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path
    assert "locations" not in second


def test_annotations_of_a_plan_have_its_refusals() -> None:
    """The annotations of a refused plan name the rules and the options that accept them."""
    said = command("plan --format github", FakeProgram(with_problem(ONE_CHANGE, REFUSED)))
    accept = f"--accept max_removals@{ONE_CHANGE.short_digest}"
    assert (said.code, said.out) == (4, f"::error title=max_removals::too many%0A{accept}\n")


def test_annotations_are_for_plan_and_validate() -> None:
    """The formats of annotations are a usage error in other commands, which report what AWS has."""
    said = command("drift --format sarif", FakeProgram(NOTHING_TO_DO))
    assert (said.code, said.out) == (64, "")
    assert said.err == "error: --format sarif is for plan and validate\n  hint: use text, json, markdown or html\n"
