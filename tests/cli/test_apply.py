"""`reconciler apply`: its question, its exit codes, and the report that it always writes."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.program import Progress
from reconciler.cli.terminal import Terminal
from reconciler.errors import PlanBug, ReconcilerError, Refused, Unreadable
from reconciler.model import Acceptance, Action, Plan, Status
from reconciler.model.problem import error
from reconciler.pipeline import Planning, PlanOptions, Repository, Run
from tests.cli.fakes import (
    ANOTHER_REVISION,
    EDITED_IN_AWS,
    FINANCE,
    LEAVES_ONE_AWHILE,
    LEAVES_TWO,
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    ONLY_OBSERVED,
    OTHER_CALLS,
    REFUSED,
    FakeProgram,
    command,
    event,
    finish,
    outcome,
    with_problem,
)


def applied(program: FakeProgram) -> bool:
    """Tell whether the plan was applied."""
    return "apply" in program.asked


def test_apply_prints_the_plan_and_the_run_report() -> None:
    """The plan and the report go to stdout, the progress to stderr."""
    said = command("apply --yes", FakeProgram(ONE_CHANGE))
    assert said.code == 0
    assert said.out.startswith("Changes\n\n~ update experience.finance (exp-finance1)\n")
    assert said.out.endswith(
        """\
1 change set, about 31 s. No safe order needs
    fewer change sets.

  op-1  succeeded    StartChangeSet 4v9example experience.finance

Spent        forecast    actual
  API calls         1         8
  wall time      31 s      33 s
  throttled         –         0

────────────────────────────────────────────────────────────────────────────────────────────────────
Applied: 1 API call succeeded.
Converged: AWS matches the repository.
"""
    )
    assert said.err == (
        "waiting for nothing\n"
        "[0/1] op-1 started: change set 4v9example (experience.finance)\n"
        "[1/1] op-1 succeeded (experience.finance)\n"
    )


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), (" yes \n", 0), ("y\n", 1), ("YES\n", 1), ("", 1)])
def test_apply_accepts_only_the_word_yes(answer: str, code: int) -> None:
    """Any other reply to the question applies nothing."""
    program = FakeProgram(ONE_CHANGE)
    said = command("apply", program, tty=True, answer=answer)
    assert said.code == code
    assert applied(program) is (code == 0)
    assert "Apply these changes? Only 'yes' will be accepted: " in said.err
    assert ("Nothing was applied.\n" in said.err) is (code == 1)


def test_an_interrupt_at_the_question_applies_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no consent, and the answer leaves no doubt about that."""

    def interrupted(_terminal: Terminal, _question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Terminal, "ask", interrupted)
    program = FakeProgram(ONE_CHANGE)
    said = command("apply", program, tty=True)
    assert (said.code, applied(program)) == (130, False)
    assert said.err.endswith("Nothing was applied.\ninterrupted\n")


def test_apply_without_terminal_needs_yes() -> None:
    """Without a terminal and without --yes, apply is a usage error and reads nothing."""
    program = FakeProgram(ONE_CHANGE)
    assert command("apply", program, answer="yes\n").code == 64
    assert program.asked == []


@pytest.mark.parametrize(
    ("made", "code", "converged"),
    [
        (NOTHING_TO_DO, 0, True),
        (with_problem(NOTHING_TO_DO, ONLY_OBSERVED), 0, True),
        (with_problem(NOTHING_TO_DO, LEFT_OUT), 6, False),
    ],
)
def test_an_empty_plan_is_applied_without_a_question(made: Plan, code: int, *, converged: bool, here: Path) -> None:
    """The run ends with 0 if AWS matches, and with 6 if some objects could not be compared."""
    program = FakeProgram(made)
    assert command("apply --report r.json", program, tty=True).code == code
    assert not applied(program)
    assert json.loads((here / "r.json").read_text()) == {
        "format_version": "1.0",
        "plan_digest": made.digest,
        "started_at": "2026-11-22T12:00:00Z",
        "ended_at": "2026-11-22T12:00:00Z",
        "outcomes": [],
        "converged": converged,
        "remaining": [],
        "unverified": [],
        "exposed": [],
        "names": {},
        "spent": {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.5},
        "problems": [one.as_json() for one in made.problems if one.severity == "error"],
    }


