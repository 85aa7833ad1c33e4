"""A fleet of many members that differ is still an answer that can be read."""

from typing import Any

from reconciler.pipeline import fleet_answer, member_answer
from reconciler.render import Marker, fleet_lines, fleet_markdown

PLAN: dict[str, Any] = {"changes": [{}], "problems": []}


def test_of_many_members_those_are_shown_first_that_need_attention() -> None:
    """Fifty members are listed with their answers, in their order; the others are counted, and --full shows them."""
    codes = [*([2] * 60), 7, *([0] * 3)]
    members = [member_answer(f"s/{at:02}", "reconciler.yaml", code, PLAN) for at, code in enumerate(codes)]
    lines = [*fleet_lines(fleet_answer("plan", members), {})]
    listed = [line.split()[0] for line in lines if line.startswith("  s/")]
    assert listed == [*(f"s/{at:02}" for at in range(49)), "s/60"]
    assert "  … and 11 other members and 3 clean members (--full shows them)" in lines
    assert sum(line.startswith("━━") for line in lines) == 50
    every = [*fleet_lines(fleet_answer("plan", members), {}, full=True)]
    assert sum(line.startswith("━━") for line in every) == 64


def test_what_clean_members_tell_is_counted() -> None:
    """Objects that no document names, warnings and notes: a fleet whose members are all clean is not silent of them."""
    quiet: dict[str, Any] = {"changes": [], "unmanaged": [], "problems": []}
    found: dict[str, Any] = {
        **quiet,
        "unmanaged": [{}, {}],
        "problems": [{"severity": "warning"}, {"severity": "note"}],
    }
    noted: dict[str, Any] = {**quiet, "problems": [{"severity": "note"}]}
    members = [member_answer(f"s/{at}", "reconciler.yaml", 0, one) for at, one in enumerate([quiet, found, noted])]
    answer = fleet_answer("drift", members)
    assert [*fleet_lines(answer, {})] == [
        "3 members: 3 clean.",
        "  AWS has 2 objects that no document names, in 1 clean member (--full shows them).",
        "  2 clean members have 1 warning and 2 notes (--full shows them).",
    ]
    comment = fleet_markdown(answer, {}, Marker("drift", "fleet.yaml"))
    assert "\n\nAWS has 2 objects that no document names, in 1 clean member.\n" in comment
    assert "\n\n2 clean members have 1 warning and 2 notes.\n" in comment


def test_an_answer_in_full_hides_no_member() -> None:
    """Nothing is counted as left out, and --full is not recommended to whoever has used it."""
    members = [member_answer(f"s/{at}", "reconciler.yaml", code, PLAN) for at, code in enumerate([2, 0, 0])]
    assert "--full" not in "\n".join(fleet_lines(fleet_answer("plan", members), {}, full=True))


def test_states_are_one_column() -> None:
    """The longest word makes it wider, and the changes stay below each other."""
    members = [member_answer(f"s/{at}", "reconciler.yaml", code, PLAN, plan=PLAN) for at, code in enumerate([2, 130])]
    lines = [line for line in fleet_lines(fleet_answer("apply", members), {}) if line.startswith("  s/")]
    assert lines == ["  s/0  changed      1 change", "  s/1  interrupted  1 change"]


def test_a_validation_shows_the_members_in_which_it_has_found_something() -> None:
    """A warning leaves a member clean, and is shown all the same: validate has no --full that would show it."""
    found: dict[str, Any] = {"problems": [{"severity": "warning"}]}
    members = [member_answer(f"s/{at}", "reconciler.yaml", 0, one) for at, one in enumerate([{"problems": []}, found])]
    lines = [*fleet_lines(fleet_answer("validate", members), {"s/1": "warning[x] y\n"})]
    table = ["2 members: 2 clean.", "", "  s/1  clean", "  … and 1 clean member", ""]
    assert lines == [*table, "━━ s/1: clean ━━", "", "warning[x] y", "", "2 members: 2 clean."]
