"""`change_sets: fastest` takes a few more change sets if fewer of them wait for each other."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from reconciler.model import OrganizationalUnit, Plan
from tests.fakes.world import ORGANIZATION, FakeWorld, LiveExperience
from tests.pipeline.proofs import planned

CODE = "fastest-saves"


def plan_of(experiences: int, *, isolated: bool = False, fastest: bool = False) -> Plan:
    """Return a plan with three changes of each of so many experiences."""
    names = [f"e{number:02}" for number in range(experiences)]
    live = [LiveExperience(id=f"exp-{one}", title=one, allow=(), deny=(), requests="allow") for one in names]
    lists = {"products": {"allow": ["prod-a"], "deny": ["prod-b"]}}
    wish = {one: {"title": one, "user_requests": "deny", **lists} for one in names}
    return planned(FakeWorld.of(*live), wish, isolated=isolated, fastest=fastest).plan


def noted(made: Plan) -> list[str]:
    """Return the notes of a plan that say what `fastest` would save."""
    return [one.message for one in made.problems if one.code == CODE]


def test_the_fastest_change_sets_need_not_wait_for_each_other() -> None:
    """198 changes of 66 experiences fill 10 sets that share experiences, or 11 sets of whole experiences."""
    minimal, fastest = plan_of(66), plan_of(66, fastest=True)
    assert len(minimal.operations) == 10
    assert any(one.after for one in minimal.operations)
    assert [one.after for one in fastest.operations] == [()] * 11
    assert [one.code for one in fastest.problems if one.code == "safe-order"] == []


def test_a_plan_says_when_fastest_would_save_much_of_its_time() -> None:
    """216 changes of 72 experiences fill 11 sets in a chain of two, or 12 sets without any chain."""
    made = plan_of(72)
    slow, fast = "11 change sets (at most 2 one after the other)", "12 change sets (none after another)"
    assert noted(made) == [f"{slow} take about 63 s; with `change_sets: fastest`, {fast} take about 34 s"]
    assert [one.hint for one in made.problems if one.code == CODE] == ["`change_sets: fastest` in reconciler.yaml"]


def test_a_plan_of_ten_change_sets_does_not_mention_fastest() -> None:
    """Ten change sets at most are soon carried out, and a plan of the fastest sets needs no advice."""
    assert noted(plan_of(66)) == []
    assert noted(plan_of(72, fastest=True)) == []
    assert noted(plan_of(72, isolated=True)) == []


def spread(seed: int, *, fastest: bool = False) -> Plan:
    """Return a plan of up to four changes in each of some 75 experiences, between a few of which accounts move."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    names = [f"e{number:02}" for number in range(random.randrange(70, 84))]
    moving = {f"ou-abcd-{number:08}": random.sample(names, 2) for number in range(random.choice([0, 0, 3]))}
    units = {one: OrganizationalUnit(one, "Unit", "r-abcd") for one in moving}
    tree = replace(ORGANIZATION, units=units)
    few = random.choice([0.0, 0.0, 0.1])
    live: list[LiveExperience] = []
    wish: dict[str, Any] = {}
    for name in names:
        held = tuple(one for one, (source, _) in moving.items() if source == name)
        live.append(LiveExperience(id=f"exp-{name}", title=name, allow=(), deny=(), requests="allow", principals=held))
        lists = {"allow": ["prod-a"], "deny": ["prod-b"] if random.random() >= few else []}
        wish[name] = {
            "title": name,
            "user_requests": "deny" if random.random() >= few else "allow",
            "products": lists,
            "principals": [one for one, (_, target) in moving.items() if target == name],
        }
    return planned(replace(FakeWorld.of(*live), organization=tree), wish, fastest=fastest).plan


def told(made: Plan) -> str:
    """Return the numbers of a plan as the note tells them."""
    assert made.proof
    sets, chained = made.proof.change_sets, made.proof.chain
    waits = f"at most {chained} one after the other" if chained > 1 else "none after another"
    return f"{sets} change sets ({waits}) take about {made.budget['expected_seconds']} s"


@pytest.mark.parametrize("seed", range(8))
def test_what_a_plan_says_of_fastest_is_what_fastest_plans(seed: int) -> None:
    """The note is there exactly if the plan with `fastest` takes less than three quarters of the time."""
    minimal, fastest = spread(seed), spread(seed, fastest=True)
    saves = fastest.budget["expected_seconds"] < 0.75 * minimal.budget["expected_seconds"]
    assert saves == (seed in {0, 2, 7})
    assert noted(minimal) == [f"{told(minimal)}; with `change_sets: fastest`, {told(fastest)}"] * saves
    assert noted(fastest) == []
