"""In any order that a plan allows, accounts are as safe as they can be."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences
from reconciler.model import ALL_RULES, Organization, SafeOrder
from reconciler.pipeline.planning import Planning
from reconciler.pipeline.proving import rules_that_matter
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.naive_governance import naive_governing
from tests.pipeline.proofs import in_another_order, planned, replay_of

FINANCE, LEDGER, PAY = "ou-abcd-finance0", "333333333333", "444444444444"


def course(planning: Planning, seed: int) -> tuple[Experiences, ...]:
    """Carry a plan out in some allowed order; return the states before and after each operation."""
    replay = replay_of(planning)
    ordered = in_another_order(replay.operations, Random(seed))  # noqa: S311 - repeatable, nothing secret
    replayed = replace(replay, operations=ordered).run()
    assert replayed.findings == ()
    return replayed.states


def seated(organization: Organization, world: Experiences, account: str) -> set[str]:
    """Return the principals on the path of *account* that an enabled experience holds."""
    held = {one for experience in world.values() if experience.status == "enabled" for one in experience.principals}
    return held.intersection(organization.path(account))


def in_between(organization: Organization, worlds: tuple[Experiences, ...]) -> set[str]:
    """Return the accounts that are governed at both ends and ungoverned in between."""
    return {
        account.id
        for account in organization.accounts.values()
        if account.open
        and all(naive_governing(organization, world, account.id) for world in (worlds[0], worlds[-1]))
        and not all(naive_governing(organization, world, account.id) for world in worlds)
    }


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_only_lone_moves_pass_through_ungoverned(situation: tuple[FakeWorld, Wishes], seed: int) -> None:
    """Between the halves of a move only another seat on the path governs, if there is one before or after."""
    world, wished = situation
    worlds = course(planned(world, wished), seed)
    organization = world.organization
    for account in in_between(organization, worlds):
        ends = [seated(organization, end, account) for end in (worlds[0], worlds[-1])]
        assert ends[0] == ends[1]
        assert len(ends[0]) == 1


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_a_plan_names_all_accounts_that_are_ungoverned_in_between(
    situation: tuple[FakeWorld, Wishes], seed: int
) -> None:
    """The accounts are named in any allowed order, so the guard refuses every one that is not accepted."""
    world, wished = situation
    planning = planned(world, wished)
    told = {one for exposure in planning.plan.exposures if exposure.governed_by is None for one in exposure.accounts}
    assert in_between(world.organization, course(planning, seed)) <= told
    refused = {problem.code for problem in planning.plan.problems if problem.severity.value == "refused"}
    assert not told or "ungoverned" in refused


def live(name: str, *principals: str, **stated: Any) -> LiveExperience:  # noqa: ANN401 - fields of it
    """Return an enabled experience."""
    return LiveExperience(
        **{"id": f"exp-{name}", "title": name, "status": "enabled", "principals": principals, **stated}
    )


def wished(name: str, *principals: str) -> dict[str, Any]:
    """Return a document that states the principals of an experience."""
    return {"title": name, "principals": list(principals)}


def costs(planning: Planning) -> list[str]:
    """Return the plan's notes on the cost of safe order."""
    return [problem.message for problem in planning.plan.problems if problem.code == "safe-order"]


def test_a_plan_says_which_rule_costs_a_change_set() -> None:
    """A unit and an account in it both move: the account leaves when the unit has arrived."""
    world = FakeWorld.of(live("a", FINANCE), live("b", LEDGER), live("c"))
    planning = planned(world, {"a": wished("a"), "b": wished("b", FINANCE), "c": wished("c", LEDGER)})
    assert costs(planning) == [
        (
            "4 change sets; 2 would be enough without this rule of the safe order: "
            "an account loses its experience only in a change set after the one that brings its next experience"
        )
    ]
    assert in_between(world.organization, course(planning, 0)) == {PAY}


def test_completing_an_experience_before_moves_may_cost_change_sets() -> None:
    """The list takes three sets and 101 principals take three more, the first of which completes the list."""
    accounts = [f"{number:012}" for number in range(600000000001, 600000000102)]
    before = {"a": live("a", *accounts), "b": live("b", allow=())}
    world = replace(FakeWorld.read({"accounts": accounts}), experiences=before)
    allow = [f"prod-{number:03}" for number in range(101)]
    wish = {"a": wished("a"), "b": {**wished("b", *accounts), "products": {"allow": allow}}}
    planning = planned(world, wish)
    assert [[request.verb.name[:5] for request in one.requests] for one in planning.plan.operations] == [
        ["Allow"],
        ["Disas", "Allow"],
        ["Disas", "Allow", "Assoc"],
        ["Disas", "Assoc"],
        ["Assoc"],
    ]
    assert costs(planning) == [
        (
            "5 change sets; 4 would be enough without this rule of the safe order: "
            "a principal arrives only at an experience that is complete and, where desired, enabled"
        )
    ]