def test_a_refused_plan_is_shown_and_not_applied(here: Path) -> None:
    """A rule that was not accepted ends the run with 4, also with --yes. The report lists the remaining objects."""
    program = FakeProgram(with_problem(ONE_CHANGE, REFUSED))
    said = command("apply --yes --report r.json", program)
    assert (said.code, applied(program)) == (4, False)
    ending = [
        "Refused, nothing was written: 1 rule must be accepted.",
        "To accept them, for exactly this plan:",
        f"    reconciler apply --accept max_removals@{ONE_CHANGE.short_digest}",
    ]
    assert [line for line in said.out.splitlines() if line in ending] == ending
    assert said.err.splitlines()[-3:] == ending
    report = json.loads((here / "r.json").read_text())
    assert (report["outcomes"], report["converged"], report["remaining"]) == ([], False, ["experience.finance"])
    assert [problem["code"] for problem in report["problems"]] == ["max_removals"]


@pytest.mark.parametrize(
    ("status", "more", "code"),
    [
        (Status.SUCCEEDED, {}, 0),
        (Status.ADOPTED, {}, 0),
        (Status.SUCCEEDED, {"converged": False, "remaining": ("experience.finance",)}, 6),
        (Status.SUCCEEDED, {"converged": None, "unverified": ("experience.finance",)}, 6),
        (Status.FAILED, {"converged": False}, 6),
        (Status.SKIPPED, {}, 6),
        (Status.ROLLED_BACK, {}, 6),
    ],
)
def test_a_run_ends_with_0_only_if_it_converged(status: Status, more: dict[str, Any], code: int) -> None:
    """A failed, skipped or rolled back operation, or an object that still differs, ends the run with 6."""

    def execute(planning: Planning, _tell: Progress) -> Run:
        return finish(planning.plan, outcome(status), **more)

    assert command("apply --yes", FakeProgram(ONE_CHANGE, execution=execute)).code == code


def test_an_error_in_one_object_does_not_stop_the_others() -> None:
    """The other objects are changed, and the exit code 6 says that the run is incomplete."""
    program = FakeProgram(with_problem(ONE_CHANGE, LEFT_OUT))
    assert command("apply --yes", program).code == 6
    assert applied(program)


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


def test_a_saved_plan_that_is_not_stale_is_applied() -> None:
    """Planning again returns the same digest, so the plan that was approved is applied."""
    program = FakeProgram(ONE_CHANGE)
    command("plan --out a.plan", program)
    assert command("apply a.plan --yes", program).code == 0
    assert applied(program)


def test_a_new_revision_alone_does_not_make_a_plan_stale() -> None:
    """An edit in AWS that was undone increments the revision. The run sends the revision that it has read last."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    program = FakeProgram(ANOTHER_REVISION)
    assert (command("apply a.plan --yes", program).code, applied(program)) == (0, True)


@pytest.mark.parametrize(
    ("fresh", "difference"),
    [
        (NOTHING_TO_DO, "experience.finance: planned to update, now nothing to change"),
        (OTHER_CALLS, "experience.finance: the API calls differ, because of the other changes"),
        (
            EDITED_IN_AWS,
            "experience.finance: the change is the same, but the object was edited in AWS since it was planned",
        ),
        (
            replace(ONE_CHANGE, changes=(replace(ONE_CHANGE.changes[0], fields=()),)),
            "experience.finance: differs in products.allow",
        ),
        (
            replace(ONE_CHANGE, changes=(replace(ONE_CHANGE.changes[0], action=Action.REVIVE),)),
            "experience.finance: differs in the action: update when planned, revive now",
        ),
        (
            replace(ONE_CHANGE, changes=(replace(ONE_CHANGE.changes[0], remote_id="exp-other"),)),
            "experience.finance: differs in its id in AWS",
        ),
    ],
)
def test_a_stale_plan_is_not_applied_and_the_difference_is_named(fresh: Plan, difference: str, here: Path) -> None:
    """The message names the objects that differ instead of two digests."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    program = FakeProgram(fresh)
    said = command("apply a.plan --yes --report r.json", program)
    assert (said.code, applied(program)) == (5, False)
    assert said.err.startswith(
        f"waiting for nothing\nerror: the saved plan is stale; nothing was applied\n  {difference}"
    )
    assert json.loads((here / "r.json").read_text())["outcomes"] == []


def test_a_plan_is_stale_if_an_accepted_rule_affects_other_accounts() -> None:
    """The organization may change without the documents.

    An acceptance holds only for the accounts that the plan named.
    """
    command("plan --out a.plan", FakeProgram(LEAVES_TWO))
    program = FakeProgram(LEAVES_ONE_AWHILE)
    said = command("apply a.plan --yes", program)
    assert (said.code, applied(program)) == (5, False)
    assert said.err.startswith(
        "waiting for nothing\n"
        "error: the saved plan is stale; nothing was applied\n"
        "  ungoverned: 2 accounts when planned, 0 now; gone: 333333333333 (Ledger), 444444444444\n"
        "  ungoverned: during the apply, 0 accounts when planned, 1 now; new: 333333333333 (Ledger)\n"
        "  hint: make a new plan and have it reviewed\n"
    )
    assert command("apply a.plan --yes", FakeProgram(LEAVES_TWO)).code == 0


