from dataclasses import replace
from typing import Any

import pytest

from reconciler.guard import guard, idle_acceptances
from reconciler.model import (
    Acceptance,
    Action,
    Address,
    Change,
    FieldChange,
    Plan,
    SetChange,
    Severity,
    Stakes,
    ValueChange,
)
from reconciler.settings import Guards, MaxRemovals

CHANGE = Change(
    address=Address("experience", "default"),
    action=Action.UPDATE,
    fields=(),
    remote_id="exp-1",
    reason="",
    source="default.yaml:2:1",
)
PLAN = Plan(created_at="", commit=None)


def plan_of(*fields: FieldChange, action: Action = Action.UPDATE) -> Plan:
    """Return a plan of one change."""
    return replace(PLAN, changes=(replace(CHANGE, fields=fields, action=action),))


def members(removed: int, unchanged: int, added: int = 0, path: str = "products.allow") -> SetChange:
    """Return a change of one list with these numbers of members."""
    gone, come = (frozenset(f"prod-{sign}{n}" for n in range(many)) for sign, many in (("o", removed), ("n", added)))
    return SetChange(path, come, gone, unchanged)


def removals(plan: Plan, **limits: Any) -> list[str]:  # noqa: ANN401 - the fields of MaxRemovals
    """Return the messages about lists that lose too much, without the names of members."""
    found = guard(plan, Guards(max_removals=MaxRemovals(**limits)))
    assert {problem.code for problem in found} <= {"max_removals"}
    return [problem.message.partition("): ")[0] + ")" for problem in found]


@pytest.mark.parametrize(
    ("removed", "unchanged", "message"),
    [
        (20, 80, None),
        (21, 979, "experience.default loses 21 of 1000 members of products.allow (limit: 20)"),
        (3, 7, None),
        (4, 6, "experience.default loses 4 of 10 members of products.allow (limit: 30%)"),
        (8, 1, "experience.default loses 8 of 9 members of products.allow (limit: half)"),
        (4, 5, None),
        (5, 4, "experience.default loses 5 of 9 members of products.allow (limit: half)"),
        (1, 1, None),
        (1, 2, None),
        (2, 1, "experience.default loses 2 of 3 members of products.allow (limit: half)"),
        (6, 13, "experience.default loses 6 of 19 members of products.allow (limit: 30%)"),
        (6, 14, None),
        (0, 0, None),
    ],
)
def test_removals_are_refused_by_count_or_by_share(removed: int, unchanged: int, message: str | None) -> None:
    """The limits are 20, 30 % of a list of 10 or more, and half of a shorter list (contract 1.1)."""
    assert removals(plan_of(members(removed, unchanged))) == ([message] if message else [])


def test_the_limits_are_those_of_the_settings() -> None:
    """A repository can set its own limits."""
    strict = {"count": 1, "share": 1.0, "floor": 0}
    assert removals(plan_of(members(2, 98)), **strict) == [
        "experience.default loses 2 of 100 members of products.allow (limit: 1)"
    ]
    assert removals(plan_of(members(1, 99)), **strict) == []


@pytest.mark.parametrize(
    ("share", "removed", "before", "excess"),
    [
        (0.29, 29, 100, None),
        (0.29, 30, 100, "limit: 29%"),
        (0.57, 57, 100, None),
        (0.07, 7, 100, None),
        (0.305, 7, 20, "limit: 30.5%"),
        (0.004, 2, 250, "limit: 0.4%"),
        (0.004, 1, 250, None),
        (0, 1, 10, "limit: none"),
        (0.0, 1, 10, "limit: none"),
        (1, 9, 10, None),
    ],
)
def test_a_share_is_taken_as_it_is_written(share: float, removed: int, before: int, excess: str | None) -> None:
    """Neither the comparison nor the message rounds: 29 of 100 are not more than the share 0.29."""
    said = f"experience.default loses {removed} of {before} members of products.allow ({excess})"
    found = removals(plan_of(members(removed, before - removed)), count=1000, share=share)
    assert found == ([said] if excess else [])