@given(situation=SITUATIONS)
def test_without_a_rule_that_cannot_matter_all_requests_are_the_same(situation: tuple[FakeWorld, Wishes]) -> None:
    """So only the other rules are asked about."""
    evidence = planned(*situation).evidence
    assert evidence is not None
    safe = evidence.in_sets(evidence.terms)
    for rule in ALL_RULES.difference(rules_that_matter(safe, evidence.terms.organization)):
        assert evidence.in_sets(replace(evidence.terms, safe_order=ALL_RULES - {rule})) == safe


@pytest.mark.parametrize(
    ("wish", "mattering"),
    [
        ({"a": wished("a"), "b": wished("b", FINANCE)}, set[SafeOrder]()),
        ({"a": wished("a"), "b": wished("b", LEDGER)}, {SafeOrder.COVERED}),
        ({"a": {**wished("a", FINANCE), "status": "disabled"}}, {SafeOrder.COVERED, SafeOrder.KEPT}),
        ({"c": {**wished("c"), "status": "enabled"}}, {SafeOrder.COVERED}),
    ],
)
def test_rules_matter_where_experiences_end_or_seats_are_nested(
    wish: Mapping[str, Any], mattering: set[SafeOrder]
) -> None:
    """The order of a move, and of what completes an experience, may always matter."""
    disabled = LiveExperience(id="exp-c", title="c", status="disabled")
    evidence = planned(FakeWorld.of(live("a", FINANCE), live("b"), disabled), wish).evidence
    assert evidence is not None
    rules = rules_that_matter(evidence.requests, evidence.terms.organization)
    assert set(rules) == {SafeOrder.COMPLETE, SafeOrder.AT_ONCE} | mattering


def test_a_plan_without_a_cost_of_safe_order_has_no_note() -> None:
    """One move takes two sets in any order."""
    world = FakeWorld.of(live("a", FINANCE), live("b"))
    assert costs(planned(world, {"a": wished("a"), "b": wished("b", FINANCE)})) == []


class MoveInPlan(NamedTuple):
    """A principal that moves, with the operations in which it leaves and arrives."""

    principal: str
    leaves: str
    arrives: str
    source: str
    target: str


def moves_in(planning: Planning) -> list[MoveInPlan]:
    """Return every principal that leaves one experience and arrives at another."""
    found: dict[str, dict[str, tuple[str, str]]] = {"DisassociateAudience": {}, "AssociateAudience": {}}
    for operation in planning.plan.operations:
        for request in operation.requests:
            for principal in request.details.get("Principals", ()):
                found[request.verb.name][principal] = operation.id, str(request.address)
    left, joined = found["DisassociateAudience"], found["AssociateAudience"]
    return [
        MoveInPlan(one, left[one][0], joined[one][0], left[one][1], joined[one][1])
        for one in sorted(left.keys() & joined.keys())
    ]


def enabled(world: Experiences, name: str) -> bool:
    """Return whether the experience exists and is enabled."""
    return name in world and world[name].status == "enabled"


@given(situation=SITUATIONS)
def test_nothing_is_waited_for_between_the_halves_of_a_move(situation: tuple[FakeWorld, Wishes]) -> None:
    """The dependencies of the second half have ended when the first half starts.

    A disabled experience that the plan enables governs no account, so principals that leave it may wait.
    """
    world, wished = situation
    planning = planned(world, wished)
    worlds = replay_of(planning).run().states
    before: dict[str, set[str]] = {}
    for operation in planning.plan.operations:
        before[operation.id] = set(operation.after).union(*(before[one] for one in operation.after))
    for move in moves_in(planning):
        if enabled(worlds[0], move.source) or not enabled(worlds[-1], move.source):
            assert before[move.arrives] == before[move.leaves] | {move.leaves}


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_a_principal_arrives_at_a_complete_experience(situation: tuple[FakeWorld, Wishes], seed: int) -> None:
    """The target has its final products and is enabled if it is to be."""
    world, wished = situation
    planning = planned(world, wished)
    worlds = course(planning, seed)
    for move in moves_in(planning):
        arrived: Experience = next(
            one[move.target] for one in worlds if move.principal in one.get(move.target, NOBODY).principals
        )
        end = worlds[-1][move.target]
        assert (arrived.products, end.status != "enabled" or arrived.status == "enabled") == (end.products, True)


NOBODY = Experience(id="")


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_an_experience_is_enabled_when_it_is_complete(situation: tuple[FakeWorld, Wishes], seed: int) -> None:
    """An enabled experience has its final products and its new principals, and those that leave it have left."""
    world, wished = situation
    planning = planned(world, wished)
    worlds = course(planning, seed)
    moving = {move.principal for move in moves_in(planning)}
    for name, end in worlds[-1].items():
        opened = next((one[name] for one in worlds if enabled(one, name)), None)
        if opened and not enabled(worlds[0], name):
            assert opened.products == end.products
            assert end.principals - moving <= opened.principals <= end.principals
