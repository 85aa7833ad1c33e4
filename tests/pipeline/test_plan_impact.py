"""A plan tells the truth about accounts: in its own order, in any other allowed order, and in text as in JSON."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experiences
from reconciler.impact import exposures
from reconciler.model import Organization, Plan
from reconciler.render import plan_lines
from tests.fakes.world import FakeWorld
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.naive_governance import naive_governing, naive_products
from tests.pipeline.proofs import in_another_order, planned, replay_of


def left_ungoverned(made: Plan) -> set[str]:
    """Return the accounts that the plan tells as ungoverned, during apply or at the end."""
    passing = {account for one in made.exposures if one.governed_by is None for account in one.accounts}
    return passing | set(made.impact.ungoverned)


@given(situation=SITUATIONS)
def test_every_ungoverned_account_of_any_prefix_is_named(situation: tuple[FakeWorld, Wishes]) -> None:
    """With `ungoverned: refuse`, no account becomes ungoverned without an acceptance."""
    world, wished = situation
    planning = planned(world, wished)
    worlds = replay_of(planning).run().states
    named = left_ungoverned(planning.plan)
    assert bool(named) == any(problem.code == "ungoverned" for problem in planning.plan.problems)
    for account in world.organization.accounts.values():
        governed = [naive_governing(world.organization, one, account.id) is not None for one in worlds]
        if account.open and governed[0]:
            assert all(governed) != (account.id in named)


def stages(world: Organization, worlds: tuple[Experiences, ...], account: str) -> list[tuple[str | None, object]]:
    """Return the governing experience and the catalogue of *account* each time that either changes."""
    found: list[tuple[str | None, object]] = []
    for one in worlds:
        governing = naive_governing(world, one, account)
        here = governing, naive_products(world, one, account)
        if [here] != found[-1:]:
            found.append(here)
    return found


@given(situation=SITUATIONS, seed=st.integers(0, 9), isolated=st.booleans())
def test_every_account_sees_the_same_stages_in_any_order_of_the_plan(
    situation: tuple[FakeWorld, Wishes], seed: int, *, isolated: bool
) -> None:
    """The exposures of a plan hold whatever runs at the same time, also with isolated change sets."""
    world, wished = situation
    planning = planned(world, wished, isolated=isolated)
    replay = replay_of(planning)
    ordered = in_another_order(replay.operations, Random(seed))  # noqa: S311 - repeatable, nothing secret
    here, there = replay.run().states, replace(replay, operations=ordered).run().states
    for account in world.organization.accounts.values():
        if account.open:
            told = stages(world.organization, here, account.id)
            assert stages(world.organization, there, account.id) == told


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_no_order_of_a_plan_leaves_an_account_ungoverned_that_it_omits(
    situation: tuple[FakeWorld, Wishes], seed: int
) -> None:
    """Operations that do not wait for each other may end in any order."""
    world, wished = situation
    planning = planned(world, wished)
    replay = replay_of(planning)
    ordered = in_another_order(replay.operations, Random(seed))  # noqa: S311 - repeatable, nothing secret
    operations = {one.id: one for one in planning.plan.operations}
    worlds = replace(replay, operations=ordered).run().states
    found = exposures(world.organization, worlds, [operations[one["id"]] for one in ordered])
    assert left_ungoverned(replace(planning.plan, exposures=found)) <= left_ungoverned(planning.plan)


@given(situation=SITUATIONS)
def test_the_groups_of_a_plan_are_what_each_account_gains_and_loses(situation: tuple[FakeWorld, Wishes]) -> None:
    """The groups equal a comparison of every account before and after."""
    world, wished = situation
    planning = planned(world, wished)
    worlds = replay_of(planning).run().states
    groups = {account: group for group in planning.plan.impact.groups for account in group.accounts}
    for account in world.organization.accounts.values():
        ends = [naive_governing(world.organization, one, account.id) for one in (worlds[0], worlds[-1])]
        first, last = (naive_products(world.organization, one, account.id) for one in (worlds[0], worlds[-1]))
        assert (account.id in groups) == (account.open and (ends[0] != ends[1] or first != last))
        if account.id in groups:
            assert [groups[account.id].before, groups[account.id].after] == ends
            assert groups[account.id].loses == (last is not None and (first is None or bool(first - last)))


@given(situation=SITUATIONS)
def test_text_and_json_name_the_same_accounts_products_and_principals(situation: tuple[FakeWorld, Wishes]) -> None:
    """Every account, product and principal of the JSON is in the whole text."""
    world, wished = situation
    plan = planned(world, wished).plan.as_json()
    text = "\n".join(plan_lines(plan, full=True))
    told: list[Any] = [*plan["impact"]["groups"], *plan["exposures"]]
    for one in told:
        ids = [*one["accounts"], *(one.get("lost") or ()), *one.get("gained", ()), one.get("principal", "")]
        assert [id_ for id_ in ids if id_ not in text] == []
    assert ("Impact" in text) == bool(plan["impact"]["groups"])
    assert ("between two API calls" in text) == bool(plan["exposures"])