@pytest.mark.parametrize(
    ("removed", "limits", "excess"),
    [
        (7, {"share": 0.8}, None),
        (8, {"share": 0.8}, "limit: 80%"),
        (4, {"share": 0}, None),
        (3, {"count": 3}, None),
        (4, {"count": 3}, "limit: 3"),
        (1, {"count": 0}, "limit: 0"),
        (5, {"floor": 100, "share": 0.3}, "limit: half"),
        (3, {"floor": 9}, "limit: 30%"),
    ],
)
def test_a_short_list_may_lose_half_or_the_share(removed: int, limits: dict[str, Any], excess: str | None) -> None:
    """Below the floor the larger of the two counts, never more than the count (contract 1.1); this list has nine."""
    said = f"experience.default loses {removed} of 9 members of products.allow ({excess})"
    assert removals(plan_of(members(removed, 9 - removed)), **limits) == ([said] if excess else [])


@pytest.mark.parametrize("added", [0, 1, 30])
@pytest.mark.parametrize("path", ["products.allow", "principals", "allowed_principals"])
def test_emptying_a_list_is_always_refused(path: str, added: int) -> None:
    """A list of one member counts, and so does one that gets other members instead (contract 1.1)."""
    assert removals(plan_of(members(1, 0, added, path=path)), count=1000, share=1.0, floor=0) == [
        f"experience.default loses 1 of 1 member of {path} (no present member stays)"
    ]


def test_removing_denied_products_is_not_counted() -> None:
    """`products.deny` may even be emptied (contract 1.1)."""
    plan = plan_of(members(30, 0, path="products.deny"))
    assert guard(plan, Guards(protected=("experience.default",), max_removals=MaxRemovals(0, 0, 0))) == ()


def test_the_removed_members_are_named() -> None:
    """Ten are named by id and name, and the others are counted."""
    plan = replace(plan_of(members(12, 0)), names={"prod-o0": "Datadog", "prod-n0": "Ledger", "prod-o1": " "})
    (found,) = guard(plan, Guards())
    assert found.message == (
        "experience.default loses 12 of 12 members of products.allow (no present member stays): prod-o0 "
        "(Datadog), prod-o1, "
        "prod-o10, prod-o11, prod-o2, prod-o3, prod-o4, prod-o5, prod-o6, prod-o7 and 2 more"
    )
    (found,) = guard(plan_of(members(10, 0)), Guards())
    assert found.message.endswith(", prod-o8, prod-o9")


def holding(held: int, *fields: FieldChange, action: Action = Action.UPDATE) -> Plan:
    """Plan the end of an experience that still holds this many principals."""
    (change,) = plan_of(*fields, action=action).changes
    stakes = Stakes(principals=frozenset(f"ou-k{number}" for number in range(held)))
    return replace(PLAN, changes=(replace(change, stakes=stakes),))


@pytest.mark.parametrize(("status", "action"), [("archived", Action.ARCHIVE), ("disabled", Action.UPDATE)])
def test_an_experience_that_ends_while_it_holds_principals_empties_them(status: str, action: Action) -> None:
    """All may stay listed, some may leave, or others may arrive (contract 1.1)."""
    ends = ValueChange("status", "enabled", status)
    said = "experience.default loses {0} of {0} members of principals (no present member stays)"
    assert removals(holding(2, ends, action=action)) == [said.format(2)]
    assert removals(holding(1, ends, members(2, 1, path="principals"), action=action)) == [said.format(3)]
    assert removals(holding(2, ends, members(0, 2, 1, path="principals"), action=action)) == [said.format(2)]
    assert removals(plan_of(ends, action=action)) == []


def test_a_protected_experience_that_ends_is_refused_once_for_that() -> None:
    """A list that its end empties is not refused as well; a list that the document empties is."""
    ends = ValueChange("status", "enabled", "disabled")
    guards = Guards(protected=("experience.default",))
    found = guard(holding(2, ends), guards)
    assert [(one.code, one.path) for one in found] == [("protected", "status"), ("max_removals", "principals")]


def test_every_list_counts_for_itself() -> None:
    """A product that moves from one list to another counts as a removal from the first alone."""
    moved = members(21, 79)
    joined = SetChange("products.deny", moved.removed, frozenset(), 5)
    assert removals(plan_of(moved, joined)) == [
        "experience.default loses 21 of 100 members of products.allow (limit: 20)"
    ]