def test_a_saved_plan_without_a_change_that_is_needed_is_stale() -> None:
    """The approval of an empty plan does not approve a change."""
    command("plan --out a.plan", FakeProgram(NOTHING_TO_DO))
    said = command("apply a.plan --yes", FakeProgram(ONE_CHANGE))
    assert said.code == 5
    assert "  experience.finance: not in the saved plan, now to update\n" in said.err


def test_a_saved_plan_can_be_accepted_when_it_is_applied() -> None:
    """An acceptance names the digest of the plan, so apply takes it as well as plan."""
    program = FakeProgram(ONE_CHANGE)
    command("plan --out a.plan", program)
    assert command(f"apply a.plan --yes --accept max_removals@{ONE_CHANGE.short_digest}", program).code == 0
    assert program.asked[-2][1].accept[0].rule == "max_removals"


@pytest.mark.parametrize("way", ["apply a.plan", "apply"])
def test_the_command_to_paste_keeps_what_was_accepted_and_still_holds(way: str) -> None:
    """Pasting it accepts every rule at once; an acceptance of another plan is not repeated."""
    Path("a.plan").write_text(json.dumps(ONE_CHANGE.as_json()))
    digest = ONE_CHANGE.short_digest
    said = command(
        f"{way} --yes --accept ungoverned@{digest} --accept delete@00000000",
        FakeProgram(with_problem(ONE_CHANGE, REFUSED)),
    )
    assert f"\n    reconciler {way} --accept ungoverned@{digest} --accept max_removals@{digest}\n" in said.out


def test_a_saved_plan_contains_its_options_and_acceptances() -> None:
    """`apply PLANFILE --yes` needs no options. An acceptance on the command line is added.

    Endpoints that the file does not name are not accepted.
    """
    accepted = replace(ONE_CHANGE, accepted=("max_removals",))
    program = FakeProgram(accepted)
    command("plan --out a.plan --select experience.finance --exclude product --no-removals", program)
    said = command(f"apply a.plan --yes --accept ungoverned@{ONE_CHANGE.short_digest}", program)
    assert said.code == 0
    assert program.asked[-2][1] == PlanOptions(
        select=("experience.finance",),
        exclude=("product",),
        no_removals=True,
        accept=(
            Acceptance("ungoverned", ONE_CHANGE.short_digest),
            Acceptance("max_removals", ONE_CHANGE.short_digest),
        ),
        acceptances=frozenset(),
    )


@pytest.mark.parametrize("option", ["--select x", "--exclude x", "--no-removals", "--reject-connections"])
@pytest.mark.parametrize("verb", ["apply a.plan --yes", "effective a.plan"])
def test_an_option_that_would_change_a_saved_plan_is_refused(option: str, verb: str) -> None:
    """An option that selects objects or changes the plan cannot be given with a plan file."""
    program = FakeProgram(ONE_CHANGE)
    command("plan --out a.plan", program)
    said = command(f"{verb} {option}", program)
    assert said.code == 64
    assert said.err == (
        f"error: {option.partition(' ')[0]} cannot be given with a plan file\n"
        "  hint: the plan file says what is planned\n"
    )
    assert not applied(program)


@pytest.mark.parametrize("edit", [{"options": {}}, {"options": None}, {"accepted": ["all"]}, {"accepted": None}])
def test_a_plan_file_whose_options_were_edited_is_refused(edit: dict[str, Any], here: Path) -> None:
    """The run ends with one error, before it plans or writes anything."""
    program = FakeProgram(ONE_CHANGE)
    (here / "a.plan").write_text(json.dumps(ONE_CHANGE.as_json() | edit))
    said = command("apply a.plan --yes", program)
    assert (said.code, program.asked) == (64, [])
    assert "changed after it was written" in said.err


