"""`reconciler apply` of a plan that was reviewed: a saved plan, or the digest of one; when it is stale."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.model import Acceptance, Action, Plan
from reconciler.model.problem import error
from reconciler.pipeline import PlanOptions
from tests.cli.fakes import (
    ANOTHER_REVISION,
    EDITED_IN_AWS,
    FINANCE,
    LEAVES_ONE_AWHILE,
    LEAVES_TWO,
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    OTHER_CALLS,
    REFUSED,
    FakeProgram,
    applied,
    command,
    with_problem,
)


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
    assert f"'{text}' is not the digest of a plan" in said.err


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
