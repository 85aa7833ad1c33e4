"""`reconciler apply`: the report that it always writes, also after a failure and on an interrupt."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.program import Progress
from reconciler.cli.terminal import Terminal
from reconciler.errors import PlanBug, ReconcilerError, Refused, Unreadable
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from tests.cli.fakes import ONE_CHANGE, FakeProgram, Vanishing, command, event, finish, outcome


def test_the_report_of_a_run_has_the_keys_of_the_contract(here: Path) -> None:
    """Programs find the outcome of every operation in the report."""
    command("apply --yes --report r.json", FakeProgram(ONE_CHANGE))
    assert json.loads((here / "r.json").read_text()) == {
        "format_version": "1.0",
        "plan_digest": ONE_CHANGE.digest,
        "started_at": "2026-11-22T12:00:00Z",
        "ended_at": "2026-11-22T12:00:09Z",
        "outcomes": [
            {
                "operation": "op-1",
                "status": "succeeded",
                "action": "StartChangeSet",
                "addresses": ["experience.finance"],
                "created": None,
                "created_ids": {},
                "in_part": False,
                "change_set_id": "4v9example",
                "request_id": None,
                "errors": [],
                "because": None,
            }
        ],
        "converged": True,
        "remaining": [],
        "unverified": [],
        "exposed": [],
        "names": {},
        "spent": {
            "calls": {"DescribeChangeSet": 3, "ListEntities": 4, "StartChangeSet": 1},
            "throttled": 0,
            "seconds": 33.0,
        },
        "problems": [],
    }


@pytest.mark.parametrize("failure", [Unreadable("access denied"), Refused("wrong account"), KeyboardInterrupt()])
def test_a_run_without_a_plan_writes_a_report(failure: BaseException, here: Path) -> None:
    """A run that fails before it has a plan writes a report without digest and outcomes, which says why it failed."""
    command("apply --yes --report r.json", FakeProgram(failure=failure))
    report = json.loads((here / "r.json").read_text())
    assert (report["plan_digest"], report["outcomes"], report["converged"]) == (None, [], None)
    assert report["spent"] == {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.5}
    said = "interrupted before anything was applied" if isinstance(failure, KeyboardInterrupt) else str(failure)
    assert [problem["message"] for problem in report["problems"]] == [said]


def test_an_interrupted_run_reports_its_outcomes(here: Path) -> None:
    """The run ends with 130, and the report has the change set that AWS still processes."""

    def execute(planning: Planning, _tell: Progress) -> Run:
        gone = outcome(Status.FAILED, because="interrupted; change set 4v9example goes on in AWS")
        return finish(planning.plan, gone, converged=False, remaining=("experience.finance",), interrupted=True)

    said = command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute))
    assert said.code == 130
    assert said.err.endswith("interrupted\n")
    assert "      interrupted; change set 4v9example goes on in AWS\n" in said.out
    assert json.loads((here / "r.json").read_text())["outcomes"][0]["change_set_id"] == "4v9example"


def test_a_run_that_breaks_off_reports_the_request_that_was_sent(here: Path) -> None:
    """AWS's support finds the request by its id, although the run has no outcome of its own."""

    def execute(_planning: Planning, tell: Progress) -> Run:
        tell({**event("started", message="change set 4v9example"), "request_id": "0c6d2f6e"})
        raise KeyboardInterrupt

    assert command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute)).code == 130
    (reported,) = json.loads((here / "r.json").read_text())["outcomes"]
    assert (reported["status"], reported["request_id"]) == ("failed", "0c6d2f6e")