def test_a_plan_is_applied_only_if_it_has_the_expected_digest(here: Path) -> None:
    """Pipelines without a plan file give the digest with --expect.

    Another plan ends with 5, and the report says why.
    """
    program = FakeProgram(ONE_CHANGE)
    assert command(f"apply --yes --expect {ONE_CHANGE.digest}", program).code == 0
    other = "sha256:" + "0" * 64
    program = FakeProgram(ONE_CHANGE)
    said = command(f"apply --yes --expect {other} --report r.json", program)
    assert (said.code, applied(program)) == (5, False)
    assert said.err == (
        "waiting for nothing\n"
        "error: the expected plan is stale; nothing was applied\n"
        f"  planning again gives {ONE_CHANGE.digest}, not {other}\n"
        "  hint: make a new plan and have it reviewed\n"
    )
    assert [(one["code"], one["message"]) for one in json.loads((here / "r.json").read_text())["problems"]] == [
        ("failed", "the expected plan is stale; nothing was applied"),
        ("failed", f"planning again gives {ONE_CHANGE.digest}, not {other}"),
    ]


@pytest.mark.parametrize("text", ["1a2b3c4d", "sha256:1a2b3c4d", "0" * 64])
def test_an_expected_digest_must_be_complete(text: str) -> None:
    """Eight characters of a digest are not enough for --expect."""
    said = command(f"apply --yes --expect {text}", FakeProgram(ONE_CHANGE))
    assert said.code == 64
    assert f"'{text}' is no digest of a plan" in said.err


@pytest.mark.parametrize("way", ["a.plan", f"--expect {ONE_CHANGE.digest}"])
def test_a_reviewed_plan_with_a_new_error_is_stale(way: str) -> None:
    """Another experience holds the account that moves: the run ends with 5 and shows the error."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    said = command(f"apply {way} --yes", FakeProgram(with_problem(NOTHING_TO_DO, LEFT_OUT)))
    assert (said.code, said.out) == (5, "")
    if way == "a.plan":
        assert "  experience.finance: 333333333333 is held by exp-handmade\n" in said.err


@pytest.mark.parametrize("way", ["a.plan", f"--expect {ONE_CHANGE.digest}"])
def test_a_reviewed_plan_of_an_invalid_repository_is_stale(way: str) -> None:
    """The plan cannot be made again, so the run ends with 5 and shows the errors of the documents."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    broken = error("unknown-name", "no product is named 'datadgo'", "a.yaml:3:5")
    program = FakeProgram(ONE_CHANGE, problems=(broken,))
    said = command(f"apply {way} --yes", program)
    assert (said.code, said.out, applied(program)) == (5, "", False)
    assert "  a.yaml:3:5: no product is named 'datadgo'\n" in said.err
    assert command("apply --yes", program).code == 3


@pytest.mark.parametrize("way", ["a.plan", f"--expect {ONE_CHANGE.digest}"])
def test_a_reviewed_plan_without_settings_is_stale_and_says_why(way: str, here: Path) -> None:
    """The report has the reason as a problem of its own, with its code and its hint."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    (here / "reconciler.yaml").unlink()
    said = command(f"apply {way} --yes --report r.json", FakeProgram(ONE_CHANGE))
    assert (said.code, "  no reconciler.yaml here or in a folder above\n" in said.err) == (5, True)
    first, why = json.loads((here / "r.json").read_text())["problems"]
    assert (first["code"], why["code"]) == ("failed", "invalid")
    assert why["hint"] == (
        "change to your repository, use --config FILE, or write a new repository with reconciler init"
    )


def test_a_saved_plan_is_not_stale_if_aws_could_not_be_read() -> None:
    """The run ends with 7 and shows the cause, since the plan may still be correct (contract 3)."""
    command("plan --out p.json", FakeProgram(ONE_CHANGE))
    unread = error("unreadable", "saas in us-east-1 could not be read", address=FINANCE)
    ended = command("apply p.json --yes", FakeProgram(with_problem(NOTHING_TO_DO, unread)))
    assert (ended.code, "saas in us-east-1 could not be read" in ended.out, "stale" in ended.out + ended.err) == (
        7,
        True,
        False,
    )


def test_an_apply_that_could_read_nothing_ends_with_7() -> None:
    """A run that could not read AWS has applied nothing, so it does not end with 6."""
    unread = error("unreadable", "saas in us-east-1 could not be read", address=FINANCE)
    assert command("apply --yes", FakeProgram(with_problem(NOTHING_TO_DO, unread))).code == 7


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


class Vanishing(FakeProgram):
    """A program that deletes the folder of the report before it fails."""

    def load(
        self,
        config: Path,
        paths: Sequence[Path] = (),
        beside: Sequence[Path] = (),
        *,
        today: date | None = None,
    ) -> Repository:
        """Delete the folder of the report, then fail."""
        Path("gone").rmdir()
        return super().load(config, paths, beside, today=today)
