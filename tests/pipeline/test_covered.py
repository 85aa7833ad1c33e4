"""Another seat governs an account, in a finished set, before the seat that governs it goes.

AWS chooses the order within a set and does not say what holds when a set fails halfway (catalog 1.4, catalog 1.5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from reconciler.governance import Experience, Experiences
from reconciler.model import Request
from reconciler.pipeline.planning import Planning
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.pipeline.proofs import planned, replay_of
from tests.pipeline.test_safe_order import in_between, live, seated, wished

FINANCE, RESEARCH = "ou-abcd-finance0", "ou-abcd-research"
LEDGER, PROCUREMENT, LAB = "333333333333", "222222222222", "555555555555"
ALL = "o-abcdef1234"
DISABLED, ARCHIVED = {"status": "disabled"}, {"status": "archived"}
Wish = Mapping[str, Mapping[str, Any]]


def sets(planning: Planning) -> list[list[str]]:
    """Return the requests of each set as text."""
    made = planning.plan.operations
    return [[f"{one.address.name} {one.verb.name[:4]}" for one in operation.requests] for operation in made]


def taken_away(was: Experiences, now: Experiences) -> Experiences:
    """Return the state in which only the removals of a set have been carried out."""

    def less(before: Experience, after: Experience) -> Experience:
        status = after.status if before.status == "enabled" else before.status
        return replace(before, status=status, principals=before.principals & after.principals)

    return {name: less(one, now[name]) for name, one in was.items()}


@given(situation=SITUATIONS)
def test_whatever_the_order_in_a_set_only_lone_moves_are_ungoverned(
    situation: tuple[FakeWorld, Wishes],
) -> None:
    """Even if the removals of a set come first or alone, another seat on the path governs, if there is one."""
    world, wish = situation
    worlds = replay_of(planned(world, wish)).run().states
    torn = [taken_away(was, now) for was, now in pairwise(worlds)]
    for account in in_between(world.organization, (worlds[0], *torn, worlds[-1])):
        ends = [seated(world.organization, end, account) for end in (worlds[0], worlds[-1])]
        assert ends[0] == ends[1]
        assert len(ends[0]) == 1


def placed(planning: Planning) -> Iterator[tuple[Request, frozenset[str]]]:
    """Yield every request with the operations that have ended, or run, when it is carried out."""
    before: dict[str, frozenset[str]] = {}
    for operation in planning.plan.operations:
        before[operation.id] = frozenset({operation.id}).union(*(before[one] for one in operation.after))
        yield from ((request, before[operation.id]) for request in operation.requests)


def ends(request: Request) -> bool:
    """Return whether *request* makes an experience stop governing or change."""
    return request.verb.name == "RestrictExperience" or request.details.get("Status") == "Disabled"


@given(situation=SITUATIONS)
def test_an_experience_ends_after_its_former_principals_have_arrived(situation: tuple[FakeWorld, Wishes]) -> None:
    """Until then they may have to be put back."""
    planning = planned(*situation)
    where = {request.key: operation.id for operation in planning.plan.operations for request in operation.requests}
    arriving = {
        principal: where[request.key]
        for request, _ in placed(planning)
        if request.verb.name == "AssociateAudience"
        for principal in request.details["Principals"]
    }
    left: dict[str, set[str]] = {}
    for request, _ in placed(planning):
        if request.verb.name == "DisassociateAudience":
            left.setdefault(request.address.name, set()).update(request.details["Principals"])
    for request, ended in placed(planning):
        if ends(request):
            assert {arriving[one] for one in left.get(request.address.name, ()) if one in arriving} <= ended


def test_a_specific_principal_arrives_before_the_broader_one_is_removed() -> None:
    """The account arrives in a set of its own, though AWS would accept one set; the plan says so."""
    world = FakeWorld.of(live("old", FINANCE), live("new"))
    planning = planned(world, {"old": wished("old"), "new": wished("new", LEDGER)})
    assert sets(planning) == [["new Asso"], ["old Disa"]]
    assert [problem.message for problem in planning.plan.problems if problem.code == "safe-order"] == [
        (
            "2 change sets; 1 would be enough without this rule of the safe order: "
            "an account loses its experience only in a change set after the one that brings its next experience"
        )
    ]


def test_another_seat_governs_before_an_experience_is_disabled() -> None:
    """A principal above arrives, or an experience above is enabled, in an earlier set."""
    ending = {"old": {**wished("old", FINANCE), **DISABLED}}
    arriving = FakeWorld.of(live("old", FINANCE), live("top"))
    assert sets(planned(arriving, {**ending, "top": wished("top", ALL)})) == [["top Asso"], ["old Upda"]]
    enabled = FakeWorld.of(live("old", FINANCE), replace(live("top", ALL), status="disabled"))
    wish = {**ending, "top": {**wished("top", ALL), "status": "enabled"}}
    assert sets(planned(enabled, wish)) == [["top Upda"], ["old Upda"]]


def test_an_account_that_need_not_wait_moves_with_the_one_that_has_to() -> None:
    """The ledger waits until its unit has arrived; procurement need not wait and shares both changes."""
    world = FakeWorld.of(live("x", FINANCE), live("y"), live("a", LEDGER, PROCUREMENT), live("b"))
    wish = {"x": wished("x"), "y": wished("y", FINANCE), "a": wished("a"), "b": wished("b", LEDGER, PROCUREMENT)}
    assert sets(planned(world, wish)) == [["x Disa"], ["y Asso"], ["a Disa"], ["b Asso"]]


HELD = live("old", FINANCE), live("older", RESEARCH)
BACK = LiveExperience(id="exp-back", title="back", status="archived", principals=(LAB,))
ENDINGS: list[tuple[tuple[LiveExperience, ...], Wish, list[list[str]]]] = [
    (
        HELD,
        {"old": {**wished("old", RESEARCH), **DISABLED}, "older": {**wished("older", FINANCE), **DISABLED}},
        [["old Disa", "older Disa"], ["old Asso", "old Upda", "older Asso", "older Upda"]],
    ),
    (
        (*HELD, live("new")),
        {
            "old": {**wished("old"), **ARCHIVED},
            "older": {**wished("older"), **ARCHIVED},
            "new": wished("new", FINANCE, RESEARCH),
        },
        [["old Disa", "older Disa"], ["new Asso", "old Upda", "older Upda"], ["old Rest", "older Rest"]],
    ),
    (
        (*HELD, live("new")),
        {
            "old": {**wished("old"), **DISABLED},
            "older": {**wished("older", FINANCE), **DISABLED},
            "new": wished("new", RESEARCH),
        },
        [["old Disa", "older Disa"], ["new Asso", "old Upda", "older Asso", "older Upda"]],
    ),
    (
        (live("old", FINANCE), BACK),
        {
            "old": {**wished("old", LAB), **DISABLED},
            "back": {**wished("back", FINANCE), "status": "enabled"},
        },
        [["back Revi", "old Disa"], ["back Asso", "back Disa", "back Upda", "old Upda"], ["old Asso"]],
    ),
]


@pytest.mark.parametrize(("held", "wish", "expected"), ENDINGS, ids=["swap", "archive both", "chain", "revive"])
def test_experiences_that_exchange_principals_can_all_end(
    held: tuple[LiveExperience, ...], wish: Wish, expected: list[list[str]]
) -> None:
    """None waits for the end of another, only for arrivals."""
    assert sets(planned(FakeWorld.of(*held), wish)) == expected
