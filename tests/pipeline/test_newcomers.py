"""Principals that nobody holds share changes with those that move, or come before their experience is enabled."""

from dataclasses import replace
from typing import Any

import pytest

from reconciler.governance import Experiences
from reconciler.pipeline.planning import Planning
from tests.fakes.world import ORGANIZATION, FakeWorld, LiveExperience
from tests.pipeline.proofs import planned, replay_of

MOVER = "333333333333"


def planning(
    status: str, *, products: int = 0, newcomers: int = 1, movers: int = 1, experiences: int = 1, isolated: bool = False
) -> Planning:
    """Enable experiences that are not, each with newcomers, and with movers from another one; "" is yet to be made."""
    live: list[LiveExperience] = []
    wish: dict[str, dict[str, Any]] = {}
    everybody: list[str] = []
    for number in range(experiences):
        names = [f"{number + 1:04}{one:08}" for one in range(newcomers + movers)]
        allow = [f"prod-{one:03}" for one in range(products)]
        source, target = f"from-{number:02}", f"to-{number:02}"
        held = tuple(names[newcomers:])
        live.append(LiveExperience(id=f"exp-{source}", title=source, status="enabled", principals=held))
        if status:
            live.append(LiveExperience(id=f"exp-{target}", title=target, status=status))
        wish[source] = {"title": source, "principals": []}
        wish[target] = {"title": target, "status": "enabled", "principals": names, "products": {"allow": allow}}
        everybody += names
    world = FakeWorld.read({"accounts": everybody})
    return planned(replace(world, experiences={one.id: one for one in live}), wish, isolated=isolated)


def numbers(made: Planning) -> tuple[int, int]:
    """Return how many change sets are planned, and how many are proven to be needed."""
    assert made.plan.proof
    return made.plan.proof.change_sets, made.plan.proof.lower_bound


@pytest.mark.parametrize(("products", "sets"), [(60, 2), (120, 3)])
@pytest.mark.parametrize("status", ["", "disabled", "enabled"])
def test_a_newcomer_and_a_mover_take_no_set_more_than_the_products(status: str, products: int, sets: int) -> None:
    """60 products are two changes, 120 three: principals come while they are sent."""
    assert numbers(planning(status, products=products)) == (sets, sets)


def test_five_experiences_with_120_products_take_three_sets() -> None:
    """With a newcomer and a mover each: 45 changes, 15 to a set."""
    assert numbers(planning("", products=120, experiences=5)) == (3, 3)


def test_newcomers_wait_for_a_mover_where_that_takes_fewer_sets() -> None:
    """A revival is a set of its own, and the mover arrives in the next one: one change for both, with the enabling."""
    made = planning("archived")
    sets = [[f"{request.verb.name} {request.address.name}" for request in one.requests] for one in made.plan.operations]
    assert sets == [
        ["DisassociateAudience from-00", "ReviveExperience to-00"],
        ["AssociateAudience to-00", "UpdateExperience to-00"],
    ]
    assert numbers(made) == (2, 2)


def test_newcomers_fill_changes_before_they_wait() -> None:
    """Fifty come early; ten and a mover share a change."""
    made = planning("disabled", newcomers=60)
    arrivals = [
        len(request.details["Principals"])
        for one in made.plan.operations
        for request in one.requests
        if request.verb.name == "AssociateAudience"
    ]
    assert (arrivals, numbers(made)) == ([50, 11], (2, 2))


@pytest.mark.parametrize("status", ["", "disabled", "archived"])
@pytest.mark.parametrize("newcomers", [1, 49, 60])
def test_an_experience_is_enabled_with_its_newcomers(status: str, newcomers: int) -> None:
    """None of them comes after it, whether they waited or not."""
    made = planning(status, newcomers=newcomers, movers=2)
    opened = next(one["experience.to-00"] for one in replay_of(made).run().worlds if _enabled(one))
    assert len([one for one in opened.principals if int(one[4:]) < newcomers]) == newcomers


def _enabled(world: Experiences) -> bool:
    return "experience.to-00" in world and world["experience.to-00"].status == "enabled"


def test_newcomers_do_not_wait_where_a_unit_counts_on_them() -> None:
    """The account leaves when the new experience of its unit is enabled, so nothing of that waits for the account."""
    unit, account = "ou-abcd-finance0", MOVER
    live = LiveExperience(id="exp-a", title="a", status="enabled", principals=(account,))
    new = LiveExperience(id="exp-b", title="b", status="archived")
    wish = {
        "a": {"title": "a", "principals": []},
        "b": {"title": "b", "status": "enabled", "principals": [unit, account]},
    }
    made = planned(replace(FakeWorld.of(live, new), organization=ORGANIZATION), wish)
    sets = [[f"{request.verb.name} {request.address.name}" for request in one.requests] for one in made.plan.operations]
    assert sets == [
        ["ReviveExperience b"],
        ["AssociateAudience b", "UpdateExperience b"],
        ["DisassociateAudience a"],
        ["AssociateAudience b"],
    ]
    assert numbers(made) == (4, 4)


def test_an_experience_that_stays_disabled_takes_newcomers_at_any_time() -> None:
    """It governs nobody: they need not wait for its products."""
    names = [f"0001{one:08}" for one in range(60)]
    live = LiveExperience(id="exp-a", title="a", status="disabled")
    allow = [f"prod-{one:03}" for one in range(60)]
    wish = {"a": {"title": "a", "principals": names, "products": {"allow": allow}}}
    world = replace(FakeWorld.read({"accounts": names}), experiences={live.id: live})
    assert numbers(planned(world, wish)) == (2, 2)
