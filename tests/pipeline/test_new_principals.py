"""Principals without a holder share changes with those that move, or arrive before their experience is enabled."""

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
    """Plan to enable experiences, each with new principals and with moves from another one; "" is a creation."""
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
    """Return the number of planned change sets and the lower bound."""
    assert made.plan.proof
    return made.plan.proof.change_sets, made.plan.proof.lower_bound


@pytest.mark.parametrize(("products", "sets"), [(60, 2), (120, 3)])
@pytest.mark.parametrize("status", ["", "disabled", "enabled"])
def test_a_new_principal_and_a_move_need_no_set_beyond_the_products(status: str, products: int, sets: int) -> None:
    """60 products take two changes, 120 take three: principals arrive in the same sets."""
    assert numbers(planning(status, products=products)) == (sets, sets)


def test_five_experiences_with_120_products_take_three_sets() -> None:
    """With a new principal and a move each there are 45 changes, 15 to a set."""
    assert numbers(planning("", products=120, experiences=5)) == (3, 3)


def test_new_principals_wait_for_a_move_where_that_saves_a_set() -> None:
    """Reviving takes a set of its own; both arrive in the next set by one change, beside the enabling."""
    made = planning("archived")
    sets = [[f"{request.verb.name} {request.address.name}" for request in one.requests] for one in made.plan.operations]
    assert sets == [
        ["DisassociateAudience from-00", "ReviveExperience to-00"],
        ["AssociateAudience to-00", "UpdateExperience to-00"],
    ]
    assert numbers(made) == (2, 2)


def test_new_principals_fill_changes_before_they_wait() -> None:
    """Fifty arrive early; ten share a change with one that moves."""
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
def test_an_experience_is_enabled_with_its_new_principals(status: str, newcomers: int) -> None:
    """None arrives later, whether or not it waited for a move."""
    made = planning(status, newcomers=newcomers, movers=2)
    opened = next(one["experience.to-00"] for one in replay_of(made).run().states if _enabled(one))
    assert len([one for one in opened.principals if int(one[4:]) < newcomers]) == newcomers


def _enabled(world: Experiences) -> bool:
    return "experience.to-00" in world and world["experience.to-00"].status == "enabled"


def test_new_principals_do_not_wait_where_a_unit_depends_on_them() -> None:
    """An account leaves when the new experience of its unit is enabled, so that does not wait for the account."""
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


def test_a_disabled_experience_takes_new_principals_at_any_time() -> None:
    """A disabled experience governs no account, so principals need not wait for its products."""
    names = [f"0001{one:08}" for one in range(60)]
    live = LiveExperience(id="exp-a", title="a", status="disabled")
    allow = [f"prod-{one:03}" for one in range(60)]
    wish = {"a": {"title": "a", "principals": names, "products": {"allow": allow}}}
    world = replace(FakeWorld.read({"accounts": names}), experiences={live.id: live})
    assert numbers(planned(world, wish)) == (2, 2)