def test_an_interrupted_run_without_terminal_ends_with_130(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGHUP arrives when the terminal closes: the report is written, and no error about the terminal is printed."""

    def gone(*_: object) -> None:
        raise ReconcilerError("the answer could not be written: Input/output error")

    def execute(planning: Planning, _tell: Progress) -> Run:
        monkeypatch.setattr(Terminal, "answer", gone)
        return finish(planning.plan, outcome(), converged=None, interrupted=True)

    said = command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute))
    assert (said.code, said.err.splitlines()[-1]) == (130, "interrupted")
    assert json.loads((here / "r.json").read_text())["converged"] is None


def test_an_interrupted_run_updates_its_report_at_each_step(here: Path) -> None:
    """A run that is killed leaves the report of its last step.

    A report that cannot be written does not stop the run.
    """
    found = list[str]()

    def execute(planning: Planning, _tell: Progress) -> Run:
        for because in ("first", "second"):
            on_the_way = outcome(Status.FAILED, because=because)
            program.keep(finish(planning.plan, on_the_way, converged=None, interrupted=True))
            found.append(json.loads((here / "r.json").read_text())["outcomes"][0]["because"])
        (here / "r.json").unlink()
        (here / "r.json").mkdir()
        program.keep(finish(planning.plan, outcome(), converged=None, interrupted=True))
        (here / "r.json").rmdir()
        return finish(planning.plan, outcome(), converged=None, interrupted=True)

    program = FakeProgram(ONE_CHANGE, execution=execute)
    assert command("apply --yes --report r.json", program).code == 130
    assert found == ["first", "second"]


def test_a_bug_in_the_last_look_does_not_lose_the_report(here: Path) -> None:
    """The report is printed and written first. Then the error names the file that reproduces the bug."""
    bug = PlanBug(("op-1 could do without",), {"wish": {}})

    def execute(planning: Planning, _tell: Progress) -> Run:
        return finish(planning.plan, outcome(), converged=False, remaining=("experience.finance",), bug=bug)

    said = command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute))
    assert said.code == 1
    assert "  op-1  succeeded    StartChangeSet 4v9example experience.finance\n" in said.out
    assert said.err.endswith(
        "error: this is a bug in reconciler: the plan fails its own proof, so it is not shown\n  op-1 "
        "could do without\n"
        "  hint: please report it with reconciler-bug-dacfa05f.json "
        "(it holds the plan and what was read of AWS, but no credentials)\n"
    )
    assert (here / "reconciler-bug-dacfa05f.json").exists()
    assert json.loads((here / "r.json").read_text())["outcomes"][0]["status"] == "succeeded"


TWO_CALLS = replace(ONE_CHANGE, operations=(*ONE_CHANGE.operations, replace(ONE_CHANGE.operations[0], id="op-2")))


@pytest.mark.parametrize(
    ("failure", "code", "because"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (Unreadable("access denied"), 7, "access denied"),
        (KeyError(), 1, "KeyError"),
    ],
)
def test_a_run_that_is_broken_off_reports_the_calls_that_it_sent(
    failure: BaseException, code: int, because: str, here: Path
) -> None:
    """The text and the report separate calls that were sent from calls that were not, whatever ended the run."""

    def execute(_planning: Planning, tell: Progress) -> Run:
        tell(event("started", message="change set 4v9example"))
        raise failure

    said = command("apply --yes --report r.json", FakeProgram(TWO_CALLS, execution=execute))
    report = json.loads((here / "r.json").read_text())
    assert said.code == code
    assert [(one["operation"], one["status"], one["because"]) for one in report["outcomes"]] == [
        ("op-1", "failed", f"{because}; the request that was sent goes on in AWS"),
        ("op-2", "skipped", because),
    ]
    assert (report["converged"], report["remaining"]) == (None, ["experience.finance"])
    assert report["unverified"] == ["experience.finance"]
    assert "\nNot finished: of 2 API calls, 1 failed and 1 skipped.\n" in said.out


def test_a_call_that_succeeded_stays_succeeded_after_an_interrupt(here: Path) -> None:
    """An interrupt after the end of a call does not change the outcome of the call."""

    def execute(_planning: Planning, tell: Progress) -> Run:
        tell(event("succeeded", done=1))
        raise KeyboardInterrupt

    command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute))
    report = json.loads((here / "r.json").read_text())
    assert [(one["status"], one["because"]) for one in report["outcomes"]] == [("succeeded", None)]


def test_the_report_is_written_before_the_last_look(here: Path) -> None:
    """A run that is killed during its last look leaves the report of the calls that it made."""
    kept: list[dict[str, Any]] = []

    def execute(planning: Planning, tell: Progress) -> Run:
        tell(event("succeeded", done=1))
        kept.append(json.loads((here / "r.json").read_text()))
        return finish(planning.plan, outcome())

    command("apply --yes --report r.json", FakeProgram(ONE_CHANGE, execution=execute))
    assert [(one["outcomes"][0]["status"], one["converged"]) for one in kept] == [("succeeded", None)]
    assert json.loads((here / "r.json").read_text())["converged"] is True


@pytest.mark.parametrize(("failure", "code"), [(Unreadable("no credentials"), 7), (KeyboardInterrupt(), 130)])
def test_a_report_that_cannot_be_written_hides_no_other_error(failure: BaseException, code: int, here: Path) -> None:
    """The exit code is that of the error that ended the run. Both errors are shown."""
    program = Vanishing(failure=failure)
    (here / "gone").mkdir()
    said = command("apply --yes --report gone/r.json", program)
    assert said.code == code
    assert said.err.startswith("error: cannot write gone/r.json: No such file or directory\n")
