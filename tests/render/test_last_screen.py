"""The last screen of a plan: 23 lines with all that decides, whatever the plan has."""

import pytest

from reconciler.model import Rule
from reconciler.printed import PlanJson, ProblemJson
from reconciler.render import PLAIN, plan_lines, report_lines
from reconciler.render.pasting import pasted
from tests.render.people import EXPOSURE, group
from tests.render.plans import (
    CREATE_FINANCE,
    ERROR,
    FIRST_CALL,
    REFUSED,
    UPDATE_DEFAULT,
    WARNING,
    impact_json,
    plan_json,
)
from tests.render.reports import outcome, report_json
from tests.render.test_report import exposure

EVERY_RULE = [rule.value for rule in Rule if rule is not Rule.PROTECTED]
LONG = {f"{number:012}": f"An account with the very long name {number}" for number in range(99)}


def heavy() -> PlanJson:
    """Return a plan that every rule refuses, about many groups of accounts with long names."""
    refused: list[ProblemJson] = [{**REFUSED, "code": rule, "hint": f"--accept {rule}@1a2b3c4d"} for rule in EVERY_RULE]
    ids = list(LONG)
    groups = [group(*ids[n * 9 : n * 9 + 9], after=f"experience.{n}", lost=["prod-a"]) for n in range(9)]
    return plan_json(
        names=LONG,
        changes=[UPDATE_DEFAULT, CREATE_FINANCE],
        operations=[FIRST_CALL],
        problems=refused,
        impact=impact_json(groups, ids[90:]),
        exposures=[{**EXPOSURE, "principal": id_} for id_ in ids[:9]],
    )


def last_screen(plan: PlanJson, width: int) -> list[str]:
    """Return the lines from the rule line on."""
    lines = list(plan_lines(plan, PLAIN._replace(width=width, screen=True)))
    return lines[lines.index("─" * min(width, 100)) :]


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_the_last_screen_has_at_most_23_lines(width: int) -> None:
    """Names and weaker sentences are cut; the verdict, the command for each rule, and the plan are whole."""
    shown = last_screen(heavy(), width)
    text = " ".join(" ".join(shown).replace("\\", " ").split())
    assert len(shown) <= 23
    assert max(map(len, shown)) <= width
    assert f"Refused, nothing was written: {len(EVERY_RULE)} rules must be accepted." in text
    assert "9 accounts become ungoverned" in text
    assert [rule for rule in EVERY_RULE if f"--accept {rule}@1a2b3c4d" not in text] == []
    assert "Plan 1a2b3c4d: 1 to create, 1 to update, 0 to archive; 1 change set" in text


def test_names_are_cut_before_sentences() -> None:
    """The last sentences lose their names first, and share a line then."""
    plan = heavy()
    plan["problems"] = plan["problems"][:2]
    text = " ".join(" ".join(last_screen(plan, 60)).split())
    assert "81 accounts lose products: 9 from experience.a to experience.0 lose prod-a; … " in text


def test_the_first_errors_of_other_objects_are_said_again() -> None:
    """A plan that leaves objects out says why: its errors stand far above the changes of the others."""
    errors = [{**ERROR, "address": f"experience.e{number}"} for number in range(5)]
    shown = last_screen(plan_json(changes=[UPDATE_DEFAULT], problems=errors), 120)
    left_out = "experience.e0, experience.e1, experience.e2, experience.e3 and experience.e4"
    assert shown[1:-1] == [
        f"Incomplete: 5 errors; {left_out} are left out.",
        *["  desired_state/experiences/marketing.yaml:4:5: 333333333333 is held by exp-handmade"] * 3,
        "  … and 2 more errors: see above",
    ]


@pytest.mark.parametrize("width", [60, 80])
def test_the_last_screen_of_a_run_has_at_most_23_lines(width: int) -> None:
    """Exposed accounts and remaining objects are counted there; all accounts stand in a block above."""
    many = [f"experience.{number}-with-a-long-name" for number in range(99)]
    exposed = [exposure(*list(LONG)[n : n + 9]) for n in range(9)]
    report = report_json(outcome("op-1", "failed"), exposed=exposed, remaining=many, unverified=many, names=LONG)
    lines = list(report_lines(report, heavy(), style=PLAIN._replace(width=width, screen=True)))
    above, shown = lines[: lines.index("─" * width)], lines[lines.index("─" * width) :]
    assert len(shown) <= 23
    assert max(map(len, lines)) <= width
    assert any(line.startswith("Exposed: ") and line.endswith(" more principals, see above.") for line in shown)
    assert [account for account in list(LONG)[:17] if account not in "".join(above)] == []
    assert shown[-1].endswith("run reconciler apply again.")


def test_messages_are_folded_on_a_terminal_only() -> None:
    """In a file each message stays on its line, for programs that read files line by line."""
    long = {**WARNING, "message": " ".join(["word"] * 99)}
    told = f"desired_state/principals.yaml:9:3: warning[principal-gone] {long['message']}"
    assert told in list(plan_lines(plan_json(problems=[long])))
    on_a_terminal = list(plan_lines(plan_json(problems=[long]), PLAIN._replace(width=80, screen=True)))
    assert max(map(len, on_a_terminal)) <= 80


def test_a_rule_stands_beside_its_sentence() -> None:
    """From 100 columns on it stands before the sentence, on a narrower page behind it."""
    plan = plan_json(changes=[UPDATE_DEFAULT], problems=[REFUSED])
    told = "1 list loses more members than the limit allows: products.allow of experience.default."
    assert f"  max_removals  {told}" in last_screen(plan, 120)
    assert last_screen(plan, 80)[3:5] == [
        "  1 list loses more members than the limit allows: products.allow of",
        "      experience.default.  max_removals",
    ]


def test_a_long_command_is_one_command_of_several_lines() -> None:
    """Each line but the last ends with a backslash, and no option is parted from its value."""
    parts = ["reconciler apply", "a.json", *[f"--accept {rule}@1a2b3c4d" for rule in ("ungoverned", "delete", "payer")]]
    assert pasted(parts, 120) == [f"    {' '.join(parts)}"]
    assert pasted(parts, 60) == [
        "    reconciler apply a.json --accept ungoverned@1a2b3c4d \\",
        "      --accept delete@1a2b3c4d --accept payer@1a2b3c4d",
    ]