def test_a_refusal_says_which_rule_where_and_how_to_accept_it() -> None:
    """The hint can be pasted."""
    plan = plan_of(members(1, 0))
    (found,) = guard(plan, Guards())
    assert (found.severity, found.code, found.source, found.address, found.path, found.hint) == (
        Severity.REFUSED,
        "max_removals",
        "default.yaml:2:1",
        Address("experience", "default"),
        "products.allow",
        f"--accept max_removals@{plan.short_digest}",
    )


def test_an_accepted_refusal_is_a_note() -> None:
    """A refusal that is accepted is reported nevertheless."""
    plan = plan_of(members(1, 0))
    (found,) = guard(plan, Guards(), [Acceptance("max_removals", plan.short_digest)])
    assert (found.severity, found.message, found.hint) == (
        Severity.NOTE,
        "experience.default loses 1 of 1 member of products.allow (no present member stays): prod-o0 (accepted)",
        "",
    )


def test_an_acceptance_is_for_one_plan_and_one_rule() -> None:
    """Another digest or another rule accepts nothing; the message has the other digest."""
    plan = plan_of(members(1, 0))
    other = [Acceptance("max_removals", "00000000"), Acceptance("ungoverned", plan.short_digest)]
    assert [problem.severity for problem in guard(plan, Guards(), other)] == [Severity.REFUSED]
    assert [(p.severity, p.code, p.message) for p in idle_acceptances(plan, other, ())] == [
        (
            Severity.WARNING,
            "stale-acceptance",
            f"--accept max_removals@00000000 is for another plan; this plan is {plan.short_digest}",
        )
    ]


@pytest.mark.parametrize("pattern", ["experience.default", "experience.*", "experience", "*.def*"])
@pytest.mark.parametrize(
    ("fields", "action", "harm", "path"),
    [
        ((ValueChange("status", "enabled", "archived"),), Action.ARCHIVE, "archived", ""),
        ((), Action.DELETE, "deleted", ""),
        ((ValueChange("status", "enabled", "disabled"),), Action.UPDATE, "disabled", "status"),
        ((members(3, 0),), Action.UPDATE, "emptied (products.allow)", "products.allow"),
        ((members(8, 0, added=8),), Action.UPDATE, "emptied (products.allow)", "products.allow"),
        ((members(1, 0, added=1, path="principals"),), Action.UPDATE, "emptied (principals)", "principals"),
    ],
)
def test_a_protected_object_is_not_ended_disabled_or_emptied(
    pattern: str, fields: tuple[FieldChange, ...], action: Action, harm: str, path: str
) -> None:
    """Patterns are addresses or globs, in any order (contract 1.1)."""
    found = guard(plan_of(*fields, action=action), Guards(protected=("experience.other", pattern, "product")))
    assert [(p.severity, p.message, p.address, p.path) for p in found if p.code == "protected"] == [
        (
            Severity.REFUSED,
            f"experience.default is protected and would be {harm}",
            Address("experience", "default"),
            path,
        )
    ]


def test_protection_cannot_be_accepted_away() -> None:
    """No acceptance of a rule changes that."""
    plan = plan_of(ValueChange("status", "enabled", "disabled"))
    (found,) = guard(plan, Guards(protected=("experience",)), [Acceptance("protected", plan.short_digest)])
    assert found.severity is Severity.REFUSED
    assert found.hint.startswith("no option accepts this")


@pytest.mark.parametrize(
    "field",
    [
        ValueChange("status", "disabled", "enabled"),
        ValueChange("status", "archived", "disabled"),
        ValueChange("title", "enabled", "disabled"),
        members(1, 1),
        members(0, 0, added=1),
    ],
)
def test_a_protected_object_may_change_in_every_other_way(field: FieldChange) -> None:
    """Protection only prevents its end."""
    assert guard(plan_of(field), Guards(protected=("experience.default",))) == ()


def test_an_unprotected_object_may_be_disabled() -> None:
    """A pattern protects only the objects that it matches."""
    plan = plan_of(ValueChange("status", "enabled", "disabled"))
    assert guard(plan, Guards(protected=("experience.other", "product"))) == ()
