"""The problems of all members in one list: each names its members, and none is lost."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.pipeline import fleet_answer, member_answer
from reconciler.printed import FleetJson, ProblemJson
from reconciler.render import fleet_problems
from tests.render.test_annotations import problem

SEVERITIES = ("error", "refused", "warning", "note")


def fleet(*members: tuple[str, int | None, list[ProblemJson] | None], told: str = "") -> FleetJson:
    """Return the answer of a plan; each member has a name, an exit code, and its problems or no answer."""
    entries = [
        member_answer(name, f"{name}/reconciler.yaml", code, None if found is None else {"problems": found}, told=told)
        for name, code, found in members
    ]
    return fleet_answer("plan", entries)


def shown(answer: FleetJson) -> list[tuple[str, str, str | None, str | None]]:
    """Return what a reader sees of each problem."""
    return [(one["code"], one["message"], one["source"], one["hint"]) for one in fleet_problems(answer)]


def test_each_problem_names_its_member() -> None:
    """One that has no place in a file is at the settings of its member."""
    answer = fleet(("a", 3, [problem("a/x.yaml:1:1", "write its id")]), ("b", 3, [problem(None)]))
    assert shown(answer) == [
        ("unknown-name", "it is wrong", "a/x.yaml:1:1", "write its id\nMember: a"),
        ("unknown-name", "it is wrong", "b/reconciler.yaml", "Member: b"),
    ]


def test_a_problem_of_a_shared_file_is_told_once() -> None:
    """It names five of the members that include the file, and counts the others."""
    answer = fleet(*((f"m{number}", 3, [problem("shared.yaml:1:1")]) for number in range(7)))
    assert shown(answer) == [("unknown-name", "it is wrong", "shared.yaml:1:1", "Members: m0, m1, m2, m3, m4, 2 more")]


def test_the_first_problem_of_each_member_comes_first() -> None:
    """A program that shows ten of a thousand shows every member that fails, errors before warnings."""
    warned: ProblemJson = {**problem("a/w.yaml:1:1"), "severity": "warning"}
    answer = fleet(
        ("a", 3, [problem("a/x.yaml:1:1"), problem("a/y.yaml:1:1"), warned]), ("b", 3, [problem("b/x.yaml:1:1")])
    )
    assert [source for _, _, source, _ in shown(answer)] == [
        "a/x.yaml:1:1",
        "b/x.yaml:1:1",
        "a/y.yaml:1:1",
        "a/w.yaml:1:1",
    ]


def test_a_member_without_an_answer_is_an_error() -> None:
    """A list without it would look like that of a fleet without problems."""
    assert shown(fleet(("a", None, None), ("b", 0, []))) == [
        (
            "no-answer",
            "this member has no complete answer: it was not run",
            "a/reconciler.yaml",
            "run it alone: --config a/reconciler.yaml\nMember: a",
        )
    ]
    ((_, message, _, _),) = shown(fleet(("a", 1, []), told="error: the disk is full\n  hint: none\n"))
    assert message == "this member has no complete answer: the disk is full"


def test_the_fleet_s_own_problems_come_first() -> None:
    """What selectors leave out is said."""
    assert [code for code, *_ in shown(fleet_answer("plan", [], 2))] == ["members-left-out"]


def test_warnings_about_the_fleet_come_behind_errors_of_members() -> None:
    """What concerns no member stands in its rank, before what is as bad."""
    answer = fleet(("a", 3, [problem("a/x.yaml:1:1"), {**problem("a/w.yaml:1:1"), "severity": "warning"}]))
    warned: ProblemJson = {**problem("all.yaml:1:1"), "severity": "warning"}
    found = fleet_problems({**answer, "problems": [warned]})
    assert [one["source"] for one in found] == ["a/x.yaml:1:1", "all.yaml:1:1", "a/w.yaml:1:1"]


FOUND = st.builds(
    lambda severity, code, source: {**problem(source), "severity": severity, "code": code},
    st.sampled_from(SEVERITIES),
    st.sampled_from("xyz"),
    st.sampled_from(["a.yaml:1:1", "b.yaml:1:1", None]),
)


@given(st.lists(st.lists(FOUND, max_size=4), max_size=5))
def test_no_problem_is_lost_and_none_is_told_twice(found: list[list[Any]]) -> None:
    """Each different problem of each member stands in the list exactly once, with this member behind it."""
    answer = fleet(*((f"m{number}", 3, problems) for number, problems in enumerate(found)))
    told = Counter(
        (one["severity"], one["code"], one["source"], member)
        for one in fleet_problems(answer)
        if one["code"] != "no-answer"
        for member in (one["hint"] or "").rpartition(": ")[2].split(", ")
    )
    wanted = {
        (one["severity"], one["code"], one["source"] or f"m{number}/reconciler.yaml", f"m{number}")
        for number, problems in enumerate(found)
        for one in problems
    }
    assert told == dict.fromkeys(wanted, 1)
    ranks = [SEVERITIES.index(one["severity"]) for one in fleet_problems(answer)]
    assert ranks == sorted(ranks)
