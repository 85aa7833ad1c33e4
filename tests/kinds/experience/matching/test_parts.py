"""A part of a plan takes nothing from an account that the whole would leave to it."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.model import Address, Document, Marks, Severity
from reconciler.model.document import mark
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import Planning, PlanOptions, plan
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.loss import GOVERNED, Wishes, owned, universe_of, wholes
from tests.kinds.experience.replay import carry_out
from tests.kinds.experience.test_convergence import SETTINGS, SITUATIONS

Situation = tuple[FakeWorld, Wishes, dict[str, Any]]


def planned(world: FakeWorld, wished: Wishes, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
    """Plan the documents for the live state."""
    documents = [
        Document(Address("experience", name), body, f"{name}.yaml", Marks(mark(1, 1))) for name, body in wished.items()
    ]
    repository = understand(SETTINGS, all_kinds(), documents)
    return plan(repository, clients(world), PlanOptions(**options), clock=FakeClock(), commit=None)


def governing(world: FakeWorld) -> FakeWorld:
    """Return the state with disabled experiences enabled, since only governed accounts can lose much."""
    live = {
        id_: replace(one, status=one.status.replace("disabled", "enabled")) for id_, one in world.experiences.items()
    }
    return replace(world, experiences=live)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw a live state, documents of which some may be in error, and a part of them, which is not empty."""
    world, wished = draw(SITUATIONS)
    if draw(st.integers(0, 2)):
        world = governing(world)
    for name in draw(st.sets(st.sampled_from(sorted(wished)), max_size=2)):
        body = wished[name]
        slips = [{**body, "id": f"exp-missing-{name}"}, {**body, "title": body["title"].upper()}]
        wished = {**wished, name: draw(st.sampled_from(slips))}
    some = st.sets(st.sampled_from(sorted(wished)), min_size=1).map(
        lambda names: tuple(f"experience.{name}" for name in sorted(names))
    )
    options = st.fixed_dictionaries({}, optional={"select": some, "exclude": some, "no_removals": st.just(value=True)})
    chosen: dict[str, Any] = draw(options)
    taken = set(chosen.get("select", (f"experience.{name}" for name in wished)))
    assume(not taken <= set(chosen.get("exclude", ())))
    return world, wished, chosen


def errors(planning: Planning) -> set[tuple[str, str]]:
    """Return the errors of a plan."""
    return {(str(one.address), one.code) for one in planning.plan.problems if one.severity is Severity.ERROR}


@given(situation=situations())
def test_a_part_takes_nothing_that_every_whole_would_leave(situation: Situation) -> None:
    """The losses of the part are losses of every whole that the documents may mean."""
    world, wished, options = situation
    universe = universe_of(world, wished)
    before = owned(world, universe)
    after = owned(carry_out(planned(world, wished, **options), world), universe)
    for whole in wholes(world, wished):
        assert before - after <= before - owned(whole, universe)


@given(situation=situations())
def test_a_part_leads_to_no_dead_end(situation: Situation) -> None:
    """After a part, the whole plan has no error that it did not have before."""
    world, wished, options = situation
    after = carry_out(planned(world, wished, **options), world)
    assert errors(planned(after, wished)) <= errors(planned(world, wished))


def test_archived_holders_of_one_principal_are_revived_together() -> None:
    """If the other were revived alone, it would hold the principal, and the one that names it could not be revived."""
    one = LiveExperience(id="exp-1", title="One", status="archived", principals=("333333333333",))
    world = FakeWorld.of(one, replace(one, id="exp-2", title="Two"))
    wished: Wishes = {
        "one": {"title": "One", "status": "enabled"},
        "two": {"title": "Two", "status": "enabled", "principals": ["333333333333"]},
    }
    assert errors(planned(world, wished)) == set()
    part = planned(world, wished, exclude=("experience.two",))
    assert errors(part) == {("experience.one", "principal-held")}
    assert errors(planned(carry_out(part, world), wished)) == set()


@given(situation=situations())
def test_products_that_only_a_part_allows_are_reported(situation: Situation) -> None:
    """There is a warning exactly where a part allows more than the whole."""
    world, wished, options = situation
    universe = universe_of(world, wished)
    before = owned(world, universe)
    planning = planned(world, wished, **options)
    gained = owned(carry_out(planning, world), universe) - before
    bought = {(account, thing) for account, thing in gained if thing != GOVERNED}
    wider = any(bought - owned(whole, universe) for whole in wholes(world, wished))
    assert any(one.code == "only-in-part" for one in planning.plan.problems) is wider
