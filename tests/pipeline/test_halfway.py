"""A run that ended between the halves of a move: what is lost is counted from what the accounts had before it."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Plan, Severity
from reconciler.twin.seed import Seed
from tests.turns import ADS, FINANCE, MEMBER, Turns, change, experience, verbs, world

OLD, NEW = "old: {title: Old, principals: []}", f"new: {{title: New, principals: [{FINANCE}]}}"
MOVED = f"{{kind: experience, items: {{{OLD}, {NEW}}}}}"


def allowing(*products: str) -> dict[str, Any]:
    """Return a policy that allows some products."""
    return {"requests": "Deny", "allow": list(products)}


def start() -> Seed:
    """Return two experiences that have no product in common, the first with Finance."""
    old = experience("Old", principals=[FINANCE], policy=allowing("prod-a", "prod-b"))
    return world(old, experience("New", policy=allowing("prod-b", "prod-c")))


def interrupted(turns: Turns, wish: str = MOVED) -> str:
    """Stop a run when Finance has left; gives the change set that took it out."""

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            raise KeyboardInterrupt

    turns.twin.reset(start())
    turns.wish(wish)
    turns.listener = heard
    turns.apply()
    turns.listener = lambda _event: None
    assert not any(FINANCE in one.principals for one in turns.twin.experiences().values())
    (change_set,) = turns.twin.catalog.marketplace.change_sets
    return change_set


def groups(plan: Plan) -> list[tuple[str | None, str | None, frozenset[str] | None]]:
    """Return what governs the groups of a plan at both ends, and what they lose."""
    return [(one.before, one.after, one.lost) for one in plan.impact.groups]


def told(plan: Plan, severity: Severity) -> list[tuple[str, str]]:
    """Return the problems of one severity."""
    return [(one.code, one.message) for one in plan.problems if one.severity is severity]


def test_what_is_lost_is_counted_from_the_experience_that_was_left(turns: Turns) -> None:
    """Issue 7: our newest set that took a principal out names it; a note says so."""
    change_set = interrupted(turns)
    planning = turns.plan()
    assert verbs(planning) == [[("AssociateAudience", "new")]]
    assert groups(planning.plan) == [("experience.old", "experience.new", frozenset({"prod-a"}))]
    assert told(planning.plan, Severity.NOTE) == [
        (
            "moved-halfway",
            (
                f"{FINANCE} is in no experience since change set {change_set} took it out of exp-old: "
                "what its accounts lose is counted from there"
            ),
        )
    ]
    turns.turn(again=True)
    assert told(turns.plan().plan, Severity.NOTE) == []


def test_who_keeps_nothing_of_what_was_left_is_asked_about(turns: Turns) -> None:
    """Governed before and after: losing everything, not a first catalogue."""
    interrupted(turns)
    turns.wish(MOVED.replace("title: New", "title: New, products: {allow: [prod-c]}"))
    assert [code for code, _ in told(turns.plan().plan, Severity.REFUSED)] == ["max_accounts_losing_everything"]
    assert [one.accounts for one in turns.plan().plan.preconditions] == [(MEMBER,)]


def test_who_ends_up_without_what_was_left_is_ungoverned(turns: Turns) -> None:
    """The experience that takes it is disabled: its accounts were governed before the run that was stopped."""
    interrupted(turns)
    turns.wish(MOVED.replace("title: New", "title: New, status: disabled"))
    assert [code for code, _ in told(turns.plan().plan, Severity.REFUSED)] == ["ungoverned"]


@pytest.mark.parametrize(
    "theirs",
    [
        [change("exp-old", "UpdateExperience", {"Status": "Disabled"})],
        [
            change("exp-old", "UpdateExperience", {"Status": "Disabled"}),
            change("exp-old", "RestrictExperience", {}),
        ],
    ],
    ids=["disabled", "archived"],
)
def test_an_experience_that_governs_no_more_is_not_counted_from(turns: Turns, theirs: list[dict[str, Any]]) -> None:
    """Whoever ended it did so to its accounts, too: they are ungoverned now."""
    interrupted(turns)
    for one in theirs:
        turns.twin.edit(one)
    plan = turns.plan().plan
    assert groups(plan) == [(None, "experience.new", None)]
    assert told(plan, Severity.NOTE) == []


def test_what_somebody_else_took_out_is_counted_from_now(turns: Turns) -> None:
    """Only our own sets are halves of our own moves, and only the last thing that one did to a principal counts."""
    turns.twin.reset(start())
    turns.wish(MOVED)
    turns.twin.edit(change("exp-old", "DisassociateAudience", {"Principals": [FINANCE]}))
    assert groups(turns.plan().plan) == [(None, "experience.new", None)]
    interrupted(turns)
    turns.turn()
    turns.twin.edit(change("exp-new", "DisassociateAudience", {"Principals": [FINANCE]}))
    assert groups(turns.plan().plan) == [(None, "experience.new", None)]


def test_nothing_is_read_where_everybody_is_somewhere(turns: Turns) -> None:
    """History costs calls: it is read for a principal that is to be somewhere and is nowhere."""
    turns.twin.reset(start())
    turns.wish(MOVED)
    turns.plan()
    assert turns.twin.calls.operations("marketplace-catalog")["ListChangeSets"] == 1
    turns.wish(MOVED.replace(f"[{FINANCE}]", f'[{FINANCE}, "{ADS}"]'))
    turns.plan()
    assert turns.twin.calls.operations("marketplace-catalog")["ListChangeSets"] == 3
    assert "DescribeChangeSet" not in turns.twin.calls.operations("marketplace-catalog")


def test_a_plan_that_places_nobody_is_not_asked_about_who_is_on_the_way(turns: Turns) -> None:
    """A part does nothing to the accounts of a move that it leaves out: they are not ungoverned by it."""
    interrupted(turns)
    turns.wish("{kind: experience, name: other, title: Other, description: Not about them}", "other.yaml")
    planning = turns.plan(select=("experience.other",))
    assert verbs(planning) != []
    assert groups(planning.plan) == []
    assert told(planning.plan, Severity.REFUSED) == []
